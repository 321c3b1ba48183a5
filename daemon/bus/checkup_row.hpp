// One row of Query, appended to a reply.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include "vault/vault.hpp"

namespace kenkod::bus {
void append_row(sdbus::Message& message, const vault::CheckupRow& row);
}  // namespace kenkod::bus
