#include "client-cli/terminal/line_buffer.hpp"

#include <sodium.h>

#include "common/text_rules.hpp"

namespace kenkod::cli {
namespace {

constexpr std::uint8_t kCtrlD = 0x04, kBackspace = 0x08, kCtrlU = 0x15, kEscape = 0x1B, kDelete = 0x7F;

bool continues(std::uint8_t byte) noexcept { return (byte & 0xC0U) == 0x80U; }

}  // namespace

LineBuffer::State LineBuffer::take(std::uint8_t byte) {
  if (swallow_escape(byte)) return State::typing;
  switch (byte) {
    case '\n':
    case '\r':
      return State::entered;
    case kCtrlD:
      return used_ == 0 ? State::ended : State::typing;
    case kBackspace:
    case kDelete:
      erase_last();
      return State::typing;
    case kCtrlU:
      clear();
      return State::typing;
    default:
      if (byte >= 0x20 && used_ < buffer_.size()) buffer_.data()[used_++] = byte;
      return State::typing;
  }
}

bool LineBuffer::swallow_escape(std::uint8_t byte) {
  switch (escape_) {
    case Escape::none:
      if (byte != kEscape) return false;
      escape_ = Escape::begun;
      return true;
    case Escape::begun:
      escape_ = byte == '[' || byte == 'O' ? Escape::sequence : Escape::none;
      return true;
    case Escape::sequence:
      if (byte >= 0x40 && byte <= 0x7E) escape_ = Escape::none;
      return true;
  }
  return false;
}

void LineBuffer::erase_last() {
  while (used_ > 0) {
    const std::uint8_t byte = buffer_.data()[--used_];
    buffer_.data()[used_] = 0;
    if (!continues(byte)) return;
  }
}

void LineBuffer::clear() noexcept {
  sodium_memzero(buffer_.data(), used_);
  used_ = 0;
}

bool LineBuffer::complete() const { return count_characters(text()).has_value(); }

std::size_t LineBuffer::characters() const {
  for (std::size_t cut = 0; cut <= 3 && cut <= used_; ++cut)
    if (const auto count = count_characters(text().substr(0, used_ - cut))) return *count;
  return 0;
}

}  // namespace kenkod::cli
