#include "jobs/sealed_copy.hpp"

#include <fcntl.h>
#include <linux/memfd.h>
#include <poll.h>
#include <sodium.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>
#include <vector>

#include "common/error.hpp"
#include "jobs/export_format.hpp"

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U
#endif

namespace kenkod::jobs {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kPiece = 256 * 1024;

[[noreturn]] void failed(std::string_view step) {
  const int reason = errno;
  throw Error(ErrorCode::Failed, "The document could not be copied.")
      .with("step", step)
      .with("errno", reason);
}

[[noreturn]] void too_large(std::uint64_t limit) {
  throw Error(ErrorCode::TooLarge, "The file is too large.").with("limit", static_cast<std::int64_t>(limit));
}

Fd make_memfd() {
  Fd fd(memfd_create("kenkod-document", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL));
  // Kernels before 6.3 do not know the flag.
  if (!fd && errno == EINVAL) fd.reset(memfd_create("kenkod-document", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!fd) failed("memfd");
  return fd;
}

void write_all(int fd, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) failed("write");
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

bool begins_like_export(int memfd) {
  std::array<char, kExportPrefix.size()> head{};
  return pread(memfd, head.data(), head.size(), 0) == static_cast<ssize_t>(head.size()) &&
         std::string_view(head.data(), head.size()) == kExportPrefix;
}

// The limit depends on the first bytes: an export of ours holds many documents.
class Growth {
 public:
  explicit Growth(int memfd) : memfd_(memfd) {}
  void grown(std::uint64_t by) {
    size_ += by;
    if (size_ <= kMaxDocumentBytes) return;
    if (size_ > kMaxExportBytes || !begins_like_export(memfd_))
      too_large(begins_like_export(memfd_) ? kMaxExportBytes : kMaxDocumentBytes);
  }
  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  int memfd_;
  std::uint64_t size_ = 0;
};

void check_not_cancelled(int cancel_fd) {
  pollfd one{cancel_fd, POLLIN, 0};
  if (poll(&one, 1, 0) > 0) throw Error(ErrorCode::Cancelled, "The import was cancelled.");
}

// A file that grows while it is read is read to the end it has then, or to the limit.
std::uint64_t copy_file(int fd, int memfd, int cancel_fd) {
  Growth growth(memfd);
  std::vector<std::uint8_t> piece(kPiece);
  for (;;) {
    check_not_cancelled(cancel_fd);
    const ssize_t got = pread(fd, piece.data(), piece.size(), static_cast<off_t>(growth.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Error(ErrorCode::InvalidArgument, "The file cannot be read.");
    if (got == 0) return growth.size();
    write_all(memfd, std::span(piece).first(static_cast<std::size_t>(got)));
    growth.grown(static_cast<std::uint64_t>(got));
  }
}

// splice never waits here, even when someone else empties the pipe between poll and read; a read would.
std::uint64_t copy_pipe(int fd, int memfd, int cancel_fd, const PipeDeadlines& deadlines) {
  Growth growth(memfd);
  const auto end = SteadyClock::now() + deadlines.whole;
  auto heard = SteadyClock::now();
  for (;;) {
    const auto until = std::min(end, heard + deadlines.silence);
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - SteadyClock::now()).count();
    if (left <= 0) throw Error(ErrorCode::BadDocument, "The pipe did not give a whole document in time.");
    std::array<pollfd, 2> waiting{{{fd, POLLIN, 0}, {cancel_fd, POLLIN, 0}}};
    const int ready = poll(waiting.data(), waiting.size(), static_cast<int>(left));
    if (ready < 0 && errno != EINTR) failed("poll");
    if (ready <= 0) continue;
    if (waiting[1].revents != 0) throw Error(ErrorCode::Cancelled, "The import was cancelled.");
    const ssize_t got = splice(fd, nullptr, memfd, nullptr, kPiece, SPLICE_F_NONBLOCK);
    if (got < 0 && errno != EAGAIN && errno != EINTR) failed("splice");
    if (got == 0) return growth.size();
    if (got < 0) continue;
    heard = SteadyClock::now();
    growth.grown(static_cast<std::uint64_t>(got));
  }
}

mode_t readable_kind(int fd) {
  struct stat status{};
  const int flags = fcntl(fd, F_GETFL);
  if (flags < 0 || fstat(fd, &status) != 0)
    throw Error(ErrorCode::InvalidArgument, "The file descriptor is not open.");
  const bool readable = (flags & O_PATH) == 0 && (flags & O_ACCMODE) != O_WRONLY;
  if (!readable || (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode)))
    throw Error(ErrorCode::InvalidArgument, "The file descriptor is not a file or pipe open for reading.");
  return status.st_mode;
}

SealedCopy seal(Fd memfd, std::uint64_t size) {
  if (size == 0) throw Error(ErrorCode::BadDocument, "The file is empty.");
  if (fcntl(memfd.get(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0)
    failed("seal");
  void* const memory = mmap(nullptr, static_cast<std::size_t>(size), PROT_READ, MAP_PRIVATE, memfd.get(), 0);
  if (memory == MAP_FAILED) failed("mmap");
  SealedCopy copy;
  copy.memfd = std::move(memfd);
  copy.size = size;
  copy.bytes = {static_cast<const std::uint8_t*>(memory), static_cast<std::size_t>(size)};
  copy.own_export = begins_like_export(copy.memfd.get());
  return copy;
}

}  // namespace

void SealedCopy::hash() noexcept { crypto_hash_sha256(sha256.data(), bytes.data(), bytes.size()); }

SealedCopy::SealedCopy(SealedCopy&& other) noexcept { *this = std::move(other); }

SealedCopy& SealedCopy::operator=(SealedCopy&& other) noexcept {
  std::swap(memfd, other.memfd);
  std::swap(size, other.size);
  std::swap(sha256, other.sha256);
  std::swap(own_export, other.own_export);
  std::swap(bytes, other.bytes);
  return *this;
}

SealedCopy::~SealedCopy() {
  if (!bytes.empty()) munmap(const_cast<std::uint8_t*>(bytes.data()), bytes.size());
}

SealedCopy sealed_copy(int fd, int cancel_fd, const PipeDeadlines& deadlines) {
  const mode_t kind = readable_kind(fd);
  Fd memfd = make_memfd();
  const std::uint64_t size = S_ISFIFO(kind) ? copy_pipe(fd, memfd.get(), cancel_fd, deadlines)
                                            : copy_file(fd, memfd.get(), cancel_fd);
  return seal(std::move(memfd), size);
}

SealedCopy sealed_copy(std::span<const std::uint8_t> bytes) {
  if (bytes.size() > kMaxDocumentBytes) too_large(kMaxDocumentBytes);
  Fd memfd = make_memfd();
  write_all(memfd.get(), bytes);
  return seal(std::move(memfd), bytes.size());
}

}  // namespace kenkod::jobs
