// Exchanges with the portal, repeated as table 9.8 allows and never otherwise.
#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "channel.hpp"
#include "common/portal_configuration.hpp"
#include "http.hpp"
#include "portal_clock.hpp"

namespace kenkod::fetch {

// How often one exchange was tried.
struct Attempts {
  std::uint32_t made = 1;
  bool waited = false;  // for a Retry-After
};

class Exchange {
 public:
  enum class Repeat : std::uint8_t { never, allowed };

  Exchange(Http& http, Channel& channel, const PortalClock& clock, const PortalConfiguration& portal)
      : http_(http), channel_(channel), clock_(clock), portal_(portal) {}

  // Until there is an answer of success; everything else is thrown as Refused, or Expired. `make` is called
  // for each try. `renew` gets a new access token after the first 401; without it, or the second time, that
  // is LinkExpired.
  [[nodiscard]] HttpResponse run(const std::function<HttpRequest()>& make, Repeat repeat,
                                 const std::function<void()>& renew = nullptr);

  // The same decisions for exchanges that run side by side.
  [[nodiscard]] std::optional<Verdict> judged(const HttpResponse& response) const;
  // How long to wait before the next try; empty: there is none. Counts it.
  [[nodiscard]] std::optional<std::chrono::milliseconds> again(const Verdict& verdict,
                                                               Attempts& attempts) const;

 private:
  Http& http_;
  Channel& channel_;
  const PortalClock& clock_;
  const PortalConfiguration& portal_;
};

}  // namespace kenkod::fetch
