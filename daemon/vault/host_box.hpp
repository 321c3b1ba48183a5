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

// What is known of the link without an answer (GetStatus). No token, no name of a person.
struct LinkNote {
  enum class State : std::uint8_t { none, ready, expired, suspended } state = State::none;
  std::string portal;           // id of the portal it is about
  std::int64_t last_fetch = 0;  // Unix seconds; 0 = never
  std::int64_t expires_at = 0;  // of a term link, Unix seconds; 0 = there is none
  std::int64_t retry_at = 0;    // the portal wants to be left alone until then, Unix seconds
  bool operator==(const LinkNote&) const = default;
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
  LinkNote link;
  bool operator==(const HostBox&) const = default;
};

}  // namespace kenkod::vault
