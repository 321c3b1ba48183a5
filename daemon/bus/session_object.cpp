#include "bus/session_object.hpp"

#include <fcntl.h>

#include <utility>

#include "bus/checkup_row.hpp"
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

vault::RecordQuery read_query(const Options& options) {
  only(options, {"kind", "from", "to", "code", "document", "superseded", "limit", "cursor"});
  vault::RecordQuery query;
  const auto kind = option<std::string>(options, "kind");
  if (kind == to_name(Kind::checkup))
    query.kind = Kind::checkup;
  else if (kind == to_name(Kind::medication))
    query.kind = Kind::medication;
  else if (kind == to_name(Kind::expense))
    query.kind = Kind::expense;
  else
    throw Error(ErrorCode::InvalidArgument, "A query names its kind of records.").with("key", "kind");
  query.from = option<std::string>(options, "from").value_or("");
  query.to = option<std::string>(options, "to").value_or("");
  query.code = option<std::string>(options, "code").value_or("");
  query.document = option<std::string>(options, "document").value_or("");
  query.cursor = option<std::string>(options, "cursor").value_or("");
  query.superseded = option<bool>(options, "superseded").value_or(false);
  query.limit = option<std::uint32_t>(options, "limit").value_or(query.limit);
  jobs::check(query);
  return query;
}

struct Page {
  vault::CheckupPage page;
};
void append(sdbus::Message& message, const Page& result) {
  message.openContainer("a{sv}");
  for (const auto& row : result.page.rows) append_row(message, row);
  message.closeContainer();
  message << result.page.cursor;
}

struct ImportRows {
  std::vector<jobs::ImportResult> results;
};
void append(sdbus::Message& message, const ImportRows& rows) {
  message.openContainer("a{sv}");
  for (const auto& result : rows.results) {
    Dictionary row(message);
    row.put("file", result.file).text("outcome", result.outcome);
    if (result.error) {
      row.text("error", error_name(result.error->code())).text("message", result.error->text());
      continue;
    }
    row.text("document", result.added.document)
        .text("kind", to_name(result.kind))
        .text("layout", result.layout)
        .text("date", result.date)
        .put("records", result.added.records)
        .put("warnings", result.added.warnings);
  }
  message.closeContainer();
}

struct ExportRow {
  jobs::ExportResult result;
};
void append(sdbus::Message& message, const ExportRow& row) {
  Dictionary(message).put("documents", row.result.documents).put("bytes", row.result.bytes);
}

void export_query(Exporter& exporter, jobs::Services& services, const access::SessionPtr& session) {
  exporter.method("Query", {"options"}, "aa{sv}s", {"rows", "cursor"}, [&services, session](Options options) {
    auto query = read_query(options);
    session->require_scope(to_name(query.kind));
    return [&services, session, query](jobs::Call /*call*/) -> loop::Task<Page> {
      const access::Sessions::Use use(services.sessions, session, true);
      auto page = co_await jobs::query(services, session, query);
      co_return Page{std::move(page)};
    };
  });
}

void export_import(Exporter& exporter, jobs::Services& services, const access::SessionPtr& session) {
  exporter.method(
      "Import", {"files", "options"}, "aa{sv}", {"results"},
      [&services, session](std::vector<sdbus::UnixFd> received, Options options) {
        only(options, {});
        session->require_scope("import");
        if (received.empty() || received.size() > kMaxFiles)
          throw Error(ErrorCode::InvalidArgument, "An import takes 1 to 64 files.").with("key", "files");
        auto files = std::make_shared<std::vector<Fd>>();
        for (auto& fd : received) files->push_back(take(fd));
        return [&services, session, files](jobs::Call call) -> loop::Task<ImportRows> {
          const access::Sessions::Use use(services.sessions, session, false);
          auto results = co_await jobs::import_files(services, std::move(call), session, files);
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
  export_import(exporter, services, session);
  export_export(exporter, services, session);
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
