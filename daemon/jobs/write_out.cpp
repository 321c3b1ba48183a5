#include "jobs/write_out.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>

#include "common/error.hpp"

namespace kenkod::jobs {
namespace {

// A reader that takes nothing for so long is gone for us.
constexpr int kStallMs = 60'000;

}  // namespace

void require_writable(int fd) {
  const int flags = fcntl(fd, F_GETFL);
  if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY || (flags & O_PATH) != 0)
    throw Error(ErrorCode::InvalidArgument, "The file descriptor is not writable.");
}

void write_out(int fd, std::string_view bytes, int cancel_fd) {
  struct stat status{};
  // One page never blocks a pipe that poll called writable; a file takes all at once.
  const std::size_t step = fstat(fd, &status) == 0 && S_ISREG(status.st_mode) ? 1U << 20 : 4096;
  while (!bytes.empty()) {
    std::array<pollfd, 2> wait{{{fd, POLLOUT, 0}, {cancel_fd, POLLIN, 0}}};
    const int ready = poll(wait.data(), wait.size(), kStallMs);
    if (ready < 0 && errno == EINTR) continue;
    if ((wait[1].revents & POLLIN) != 0) throw Error(ErrorCode::Cancelled, "The call was cancelled.");
    if (ready == 0) throw Error(ErrorCode::Failed, "The target takes no data.");
    const ssize_t written = ::write(fd, bytes.data(), std::min(bytes.size(), step));
    if (written < 0) {
      if (errno == EINTR || errno == EAGAIN) continue;
      if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
        throw Error(ErrorCode::StorageFull, "The target is full.");
      throw Error(ErrorCode::Failed, "The target cannot be written.").with("errno", std::int64_t{errno});
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace kenkod::jobs
