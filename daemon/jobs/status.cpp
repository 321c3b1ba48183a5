#include "jobs/status.hpp"

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
  co_return Status{.consent = services.users.consented(known.overview.box),
                   .question_set = known.overview.presence != vault::Presence::none,
                   .open = services.sessions.any(uid),
                   .agent = services.agents.available(*call.caller, login_session),
                   .device_key = known.overview.device_key,
                   .recovery_key = known.overview.recovery_key,
                   .waiting = services.users.wait_seconds(known),
                   .terms_version = services.terms.version(),
                   .vault = name_of(known.overview.presence)};
}

}  // namespace kenkod::jobs
