#include "bus/secret_pipe.hpp"

#include <fcntl.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>

namespace kenkod::bus {
namespace {

constexpr auto kReadTime = std::chrono::seconds(10);

Error broken() { return {ErrorCode::NoAgent, "The prompt agent gave no readable answer."}; }

}  // namespace

loop::Task<SecretBuffer> read_secret(loop::EventLoop& loop, Fd fd, loop::Cancel cancel) {
  // The reading end is ours alone: making it non-blocking disturbs nobody.
  const int flags = fcntl(fd.get(), F_GETFL);
  if (flags < 0 || fcntl(fd.get(), F_SETFL, flags | O_NONBLOCK) < 0) throw broken();
  SecretBuffer secret(kMaxSecretBytes + 1);
  std::size_t size = 0;
  const loop::Cancel deadline;
  const auto timer = loop.after(kReadTime, [deadline] { deadline.cancel(broken()); });
  for (;;) {
    const ssize_t got = ::read(fd.get(), secret.data() + size, secret.size() - size);
    if (got == 0) break;
    if (got > 0) {
      size += static_cast<std::size_t>(got);
      if (size > kMaxSecretBytes) throw broken();
      continue;
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN) throw broken();
    const loop::Promise<void> readable(loop);
    const auto watch =
        loop.watch(fd.get(), EPOLLIN | EPOLLHUP, [readable](std::uint32_t) { readable.fulfil(); });
    if (watch == nullptr) throw broken();
    const auto on_cancel = cancel.fail_on_cancel(readable);
    const auto on_deadline = deadline.fail_on_cancel(readable);
    co_await readable;
  }
  secret.shrink(size);
  co_return secret;
}

Fd secret_pipe(const SecretBuffer& secret) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) < 0) throw Error(ErrorCode::Failed, "No pipe could be made.");
  Fd reading(ends[0]);
  const Fd writing(ends[1]);
  // Smaller than any pipe's buffer: never blocks.
  if (::write(writing.get(), secret.data(), secret.size()) != static_cast<ssize_t>(secret.size()))
    throw Error(ErrorCode::Failed, "A pipe could not be filled.");
  return reading;
}

}  // namespace kenkod::bus
