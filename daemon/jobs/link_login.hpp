// Logging in at the portal: in the person's browser, with the card, or with what a term link has left.
#pragma once

#include "fetcher/logins.hpp"
#include "jobs/link.hpp"

namespace kenkod::jobs {

// A worker of its own, told for whom and for what.
[[nodiscard]] loop::Task<std::shared_ptr<fetcher::Channel>> start_fetcher(Services& services,
                                                                          const Call& call,
                                                                          std::vector<Kind> kinds);

// Ten minutes at most. Throws what Manager.Link() documents.
[[nodiscard]] loop::Task<fetcher::Login> log_in(Services& services, const Call& call,
                                                const LinkRequest& request);

// With the refresh token of a term link; the new one is kept in `slot`.
[[nodiscard]] loop::Task<fetcher::Login> renew(Services& services, const Call& call, std::vector<Kind> kinds,
                                               SecretBuffer refresh_token,
                                               std::shared_ptr<access::OpenVault> slot);

}  // namespace kenkod::jobs
