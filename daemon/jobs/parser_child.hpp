// Runs kenkod-parse on one sealed copy and believes nothing it says (docs/decisions.md, "Child contract").
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "common/record.hpp"
#include "jobs/sealed_copy.hpp"

namespace kenkod::jobs {

struct ParserLimits {
  std::string program;                       // path of kenkod-parse
  std::string data;                          // directory of the item tables; empty = the installed ones
  std::uint64_t address_space = 1ULL << 30;  // 0 = no limit (sanitizer builds)
  std::chrono::milliseconds wall_time{60'000};
  std::function<void(pid_t)> started;  // told the child's pid (tests)
};

// Blocks (a lane's work). Hashes the copy while the child reads it. The child's frames are checked again
// here: types, ranges, UTF-8, dates, 個人番号. Throws what the child reported (BadDocument line= element=,
// NotSupported, PersonalNumberFound, TooLarge), or BadDocument when the child died or overran a limit, or
// Cancelled. Failed: the parser is missing or cannot set itself up.
[[nodiscard]] ParsedDocument parse_in_child(SealedCopy& copy, const ParserLimits& limits, int cancel_fd);

// The documents inside an export of ours, one by one; same rules.
struct ExportedDocument {
  std::string origin;                   // stated origin, to_name(Origin)
  std::int64_t stored_at = 0;           // Unix seconds
  std::span<const std::uint8_t> bytes;  // none: it is damaged
};
void read_export_in_child(const SealedCopy& copy, const ParserLimits& limits, int cancel_fd,
                          const std::function<void(const ExportedDocument&)>& each);

}  // namespace kenkod::jobs
