#include "bus/session_link.hpp"

#include <utility>

#include "bus/fetch_rows.hpp"
#include "jobs/fetches.hpp"
#include "jobs/principals.hpp"
#include "jobs/purge_fetched.hpp"

namespace kenkod::bus {
namespace {

void export_lists(Exporter& exporter, jobs::Services& services, const access::SessionPtr& session) {
  exporter.method("ListPrincipals", {"options"}, "aa{sv}", {"rows"}, [&services, session](Options options) {
    only(options, {});
    session->require_scope("principals");
    session->require_own();
    return [&services, session](jobs::Call /*call*/) -> loop::Task<PrincipalRows> {
      const access::Sessions::Use use(services.sessions, session, true);
      auto principals = co_await jobs::list_principals(services, session);
      co_return PrincipalRows{std::move(principals)};
    };
  });
  exporter.method("ListFetches", {"options"}, "aa{sv}", {"rows"}, [&services, session](Options options) {
    only(options, {});
    return [&services, session](jobs::Call /*call*/) -> loop::Task<FetchRows> {
      const access::Sessions::Use use(services.sessions, session, true);
      auto fetches = co_await jobs::list_fetches(services, session);
      co_return FetchRows{std::move(fetches)};
    };
  });
}

void export_purge(Exporter& exporter, jobs::Services& services, const access::SessionPtr& session) {
  exporter.method("PreviewPurge", {"options"}, "aa{sv}", {"rows"}, [&services, session](Options options) {
    only(options, {});
    session->require_scope("purge");
    return [&services, session](jobs::Call /*call*/) -> loop::Task<PurgePreviewRows> {
      // Not a read that ends a session without idle time: the purge it is asked for comes after it.
      const access::Sessions::Use use(services.sessions, session, false);
      auto kinds = co_await jobs::preview_purge(services, session);
      co_return PurgePreviewRows{std::move(kinds)};
    };
  });
  exporter.method(
      "Purge", {"what", "options"}, "a{sv}", {"result"},
      [&services, session](std::string what, Options options) {
        only(options, {});
        if (what != "fetched")
          throw Error(ErrorCode::InvalidArgument, "There is nothing of this name to purge.")
              .with("key", "what");
        session->require_scope("purge");
        return [&services, session](jobs::Call call) -> loop::Task<PurgedRow> {
          const access::Sessions::Use use(services.sessions, session, false);
          const auto purged = co_await jobs::purge_fetched(services, std::move(call), session);
          co_return PurgedRow{purged};
        };
      },
      true);
}

}  // namespace

void export_link_methods(Exporter& exporter, jobs::Services& services, const access::SessionPtr& session) {
  export_lists(exporter, services, session);
  export_purge(exporter, services, session);
}

}  // namespace kenkod::bus
