#include "authorisation.hpp"

#include <utility>
#include <variant>

#include "refused.hpp"

namespace kenkod::fetch {

std::string Authorisation::begin(TokenAnswer answer, std::string_view nonce) {
  forget();
  access_ = std::move(answer.access_token);
  refresh_ = std::move(answer.refresh_token);
  try {
    subject_ = portal_.subject(answer.id_token, nonce);
  } catch (const Refused&) {
    (void)revoke();
    throw;
  }
  return subject_;
}

std::string Authorisation::begin_renewed(SecretBuffer refresh_token) {
  forget();
  refresh_ = std::move(refresh_token);
  kenkods_ = true;
  try {
    return refresh();
  } catch (const Refused&) {
    forget();
    throw;
  }
}

void Authorisation::renew() {
  access_.clear();
  if (refresh_.empty()) throw Refused(ErrorCode::LinkExpired);
  (void)refresh();
}

HttpResponse Authorisation::ask(const HttpRequest& request) {
  const auto make = [&] {
    auto one = request;
    one.bearer = &access_;
    return one;
  };
  return portal_.exchange.run(make, Exchange::Repeat::allowed, [this] { renew(); });
}

std::string Authorisation::refresh() {
  auto answer = portal_.request_tokens({{"grant_type", "refresh_token"}, {"refresh_token", refresh_.text()}});
  // From here on the old one is dead.
  const bool rotated = !answer.refresh_token.empty() && answer.refresh_token.text() != refresh_.text();
  if (rotated) refresh_ = std::move(answer.refresh_token);
  const bool was_kenkods = kenkods_ || handed_out_;
  if (rotated) kenkods_ = handed_out_ = false;
  access_ = std::move(answer.access_token);
  try {
    const auto subject = portal_.subject(answer.id_token, "");
    if (!subject_.empty() && subject != subject_) violation();
    subject_ = subject;
  } catch (const Refused&) {
    (void)revoke();
    throw;
  }
  // Also where the portal left it as it was: kenkod waits for the word.
  if (was_kenkods) {
    portal_.channel.send(Rotated{refresh_.copy()});
    if (!std::holds_alternative<Committed>(portal_.channel.next()))
      throw Refused(ErrorCode::ProtocolViolation);
    kenkods_ = handed_out_ = true;
  }
  return subject_;
}

SecretBuffer Authorisation::hand_out() {
  if (refresh_.empty()) throw Refused(ErrorCode::NotSupported);
  handed_out_ = true;
  return refresh_.copy();
}

bool Authorisation::revoke() {
  const bool renewable = !refresh_.empty();
  const auto token = renewable ? std::move(refresh_) : std::move(access_);
  forget();
  return !token.empty() && portal_.revoke(token, renewable ? "refresh_token" : "access_token");
}

void Authorisation::forget() noexcept {
  access_.clear();
  refresh_.clear();
  subject_.clear();
  handed_out_ = kenkods_ = false;
}

void Authorisation::end() {
  if (kenkods_) {
    forget();
  } else if (held()) {
    (void)revoke();
  }
}

}  // namespace kenkod::fetch
