// The result of Link() as its caller sees it.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include "jobs/link.hpp"

namespace kenkod::bus {

struct LinkResultRow {
  jobs::LinkResult result;
};
void append(sdbus::Message& message, const LinkResultRow& row);

}  // namespace kenkod::bus
