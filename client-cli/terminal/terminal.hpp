// /dev/tty: questions to the person, whatever stdin and stdout are.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client-cli/agent/cancel_token.hpp"
#include "common/fd.hpp"
#include "common/secret_buffer.hpp"

namespace kenkod::cli {

// Columns of the terminal behind `fd`; 80 when it does not tell.
[[nodiscard]] std::size_t terminal_columns(int fd) noexcept;

class Terminal {
 public:
  enum class Echo : std::uint8_t { shown, hidden };

  // Nothing when the program has no terminal.
  [[nodiscard]] static std::optional<Terminal> open();

  void write(std::string_view text);
  // Nothing when taken away, ended with Ctrl-D, or hung up. `limit` > 0 shows a live counter "6/20".
  [[nodiscard]] std::optional<SecretBuffer> read_line(const std::string& label, Echo echo, std::size_t limit,
                                                      const CancelToken& cancel);
  // Puts the cursor to the start of an emptied line.
  void clear_line();
  // What is written between does not stay in the scroll-back.
  void enter_page();
  void leave_page();

 private:
  explicit Terminal(Fd fd);

  Fd fd_;
  bool plain_ = false;  // no escape sequences (TERM=dumb)
};

}  // namespace kenkod::cli
