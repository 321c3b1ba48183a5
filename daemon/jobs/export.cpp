#include "jobs/export.hpp"

#include <string_view>

#include "jobs/export_format.hpp"
#include "jobs/write_out.hpp"
#include "loop/journal.hpp"

namespace kenkod::jobs {

loop::Task<ExportResult> export_documents(Services& services, Call call, access::SessionPtr session,
                                          std::shared_ptr<Fd> target) {
  require_writable(target->get());
  const auto created = services.loop.clock().realtime_us() / 1'000'000;
  // Steps travel to the loop thread; `call` outlives the lane's work.
  const auto step = [&loop = services.loop, progress = call.progress](std::uint64_t done,
                                                                      std::uint64_t total) {
    loop.post([progress, done, total] { progress("write", done, total); });
  };
  const auto writing = services.lanes.run(
      session->uid, loop::Lane::vault,
      [records = session->vault(), target, created, step, cancel = call.cancel] {
        auto& vault = records.get();
        const auto total = vault.document_count();
        if (total == 0) throw Error(ErrorCode::NothingToShow, "There is no document to export.");
        ExportResult done;
        ExportWriter writer(
            [&](std::string_view text) {
              write_out(target->get(), text, cancel.fd());
              done.bytes += text.size();
            },
            created);
        vault.for_each_document([&](const vault::DocumentInfo& info, std::span<const std::uint8_t> bytes) {
          writer.document(info, bytes);
          step(++done.documents, total);
        });
        writer.finish();
        return done;
      });
  ExportResult result;
  try {
    result = co_await writing;
  } catch (const Error&) {
    call.cancel.throw_if_cancelled();  // the reason, such as the end of the session, not what it interrupted
    throw;
  }
  loop::journal::write(loop::journal::Event::exported, "Documents were exported",
                       {{"KENKOD_UID", std::to_string(session->uid)},
                        {"KENKOD_CALLER", session->owner},
                        {"KENKOD_DOCUMENTS", std::to_string(result.documents)}});
  co_return result;
}

}  // namespace kenkod::jobs
