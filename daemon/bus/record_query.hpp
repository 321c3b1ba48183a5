// Session.Query: its options, and its pages as they are written into a reply.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include "bus/options.hpp"
#include "vault/vault.hpp"

namespace kenkod::bus {

// InvalidArgument with the key that is wrong.
[[nodiscard]] vault::RecordQuery read_query(const Options& options);

struct QueryPage {
  vault::RecordPage page;
};
void append(sdbus::Message& message, const QueryPage& result);

}  // namespace kenkod::bus
