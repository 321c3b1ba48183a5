// The end of a command that failed, on standard error.
#pragma once

#include "client-cli/text/error_words.hpp"

namespace kenkod::cli {

ExitCode tell_error(const ErrorWords& words);

}  // namespace kenkod::cli
