// Fetches, people acted for and purges as they are written into replies.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <vector>

#include "bus/append.hpp"
#include "vault/vault.hpp"

namespace kenkod::bus {

// The keys of one kind, as in a row of Link(), into a dictionary that is open.
void append_kind(Dictionary& row, const vault::FetchedKind& kind);

struct FetchRows {
  std::vector<vault::Fetch> fetches;
};
void append(sdbus::Message& message, const FetchRows& rows);

struct PrincipalRows {
  std::vector<vault::Principal> principals;
};
void append(sdbus::Message& message, const PrincipalRows& rows);

struct PurgePreviewRows {
  std::vector<vault::PurgePreview> kinds;
};
void append(sdbus::Message& message, const PurgePreviewRows& rows);

struct PurgedRow {
  vault::Purged purged;
};
void append(sdbus::Message& message, const PurgedRow& row);

}  // namespace kenkod::bus
