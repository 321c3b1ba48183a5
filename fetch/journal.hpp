// The few facts that are logged: which request ended with which error, never for whom, and no word of the
// portal's.
#pragma once

#include <string_view>

#include "common/error.hpp"

namespace kenkod::fetch::journal {

// `request`: the name of a message ("Retrieve").
void refused(std::string_view request, ErrorCode code) noexcept;
// A mistake of ours, or of whoever set the machine up; `what` holds no data.
void bug(std::string_view place, std::string_view what) noexcept;

}  // namespace kenkod::fetch::journal
