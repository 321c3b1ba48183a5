// The one copy of a caller's file: made once, sealed, then hashed, parsed and stored from the same bytes.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <span>

#include "common/fd.hpp"

namespace kenkod::jobs {

// Largest document, in bytes (founding manual K6-07: 10 MB = 10,485,760 bytes); one byte more is TooLarge.
inline constexpr std::uint64_t kMaxDocumentBytes = 10'485'760;
// Largest export of our own that may be taken back: it holds many documents.
inline constexpr std::uint64_t kMaxExportBytes = 268'435'456;

struct SealedCopy {
  Fd memfd;  // F_SEAL_WRITE|GROW|SHRINK|SEAL, close-on-exec
  std::uint64_t size = 0;
  std::array<std::uint8_t, 32> sha256{};  // of `bytes`, once hash() was called
  bool own_export = false;                // begins like an export of ours (daemon/jobs/export_format.hpp)
  std::span<const std::uint8_t> bytes;    // read-only mapping owned by this object

  SealedCopy() = default;
  SealedCopy(SealedCopy&&) noexcept;
  SealedCopy& operator=(SealedCopy&&) noexcept;
  ~SealedCopy();

  // Takes a third of the time a parser takes: parse_in_child() does it meanwhile.
  void hash() noexcept;
};

// How long a pipe may say nothing, and take altogether.
struct PipeDeadlines {
  std::chrono::milliseconds silence{10'000}, whole{60'000};
};

// Blocks (a lane's work). Reads `fd` to its end: regular files from their start with pread, pipes as they
// come. InvalidArgument: closed, a directory, a socket, not readable. TooLarge. Cancelled: `cancel_fd` became
// readable. BadDocument: empty, or a pipe that gave nothing for 10 s or did not end within 60 s.
[[nodiscard]] SealedCopy sealed_copy(int fd, int cancel_fd, const PipeDeadlines& deadlines = {});
// The same from memory (a document inside an export).
[[nodiscard]] SealedCopy sealed_copy(std::span<const std::uint8_t> bytes);

}  // namespace kenkod::jobs
