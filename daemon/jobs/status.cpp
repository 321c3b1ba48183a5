#include "jobs/status.hpp"

#include "jobs/link_note.hpp"
#include "jobs/portal_times.hpp"

namespace kenkod::jobs {
namespace {

const char* name_of(vault::Presence presence) {
  switch (presence) {
    case vault::Presence::none:
      return "none";
    case vault::Presence::closed:
      return "ready";
    case vault::Presence::foreign_host:
      return "foreign-host";
    case vault::Presence::foreign_user:
      return "foreign-user";
    case vault::Presence::damaged:
      return "damaged";
  }
  return "none";
}

}  // namespace

loop::Task<Status> get_status(Services& services, Call call) {
  const auto uid = call.caller->uid;
  const auto login_session = co_await services.callers.login_session_of(call.caller);
  const auto known = co_await services.users.known(uid);
  const auto now = services.loop.clock().realtime_us() / 1'000'000;
  const auto times = portal_times(services.portal, now);
  const auto link =
      known.overview.box.link.portal == services.portal.id ? known.overview.box.link : vault::LinkNote();
  co_return Status{.consent = services.users.consented(known.overview.box),
                   .question_set = known.overview.presence != vault::Presence::none,
                   .open = services.sessions.any(uid),
                   .agent = services.agents.available(*call.caller, login_session),
                   .device_key = known.overview.device_key,
                   .recovery_key = known.overview.recovery_key,
                   .waiting = services.users.wait_seconds(known),
                   .terms_version = services.terms.version(),
                   .vault = name_of(known.overview.presence),
                   .portal = services.portal.id,
                   .link_state = link_state(services, uid, link),
                   .portal_open = times.open,
                   .next_opening = times.next_opening,
                   .last_fetch = link.last_fetch,
                   .link_expires = link.expires_at,
                   .retry_at = link.retry_at > now ? link.retry_at : 0};
}

}  // namespace kenkod::jobs
