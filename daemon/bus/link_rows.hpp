// Results of Link() and Unlink() as their callers see them.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include "jobs/link.hpp"

namespace kenkod::bus {

struct LinkResultRow {
  jobs::LinkResult result;
};
void append(sdbus::Message& message, const LinkResultRow& row);

// "fetched", "empty", …
[[nodiscard]] const char* to_name(vault::FetchedKind::Outcome outcome) noexcept;
// The part that ListFetches() tells too; `message` empty: left out.
void append_kind(sdbus::Message& message, const vault::FetchedKind& kind, const std::string& text);

}  // namespace kenkod::bus
