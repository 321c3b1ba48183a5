#include "access/users.hpp"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>

namespace kenkod::access {

AccountNames account_of(uid_t uid) {
  std::vector<char> buffer(16384);
  passwd entry{};
  passwd* found = nullptr;
  while (getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) == ERANGE &&
         buffer.size() < (1U << 20))
    buffer.resize(buffer.size() * 2);
  if (found == nullptr)
    throw Error(ErrorCode::NotAuthorized, "The calling user has no account on this machine.");
  std::string real = entry.pw_gecos != nullptr ? entry.pw_gecos : "";
  real = real.substr(0, real.find(','));
  return {{uid, entry.pw_name}, std::move(real)};
}

loop::Task<Users::Known> Users::known(uid_t uid) {
  const auto entry = known_.find(uid);
  if (entry != known_.end()) co_return entry->second;
  co_return co_await refresh(uid);
}

loop::Task<Users::Known> Users::refresh(uid_t uid) {
  const auto reading = lanes_.run(uid, loop::Lane::vault,
                                  [this, uid] { return directory_.overview(account_of(uid).account); });
  auto overview = co_await reading;
  Known known;
  known.wait_until_us = overview.wait_seconds == 0
                            ? 0
                            : loop_.clock().boottime_us() + std::int64_t{overview.wait_seconds} * 1'000'000;
  known.overview = std::move(overview);
  auto& kept = known_[uid];
  kept = known;
  // The question's words are for the prompt about to be shown, not to stay in memory behind it.
  kept.overview.question.clear();
  kept.overview.box.questions.clear();
  co_return known;
}

bool Users::consented(const vault::HostBox& box) const {
  return !box.consents.empty() && !box.consents.back().withdrawn &&
         box.consents.back().version == terms_version_;
}

gate::State Users::gate_state(const Known& known) const {
  using vault::Presence;
  const auto presence = known.overview.presence;
  // A vault from another machine brings a ledger that cannot be read here. That its keys are missing is what
  // its owner must hear; once it is open again the terms are asked anew.
  const bool unreadable = presence == Presence::foreign_host;
  return {.consent = unreadable || consented(known.overview.box),
          .vault = presence != Presence::none,
          .foreign_user = presence == Presence::foreign_user};
}

std::uint32_t Users::wait_seconds(const Known& known) const {
  const auto left = known.wait_until_us - loop_.clock().boottime_us();
  return left <= 0 ? 0 : static_cast<std::uint32_t>((left + 999'999) / 1'000'000);
}

}  // namespace kenkod::access
