// Exit status of kenkoctl (docs/man/kenkoctl.1, "EXIT STATUS").
#pragma once

#include "common/error.hpp"

namespace kenkod::cli {

enum class ExitCode : int {
  ok = 0,
  failed = 1,
  usage = 2,
  not_authorized = 3,
  answer = 4,     // wrong answer or PIN, or the session was locked meanwhile
  document = 5,   // at least one document was refused
  nothing = 6,    // nothing to show or to export
  cancelled = 7,  // the prompt was dismissed, or nobody could be asked
  not_ready = 8,  // terms, question or link are missing (or already there)
  try_later = 9,  // busy, limits
  vault = 10,     // damaged, a key part is missing, no space
  card = 11,      // reader, card or its PIN cannot be used as they are
  portal = 12,    // the portal cannot be asked now: out of hours, maintenance, not reached, asked to wait
  partial = 13,   // some kinds were fetched, others were not
  interrupted = 130,
};

[[nodiscard]] ExitCode exit_code(ErrorCode code) noexcept;

}  // namespace kenkod::cli
