// The results of Session.Import as they are written into a reply.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <vector>

#include "jobs/import.hpp"

namespace kenkod::bus {

struct ImportRows {
  std::vector<jobs::ImportResult> results;
};
void append(sdbus::Message& message, const ImportRows& rows);

}  // namespace kenkod::bus
