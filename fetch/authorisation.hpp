// What the person has granted for now: tokens in locked memory, and who answers for the refresh token.
#pragma once

#include <string>
#include <string_view>

#include "common/secret_buffer.hpp"
#include "portal.hpp"

namespace kenkod::fetch {

class Authorisation {
 public:
  explicit Authorisation(Portal& portal) : portal_(portal) {}

  // The tokens of a log-in, once their ID token is checked; what does not pass is revoked at once. Returns
  // `sub`.
  [[nodiscard]] std::string begin(TokenAnswer answer, std::string_view nonce);
  // Log-in with the refresh token of a term link, which stays kenkod's. Returns `sub`.
  [[nodiscard]] std::string begin_renewed(SecretBuffer refresh_token);
  // A new access token for one that was refused. A refresh token that came with it is in kenkod's hands,
  // durable, before the access token is used. Refused(LinkExpired) when there is nothing to renew with.
  void renew();

  // Asks the portal for something with the access token; repeated as table 9.8 allows, and with a new one
  // when this one is refused. Refused.
  [[nodiscard]] HttpResponse ask(const HttpRequest& request);

  [[nodiscard]] bool held() const noexcept { return !access_.empty() || !refresh_.empty(); }
  [[nodiscard]] bool renewable() const noexcept { return !refresh_.empty(); }
  [[nodiscard]] const SecretBuffer& access_token() const noexcept { return access_; }
  [[nodiscard]] SecretBuffer hand_out();  // the refresh token, for kenkod to seal
  // kenkod asks for something else: it has sealed what was handed out.
  void sealed() noexcept { kenkods_ = kenkods_ || handed_out_; }

  // Ends it at the portal; whether that was confirmed. Nothing is held afterwards.
  [[nodiscard]] bool revoke();
  void forget() noexcept;
  // The channel has closed: revoked, unless the refresh token is sealed in a vault and good for the next
  // time.
  void end();

 private:
  [[nodiscard]] std::string refresh();

  Portal& portal_;
  SecretBuffer access_, refresh_;
  std::string subject_;
  bool handed_out_ = false;  // kenkod was given the refresh token in this job
  bool kenkods_ = false;     // and has it safe, or had it before
};

}  // namespace kenkod::fetch
