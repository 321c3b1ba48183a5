#include "fetcher/logins.hpp"

#include <algorithm>
#include <utility>

namespace kenkod::fetcher {

std::unique_ptr<Logins::Attempt> Logins::begin(uid_t uid, const loop::Cancel& work) {
  if (!running_.try_emplace(uid, Running{work, false}).second)
    throw Error(ErrorCode::Busy, "Another link of this person is under way.");
  return std::make_unique<Attempt>(*this, uid);
}

void Logins::wait_for_question(uid_t uid, Login login) {
  const auto left = login.until_us - loop_.clock().boottime_us();
  if (left <= 0) return;
  auto over = loop_.after(std::chrono::microseconds(left), [this, uid] { waiting_.erase(uid); });
  waiting_.insert_or_assign(uid, Waiting{std::move(login), std::move(over)});
}

std::optional<Login> Logins::resume(uid_t uid, const std::vector<Kind>& kinds) {
  auto found = waiting_.extract(uid);
  if (found.empty()) return std::nullopt;
  auto& login = found.mapped().login;
  const bool covers = std::ranges::all_of(
      kinds, [&](Kind kind) { return std::ranges::find(login.kinds, kind) != login.kinds.end(); });
  if (!covers) return std::nullopt;
  return std::move(login);
}

Logins::Stage Logins::stage(uid_t uid) const {
  if (const auto found = running_.find(uid); found != running_.end())
    return found->second.fetching ? Stage::fetching : Stage::logging_in;
  return waiting_.contains(uid) ? Stage::waiting : Stage::none;
}

void Logins::end_user(uid_t uid, const Error& reason) {
  waiting_.erase(uid);
  if (const auto found = running_.find(uid); found != running_.end()) {
    const auto work = found->second.work;  // its end takes the entry away
    work.cancel(reason);
  }
}

void Logins::end_all(const Error& reason) {
  waiting_.clear();
  const auto running = running_;
  for (const auto& [uid, one] : running) one.work.cancel(reason);
}

}  // namespace kenkod::fetcher
