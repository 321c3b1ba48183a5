#include "jobs/purge_fetched.hpp"

#include "jobs/portal_window.hpp"
#include "loop/journal.hpp"

namespace kenkod::jobs {
namespace {

// What GetStatus says without an answer belongs to what is purged. That it could not be written keeps
// nobody's data.
void forget_fetch(vault::VaultDirectory& directory, const vault::Account& account) {
  try {
    directory.update_host_box(account, [](vault::HostBox& box) {
      auto& link = box.link;
      link.last_fetch = 0;
      const bool term_link = link.expires_at != 0;
      if (link.state == vault::LinkNote::State::ready && !term_link)
        link.state = vault::LinkNote::State::none;
    });
  } catch (const Error&) {
    loop::journal::debug("The time of the last fetch was not forgotten");
  }
}

}  // namespace

loop::Task<std::vector<vault::PurgePreview>> preview_purge(Services& services, access::SessionPtr session) {
  auto window =
      portal_window(services.portal.retention_years, services.loop.clock().realtime_us() / 1'000'000);
  const auto looking = services.lanes.run(session->uid, loop::Lane::vault,
                                          [records = session->vault(), window = std::move(window)] {
                                            return records.get().preview_purge(window);
                                          });
  co_return co_await looking;
}

loop::Task<vault::Purged> purge_fetched(Services& services, Call call, access::SessionPtr session) {
  const auto uid = session->uid;
  call.cancel.throw_if_cancelled();
  call.progress("purge", 0, 1);
  auto& directory = services.directory;
  const auto purging =
      services.lanes.run(uid, loop::Lane::vault, [&directory, uid, records = session->vault()] {
        const auto account = access::account_of(uid).account;
        const auto& principal = records.principal();
        const auto purged =
            records.find([&] { return directory.purge_fetched(account, records.own(), principal); });
        if (principal.empty()) forget_fetch(directory, account);
        return purged;
      });
  const auto purged = co_await purging;
  co_await services.users.refresh(uid);
  loop::journal::write(loop::journal::Event::fetched_purged, "What was fetched was purged",
                       {{"KENKOD_UID", std::to_string(uid)},
                        {"KENKOD_CALLER", session->owner},
                        {"KENKOD_DOCUMENTS", std::to_string(purged.documents)}});
  call.progress("purge", 1, 1);
  co_return purged;
}

}  // namespace kenkod::jobs
