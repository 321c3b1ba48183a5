// One entry per constant of the closed error list.
#pragma once

#include "common/error.hpp"

namespace kenkod::cli {

struct ErrorText {
  ErrorCode code;
  const char* what;  // msgid: what happened
  const char* next;  // msgid: what to do now, or ""
};

[[nodiscard]] const ErrorText& error_text(ErrorCode code);

}  // namespace kenkod::cli
