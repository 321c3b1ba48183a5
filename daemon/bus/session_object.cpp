#include "bus/session_object.hpp"

#include <fcntl.h>

#include <utility>

#include "bus/import_rows.hpp"
#include "bus/record_query.hpp"
#include "bus/session_link.hpp"
#include "jobs/document.hpp"
#include "jobs/export.hpp"
#include "jobs/import.hpp"
#include "jobs/query.hpp"

namespace kenkod::bus {
namespace {

constexpr const char* kInterface = "org.kenkod1.Session";
constexpr std::size_t kMaxFiles = 64;

// Received descriptors are not close-on-exec by themselves.
Fd take(sdbus::UnixFd& received) {
  Fd fd(received.release());
  fcntl(fd.get(), F_SETFD, FD_CLOEXEC);
  return fd;
}

struct ExportRow {
  jobs::ExportResult result;
};
void append(sdbus::Message& message, const ExportRow& row) {
  Dictionary(message).put("documents", row.result.documents).put("bytes", row.result.bytes);
}

struct DocumentRow {
  vault::DocumentInfo info;
};
void append(sdbus::Message& message, const DocumentRow& row) {
  Dictionary(message)
      .put("bytes", row.info.size)
      .text("sha256", row.info.sha256)
      .text("kind", to_name(row.info.facts.kind))
      .text("layout", row.info.facts.layout);
}

void export_query(Exporter& exporter, jobs::Services& services, const access::SessionPtr& session) {
  exporter.method("Query", {"options"}, "aa{sv}s", {"rows", "cursor"}, [&services, session](Options options) {
    auto query = read_query(options);
    session->require_scope(to_name(query.kind));
    return [&services, session, query](jobs::Call /*call*/) -> loop::Task<QueryPage> {
      const access::Sessions::Use use(services.sessions, session, true);
      auto page = co_await jobs::query(services, session, query);
      co_return QueryPage{std::move(page)};
    };
  });
}

void export_get_document(Exporter& exporter, jobs::Services& services, const access::SessionPtr& session) {
  exporter.method(
      "GetDocument", {"id", "file", "options"}, "a{sv}", {"result"},
      [&services, session](std::string id, sdbus::UnixFd received, Options options) {
        only(options, {});
        auto target = std::make_shared<Fd>(take(received));
        return [&services, session, id, target](jobs::Call call) -> loop::Task<DocumentRow> {
          const access::Sessions::Use use(services.sessions, session, true);
          auto info = co_await jobs::write_document(services, std::move(call), session, id, target);
          co_return DocumentRow{std::move(info)};
        };
      },
      true);
}

void export_import(Exporter& exporter, jobs::Services& services, const access::SessionPtr& session) {
  exporter.method(
      "Import", {"files", "options"}, "aa{sv}", {"results"},
      [&services, session](std::vector<sdbus::UnixFd> received, Options options) {
        only(options, {"check"});
        const bool check = option<bool>(options, "check").value_or(false);
        session->require_scope("import");
        session->require_own();
        if (received.empty() || received.size() > kMaxFiles)
          throw Error(ErrorCode::InvalidArgument, "An import takes 1 to 64 files.").with("key", "files");
        auto files = std::make_shared<std::vector<Fd>>();
        for (auto& fd : received) files->push_back(take(fd));
        return [&services, session, files, check](jobs::Call call) -> loop::Task<ImportRows> {
          const access::Sessions::Use use(services.sessions, session, false);
          auto results = co_await jobs::import_files(services, std::move(call), session, files, check);
          co_return ImportRows{std::move(results)};
        };
      },
      true);
}

void export_export(Exporter& exporter, jobs::Services& services, const access::SessionPtr& session) {
  exporter.method(
      "Export", {"file", "options"}, "a{sv}", {"result"},
      [&services, session](sdbus::UnixFd received, Options options) {
        only(options, {});
        session->require_scope("export");
        auto target = std::make_shared<Fd>(take(received));
        return [&services, session, target](jobs::Call call) -> loop::Task<ExportRow> {
          const access::Sessions::Use use(services.sessions, session, false);
          const auto result = co_await jobs::export_documents(services, std::move(call), session, target);
          co_return ExportRow{result};
        };
      },
      true);
}

}  // namespace

SessionObject::SessionObject(sdbus::IConnection& connection, Serving serving,
                             const access::SessionPtr& session)
    : path_(path_of(session->id)), object_(sdbus::createObject(connection, path_)) {
  auto& services = serving.services;
  Exporter exporter(object_, serving, kInterface, session);
  export_query(exporter, services, session);
  export_get_document(exporter, services, session);
  export_import(exporter, services, session);
  export_export(exporter, services, session);
  export_link_methods(exporter, services, session);
  exporter.method("Close", {"options"}, "", {}, [&services, session](Options options) {
    only(options, {});
    return [&services, session](jobs::Call /*call*/) -> loop::Task<> {
      services.sessions.end(session);
      co_return;
    };
  });
  object_->finishRegistration();
}

}  // namespace kenkod::bus
