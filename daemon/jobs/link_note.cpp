#include "jobs/link_note.hpp"

#include <algorithm>
#include <utility>

#include "fetcher/logins.hpp"

namespace kenkod::jobs {
namespace {

constexpr std::int64_t kLongestWait = 15 * 60;  // seconds: whatever the portal says

}  // namespace

loop::Task<> change_link_note(Services& services, uid_t uid, std::function<void(vault::LinkNote&)> change) {
  auto& directory = services.directory;
  const auto portal = services.portal.id;
  const auto changing = services.lanes.run(uid, loop::Lane::vault, [&directory, uid, change, portal] {
    directory.update_host_box(access::account_of(uid).account, [&](vault::HostBox& box) {
      if (box.link.portal != portal) box.link = {};  // of another portal
      box.link.portal = portal;
      change(box.link);
    });
  });
  co_await changing;
  co_await services.users.refresh(uid);
}

loop::Task<> note_link_failure(Services& services, uid_t uid, const Error& error, std::int64_t until) {
  using State = vault::LinkNote::State;
  const auto now = services.loop.clock().realtime_us() / 1'000'000;
  std::function<void(vault::LinkNote&)> change;
  switch (error.code()) {
    case ErrorCode::RateLimited:
      if (until <= now) co_return;
      change = [at = std::min(until, now + kLongestWait)](vault::LinkNote& note) { note.retry_at = at; };
      break;
    case ErrorCode::LinkExpired:
      change = [](vault::LinkNote& note) {
        note.expires_at = 0;
        if (note.state != State::none) note.state = State::expired;
      };
      break;
    case ErrorCode::CertificateRevoked:
    case ErrorCode::CertificateExpired:
      change = [](vault::LinkNote& note) { note.state = State::suspended; };
      break;
    default:
      co_return;
  }
  auto changing = change_link_note(services, uid, std::move(change));
  co_await std::move(changing);
}

const char* link_state(const Services& services, uid_t uid, const vault::LinkNote& note) {
  using Stage = fetcher::Logins::Stage;
  using State = vault::LinkNote::State;
  switch (services.logins.stage(uid)) {
    case Stage::logging_in:
      return "linking";
    case Stage::waiting:
      return "linked-locked";
    case Stage::fetching:
      return "fetching";
    case Stage::none:
      break;
  }
  if (note.portal != services.portal.id) return "not-linked";
  const auto now = services.loop.clock().realtime_us() / 1'000'000;
  switch (note.state) {
    case State::none:
      return "not-linked";
    case State::ready:
      return note.expires_at != 0 && note.expires_at <= now ? "expired" : "ready";
    case State::expired:
      return "expired";
    case State::suspended:
      return "suspended";
  }
  return "not-linked";
}

}  // namespace kenkod::jobs
