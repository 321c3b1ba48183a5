#include "client-cli/terminal/terminal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

#include "client-cli/terminal/line_buffer.hpp"

namespace kenkod::cli {
namespace {

// Characters as they are typed, without echo; Ctrl-C still interrupts. Put back on every way out.
class RawMode {
 public:
  explicit RawMode(int fd) : fd_(fd) {
    if (tcgetattr(fd_, &before_) != 0) return;
    termios raw = before_;
    raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    // What was typed before the question came up is not an answer to it.
    changed_ = tcsetattr(fd_, TCSAFLUSH, &raw) == 0;
  }
  ~RawMode() {
    if (changed_) tcsetattr(fd_, TCSADRAIN, &before_);
  }
  RawMode(const RawMode&) = delete;
  RawMode& operator=(const RawMode&) = delete;

 private:
  int fd_;
  termios before_{};
  bool changed_ = false;
};

}  // namespace

Terminal::Terminal(Fd fd) : fd_(std::move(fd)) {
  const char* term = std::getenv("TERM");
  plain_ = term == nullptr || std::string_view(term) == "dumb" || *term == '\0';
}

std::optional<Terminal> Terminal::open() {
  Fd fd(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
  if (!fd) return std::nullopt;
  return Terminal(std::move(fd));
}

void Terminal::write(std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(fd_.get(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // hung up: the next read tells
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::optional<SecretBuffer> Terminal::read_line(const std::string& label, Echo echo, std::size_t limit,
                                                const CancelToken& cancel) {
  const RawMode raw(fd_.get());
  LineBuffer line;
  const auto draw = [&] {
    clear_line();
    write(label);
    if (limit > 0 && !plain_) write(fmt::format(" [{:>2}/{}] ", line.characters(), limit));
    if (echo == Echo::shown) write(line.text());
  };
  draw();
  for (;;) {
    std::array<pollfd, 2> fds{pollfd{fd_.get(), POLLIN, 0}, pollfd{cancel.fd(), POLLIN, 0}};
    if (::poll(fds.data(), fds.size(), -1) < 0) {
      if (errno == EINTR) continue;
      return std::nullopt;
    }
    std::uint8_t byte = 0;
    const bool taken_away = fds[1].revents != 0;
    const auto got = taken_away ? 0 : ::read(fd_.get(), &byte, 1);
    if (got < 0 && errno == EINTR) continue;
    const auto state = got == 1 ? line.take(byte) : LineBuffer::State::ended;
    if (state == LineBuffer::State::typing) {
      if (!plain_ && line.complete() && (limit > 0 || echo == Echo::shown)) draw();
      continue;
    }
    if (plain_ && limit > 0) write(fmt::format(" [{}/{}]", line.characters(), limit));
    write("\n");
    if (state == LineBuffer::State::ended) return std::nullopt;
    return line.copy();
  }
}

void Terminal::clear_line() {
  if (!plain_) write("\r\033[K");
}

void Terminal::enter_page() {
  if (!plain_) write("\033[?1049h\033[2J\033[H");
}

void Terminal::leave_page() {
  if (!plain_) write("\033[?1049l");
}

std::size_t terminal_columns(int fd) noexcept {
  winsize size{};
  return ::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace kenkod::cli
