#include "bus/exporter.hpp"

#include "bus/jobs.hpp"
#include "loop/journal.hpp"

namespace kenkod::bus {

std::string Exporter::take_token(Options& options) {
  const auto token = option<std::string>(options, "token");
  if (!token) return {};
  Jobs::check_token(*token);
  options.erase("token");
  return *token;
}

namespace detail {
namespace {

void log_denied(const gate::Row& row, const gate::Caller& caller) {
  loop::journal::write(loop::journal::Event::denied, "A call was not authorized",
                       {{"KENKOD_ACTION", std::string(row.action)},
                        {"KENKOD_UID", std::to_string(caller.uid)},
                        {"KENKOD_CALLER", caller.name}});
}

loop::Task<> require_state(jobs::Services& services, const gate::Row& row, uid_t uid) {
  if (row.needs == gate::Needs::nothing) co_return;
  const auto known = co_await services.users.known(uid);
  gate::require(row.needs, services.users.gate_state(known));
}

}  // namespace

loop::Task<Admitted> admit(Serving serving, const gate::Row& row, std::string sender, bool interactive,
                           std::string token, access::SessionPtr session) {
  auto& services = serving.services;
  const auto caller = co_await services.callers.identify(std::move(sender));
  auto admitted = serving.jobs.begin(caller, token, session);

  if (!row.sandboxed) {
    const auto app = co_await services.callers.app_of(caller);
    if (app.sandboxed) throw Error(ErrorCode::NotAuthorized, "Sandboxed programs may not do this.");
  }
  // Before polkit only to spare the person a pointless dialog; the check that counts comes after it.
  co_await require_state(services, row, caller->uid);
  if (!row.action.empty()) {
    admitted.call.progress("authorize", 0, 0);
    try {
      co_await serving.authority.authorize(caller->name, std::string(row.action), interactive,
                                           admitted.call.cancel);
    } catch (const Error& error) {
      if (error.code() == ErrorCode::NotAuthorized) log_denied(row, *caller);
      throw;
    }
    co_await require_state(services, row, caller->uid);
  }
  admitted.call.cancel.throw_if_cancelled();
  co_return admitted;
}

}  // namespace detail
}  // namespace kenkod::bus
