#include "jobs/export.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

#include "jobs/export_format.hpp"
#include "loop/journal.hpp"

namespace kenkod::jobs {
namespace {

// A reader that takes nothing for so long is gone for us.
constexpr int kStallMs = 60'000;

void require_writable(int fd) {
  const int flags = fcntl(fd, F_GETFL);
  if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY || (flags & O_PATH) != 0)
    throw Error(ErrorCode::InvalidArgument, "The file descriptor is not writable.");
}

// Writes everything or throws; never blocks past a cancellation.
void write_all(int fd, std::string_view text, int cancel_fd) {
  struct stat status{};
  // One page never blocks a pipe that poll called writable; a file takes all at once.
  const std::size_t step = fstat(fd, &status) == 0 && S_ISREG(status.st_mode) ? 1U << 20 : 4096;
  while (!text.empty()) {
    std::array<pollfd, 2> wait{{{fd, POLLOUT, 0}, {cancel_fd, POLLIN, 0}}};
    const int ready = poll(wait.data(), wait.size(), kStallMs);
    if (ready < 0 && errno == EINTR) continue;
    if ((wait[1].revents & POLLIN) != 0) throw Error(ErrorCode::Cancelled, "The export was cancelled.");
    if (ready == 0) throw Error(ErrorCode::Failed, "The target takes no data.");
    const ssize_t written = ::write(fd, text.data(), std::min(text.size(), step));
    if (written < 0) {
      if (errno == EINTR || errno == EAGAIN) continue;
      if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
        throw Error(ErrorCode::StorageFull, "The target of the export is full.");
      throw Error(ErrorCode::Failed, "The target of the export cannot be written.")
          .with("errno", std::int64_t{errno});
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

loop::Task<ExportResult> export_documents(Services& services, Call call, access::SessionPtr session,
                                          std::shared_ptr<Fd> target) {
  require_writable(target->get());
  const auto slot = session->hold->vault();
  const auto created = services.loop.clock().realtime_us() / 1'000'000;
  // Steps travel to the loop thread; `call` outlives the lane's work.
  const auto step = [&loop = services.loop, progress = call.progress](std::uint64_t done,
                                                                      std::uint64_t total) {
    loop.post([progress, done, total] { progress("write", done, total); });
  };
  const auto writing = services.lanes.run(
      session->uid, loop::Lane::vault, [slot, target, created, step, cancel = call.cancel] {
        auto& vault = slot->get();
        const auto total = vault.document_count();
        if (total == 0) throw Error(ErrorCode::NothingToShow, "There is no document to export.");
        ExportResult done;
        ExportWriter writer(
            [&](std::string_view text) {
              write_all(target->get(), text, cancel.fd());
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
