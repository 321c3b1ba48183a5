// What the portal has, document by document: copied, parsed, judged, stored, each kind in one commit.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fetcher/channel.hpp"
#include "jobs/services.hpp"
#include "vault/vault.hpp"

namespace kenkod::jobs {

struct LinkRow {
  vault::FetchedKind kind;
  std::optional<Error> error;  // of a failed kind, or of the first document that was refused or not read
};

struct Fetching {
  std::shared_ptr<fetcher::Channel> channel;
  std::shared_ptr<access::OpenVault> slot;
  std::string principal;       // of ours, empty: the person's own
  std::string principal_name;  // as the portal lists it
  std::string subject;         // what the portal calls whose records they are
  std::vector<Kind> kinds;
};

// Rows of kinds that came to an end go to `rows` at once: what is in there is stored, also when this throws.
[[nodiscard]] loop::Task<> fetch_records(Services& services, const Call& call, const Fetching& fetching,
                                         std::vector<LinkRow>& rows);

}  // namespace kenkod::jobs
