#include "client-cli/agent/secret_pipe.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "common/error.hpp"

namespace kenkod::cli {

Fd secret_pipe(const SecretBuffer& secret) {
  // A pipe takes 4096 bytes without a reader, and its buffer is never swapped out.
  std::array<int, 2> ends{};
  if (secret.size() > kMaxSecretBytes || ::pipe2(ends.data(), O_CLOEXEC) != 0)
    throw Error(ErrorCode::Failed, "No pipe could be made.");
  Fd readable(ends[0]);
  const Fd writable(ends[1]);
  if (::write(writable.get(), secret.data(), secret.size()) != static_cast<ssize_t>(secret.size()))
    throw Error(ErrorCode::Failed, "The pipe did not take the secret.");
  return readable;
}

SecretBuffer read_secret(int fd, std::chrono::milliseconds deadline) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  SecretBuffer buffer(kMaxSecretBytes + 1);
  std::size_t used = 0;
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    pollfd readable{fd, POLLIN, 0};
    const int ready = left.count() <= 0 ? 0 : ::poll(&readable, 1, static_cast<int>(left.count()));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) throw Error(ErrorCode::Failed, "A secret did not arrive in time.");
    const auto got = ::read(fd, buffer.data() + used, buffer.size() - used);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got < 0) throw Error(ErrorCode::InvalidArgument, "A secret could not be read.");
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
    if (used > kMaxSecretBytes) throw Error(ErrorCode::InvalidArgument, "A secret is too long.");
  }
  buffer.shrink(used);
  return buffer;
}

}  // namespace kenkod::cli
