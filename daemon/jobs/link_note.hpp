// What is known of a user's link without an answer: kept in the host box, told by GetStatus.
#pragma once

#include "jobs/services.hpp"
#include "vault/vault_directory.hpp"

namespace kenkod::jobs {

// Changes the note durably.
[[nodiscard]] loop::Task<> change_link_note(Services& services, uid_t uid,
                                            std::function<void(vault::LinkNote&)> change);

// What a failed Link() leaves behind: when it may be tried again, that the link is over. Nothing for most
// errors.
[[nodiscard]] loop::Task<> note_link_failure(Services& services, uid_t uid, const Error& error,
                                             std::int64_t until);

// Name of the state for GetStatus().
[[nodiscard]] const char* link_state(const Services& services, uid_t uid, const vault::LinkNote& note);

}  // namespace kenkod::jobs
