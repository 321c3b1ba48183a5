// What the daemon may know of a user while the vault is closed: sealed under the host secret alone. Never
// records, documents or tokens.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace kenkod::vault {

struct Consent {
  std::string text_id, version, sha256;  // of the text agreed to
  std::int64_t at = 0;                   // Unix seconds
  bool withdrawn = false;                // an entry of its own: the ledger is append-only
  bool operator==(const Consent&) const = default;
};

struct HostBox {
  std::vector<Consent> consents;  // oldest first
  // The question text per `keys` generation: during a change both the old and the new one are here.
  struct Question {
    std::uint64_t generation = 0;
    std::string text;
    bool operator==(const Question&) const = default;
  };
  std::vector<Question> questions;
  bool operator==(const HostBox&) const = default;
};

}  // namespace kenkod::vault
