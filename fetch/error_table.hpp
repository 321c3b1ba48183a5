// Table 9.8 of the connector protocol: what curl, HTTP and the portal's JSON say → what kenkod is told, and
// whether the exchange may be repeated. The only place that knows. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/error.hpp"

namespace kenkod::fetch {

enum class Again : std::uint8_t {
  never,
  backoff,  // 1, 2, 4, 8, 16 s ± 20 %, as often as the configuration allows
  after,    // at `until`: once, where that is soon
  renewed,  // with a new access token: once
  restart,  // not the exchange but the retrieval it belongs to: once
};

struct Verdict {
  ErrorCode code = ErrorCode::Failed;
  Again again = Again::never;
  std::int64_t until = 0;  // Unix seconds; 0: nobody said
};

// What came of one exchange.
struct Outcome {
  int transport = 0;         // CURLcode
  bool interrupted = false;  // the connection ended inside the handshake, without a word about TLS
  bool too_large = false;    // more came than was agreed
  long status = 0;           // HTTP
  std::string code;          // `code` of a problem, or `error` of OAuth
  std::int64_t until = 0;    // of a problem: Unix seconds
  std::optional<std::int64_t> retry_after;  // seconds from `now`
  std::int64_t now = 0;                     // Unix seconds
};

// Empty: a whole answer with a status of success.
[[nodiscard]] std::optional<Verdict> judge(const Outcome& outcome);

// `error` of an authorization response or a token endpoint, `code` of a failed item.
[[nodiscard]] ErrorCode error_of_word(std::string_view word);

// Milliseconds to wait before the repetition number `repetition` (from 1). `random`: 0–1.
[[nodiscard]] std::int64_t backoff_ms(std::uint32_t repetition, double random);

}  // namespace kenkod::fetch
