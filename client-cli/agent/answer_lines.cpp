#include "client-cli/agent/answer_lines.hpp"

#include <poll.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "client-cli/agent/secret_pipe.hpp"

namespace kenkod::cli {

std::optional<SecretBuffer> AnswerLines::next(const CancelToken& cancel) {
  for (;;) {
    const std::string_view held = buffer_.text().substr(0, used_);
    const std::size_t line_end = held.find('\n');
    const std::size_t size = line_end == std::string_view::npos ? used_ : line_end;
    if (size > kMaxSecretBytes) return std::nullopt;
    if (line_end != std::string_view::npos) return cut(size, 1);
    if (end_) return used_ > 0 ? std::optional(cut(size, 0)) : std::nullopt;
    if (!fill(cancel)) return std::nullopt;
  }
}

bool AnswerLines::fill(const CancelToken& cancel) {
  std::array<pollfd, 2> fds{pollfd{fd_, POLLIN, 0}, pollfd{cancel.fd(), POLLIN, 0}};
  if (::poll(fds.data(), fds.size(), -1) < 0) return errno == EINTR;
  if (fds[1].revents != 0) return false;
  const auto got = ::read(fd_, buffer_.data() + used_, buffer_.size() - used_);
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  if (got == 0) end_ = true;
  used_ += static_cast<std::size_t>(got);
  return true;
}

SecretBuffer AnswerLines::cut(std::size_t size, std::size_t skip) {
  SecretBuffer line(buffer_.text().substr(0, size));
  const std::size_t taken = size + skip;
  std::memmove(buffer_.data(), buffer_.data() + taken, used_ - taken);
  sodium_memzero(buffer_.data() + used_ - taken, taken);
  used_ -= taken;
  return line;
}

}  // namespace kenkod::cli
