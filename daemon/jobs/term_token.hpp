// The refresh token of a term link: in the vault, and never in two places.
#pragma once

#include <memory>

#include "fetcher/channel.hpp"
#include "jobs/services.hpp"

namespace kenkod::jobs {

// Vault lane only. Takes the token out of the vault, durably; the link stays, without a term. Empty when
// there is none.
[[nodiscard]] SecretBuffer take_term_token(vault::Vault& vault);

// What the portal gave in place of the last one is durable before the worker goes on. LinkExpired: the link
// was ended meanwhile.
[[nodiscard]] loop::Task<> keep_rotated_token(Services& services, uid_t uid,
                                              std::shared_ptr<access::OpenVault> slot,
                                              fetcher::Channel& channel, fetch::Rotated rotated);

}  // namespace kenkod::jobs
