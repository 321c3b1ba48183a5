// The line being typed: bytes of a terminal in, UTF-8 text out, kept in wiped memory.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "common/secret_buffer.hpp"

namespace kenkod::cli {

class LineBuffer {
 public:
  enum class State : std::uint8_t { typing, entered, ended };

  // Takes one byte as read in raw mode: text, Backspace, Ctrl-U, Enter, Ctrl-D on an empty line. Arrow keys
  // and other escape sequences are swallowed.
  State take(std::uint8_t byte);
  [[nodiscard]] std::string_view text() const noexcept { return {buffer_.text().substr(0, used_)}; }
  // Characters as the limits count them; a half-typed character does not count yet.
  [[nodiscard]] std::size_t characters() const;
  // False in the middle of a character.
  [[nodiscard]] bool complete() const;
  [[nodiscard]] SecretBuffer copy() const { return SecretBuffer(text()); }

 private:
  enum class Escape : std::uint8_t { none, begun, sequence };
  bool swallow_escape(std::uint8_t byte);
  void erase_last();
  void clear() noexcept;

  SecretBuffer buffer_{1024};  // longer lines are cut; the limits are far below
  std::size_t used_ = 0;
  Escape escape_ = Escape::none;
};

}  // namespace kenkod::cli
