#include "jobs/purge.hpp"

#include "loop/journal.hpp"

namespace kenkod::jobs {
namespace {

// The keyring item alone opens nothing: that it stays behind is reported, never a reason to keep the data.
loop::Task<bool> delete_device_key(Services& services, const Call& call, std::string vault_id) {
  try {
    auto dialog = co_await services.dialogs.begin(call.caller, call.cancel);
    co_await dialog.delete_device_key(std::move(vault_id));
    co_return true;
  } catch (const Error&) {
    co_return false;
  }
}

}  // namespace

loop::Task<PurgeResult> purge_everything(Services& services, Call call) {
  const auto uid = call.caller->uid;
  const auto known = co_await services.users.refresh(uid);
  call.cancel.throw_if_cancelled();
  services.sessions.end_user(uid);
  services.logins.end_user(uid, Error(ErrorCode::Cancelled, "Everything is being purged."));
  call.progress("purge", 0, 1);
  auto& directory = services.directory;
  const auto slot = services.sessions.vault_of(uid);
  const auto purging = services.lanes.run(uid, loop::Lane::vault, [&directory, uid, slot] {
    slot->close();
    directory.purge(access::account_of(uid).account);
  });
  co_await purging;
  services.sessions.end_user(uid);
  co_await services.users.refresh(uid);
  loop::journal::write(loop::journal::Event::purged, "Everything of a user was purged",
                       {{"KENKOD_UID", std::to_string(uid)}});
  PurgeResult result;
  if (known.overview.device_key)
    result.device_key_deleted = co_await delete_device_key(services, call, known.overview.vault_id);
  call.progress("purge", 1, 1);
  co_return result;
}

}  // namespace kenkod::jobs
