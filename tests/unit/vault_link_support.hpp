// Documents that come from the portal, several at once, and what a link leaves.
#pragma once

#include <deque>

#include "vault/bytes.hpp"
#include "vault_support.hpp"

namespace kenkod::vault {

// Documents on their way into a vault together.
class Batch {
 public:
  Origin origin = Origin::portal;
  bool confirmed = true;

  void add(ParsedDocument parsed, std::string bytes) {
    auto& entry = entries_.emplace_back(Entry{std::move(parsed), std::move(bytes), {}, {}});
    entry.hash = sha256(entry.bytes);
    entry.source.origin = origin;
    entry.source.subject_confirmed = confirmed;
  }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  std::vector<AddedOrRefused> into(Vault& vault) const {
    std::vector<NewDocument> all;
    for (const auto& entry : entries_)
      all.push_back({&entry.parsed, as_bytes(entry.bytes), entry.hash, entry.source});
    return vault.add_all(all);
  }

 private:
  struct Entry {
    ParsedDocument parsed;
    std::string bytes;
    std::array<std::uint8_t, 32> hash;
    DocumentSource source;
  };
  std::deque<Entry> entries_;
};

inline Added add_fetched(Vault& vault, const ParsedDocument& parsed, const std::string& bytes) {
  Batch batch;
  batch.add(parsed, bytes);
  return batch.into(vault).front().added;
}

inline Fetch fetch_of(std::int64_t at) {
  Fetch fetch;
  fetch.at = at;
  fetch.seconds = 12;
  fetch.flow = Fetch::Flow::card;
  fetch.kinds = {{Kind::checkup, FetchedKind::Outcome::fetched, 1, 2, 3, 4, 5, std::nullopt},
                 {Kind::expense, FetchedKind::Outcome::failed, 0, 0, 0, 0, 0, ErrorCode::Maintenance}};
  return fetch;
}

inline PortalLink link_of(const std::string& token) {
  PortalLink link;
  link.portal = "simulator";
  link.subject = "pairwise-子";
  link.refresh_token = secret(token);
  link.expires_at = 1'900'000'000;
  return link;
}

// A person who acts for one other, whose compartment has some documents and a fetch.
inline std::string add_principal(Vault& vault, const std::string& portal_id, int documents) {
  std::vector<ListedPrincipal> listed;
  for (const auto& known : vault.principals()) listed.push_back({known.portal_id, known.name});
  listed.push_back({portal_id, "架空 太郎"});
  vault.set_principals(listed);
  const auto all = vault.principals();
  const auto id = all.back().id;
  auto& compartment = vault.compartment(id);
  for (int i = 0; i < documents; ++i) {
    auto parsed = checkup("20" + std::to_string(10 + i) + "-06-01", 3);
    parsed.facts.subject.name = "架空 太郎";
    parsed.facts.subject.sex = "1";
    parsed.facts.subject.birth_date = "2015-01-01";
    add_fetched(compartment, parsed, portal_id + " document " + std::to_string(i));
  }
  if (documents > 0) compartment.add_fetch(fetch_of(1'800'000'000));
  return id;
}

}  // namespace kenkod::vault
