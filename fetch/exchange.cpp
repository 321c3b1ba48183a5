#include "exchange.hpp"

#include <sodium.h>

#include <algorithm>

#include "refused.hpp"
#include "retry_after.hpp"

namespace kenkod::fetch {
namespace {

constexpr std::int64_t kWorthWaiting = 20;  // seconds; a longer Retry-After is told instead of waited for
constexpr std::size_t kMaxWord = 256;
constexpr std::int64_t kLastSecond = 253'402'300'799;  // of the year 9999

// `code` of a problem or `error` of OAuth; an answer that is neither says nothing.
void read_reason(const HttpResponse& response, Outcome& outcome) {
  try {
    const auto object = parse_object(response.body);
    auto word = optional_text(object, "code", kMaxWord);
    if (!word) word = optional_text(object, "error", kMaxWord);
    outcome.code = word.value_or("");
    outcome.until = optional_number(object, "until", 0, kLastSecond).value_or(0);
  } catch (const Refused&) {
    // A page of a gateway.
  }
}

double random_share() {
  constexpr std::uint32_t kSteps = 1U << 16U;
  return static_cast<double>(randombytes_uniform(kSteps)) / (kSteps - 1);
}

}  // namespace

std::optional<Verdict> Exchange::judged(const HttpResponse& response) const {
  Outcome outcome{response.transport, response.interrupted, response.too_large, response.status};
  outcome.now = clock_.now();
  outcome.retry_after = retry_after(response.retry_after, outcome.now);
  if (response.status >= 400) read_reason(response, outcome);
  return judge(outcome);
}

std::optional<std::chrono::milliseconds> Exchange::again(const Verdict& verdict, Attempts& attempts) const {
  if (verdict.again == Again::backoff && attempts.made < portal_.max_attempts)
    return std::chrono::milliseconds(backoff_ms(attempts.made++, random_share()));
  if (verdict.again == Again::after && verdict.until != 0 && !attempts.waited) {
    const auto seconds = verdict.until - clock_.now();
    if (seconds > kWorthWaiting) return std::nullopt;
    attempts.waited = true;
    // Whole seconds were compared; what is left of this one is waited for too.
    return std::chrono::milliseconds(std::max<std::int64_t>(seconds, 0) * 1000 + 1000);
  }
  return std::nullopt;
}

HttpResponse Exchange::run(const std::function<HttpRequest()>& make, Repeat repeat,
                           const std::function<void()>& renew) {
  Attempts attempts;
  bool renewed = false;
  while (true) {
    auto response = http_.perform(make());
    const auto verdict = judged(response);
    if (!verdict) return response;
    if (verdict->again == Again::renewed && renew && !renewed) {
      renewed = true;
      renew();
      continue;
    }
    if (verdict->again == Again::restart) throw Expired();
    const auto wait = repeat == Repeat::allowed ? again(*verdict, attempts) : std::nullopt;
    if (!wait) throw Refused(verdict->code, verdict->until);
    channel_.sleep(*wait);
  }
}

}  // namespace kenkod::fetch
