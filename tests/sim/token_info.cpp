#include "token_info.hpp"

namespace kenko_sim {

namespace {

void append_padded(Bytes& out, std::string_view text, std::size_t size) {
  out.insert(out.end(), text.begin(), text.end());
  out.insert(out.end(), size - text.size(), ' ');
}

void append_number(Bytes& out, std::uint32_t value) {
  for (const int shift : {24, 16, 8, 0}) out.push_back(static_cast<std::uint8_t>(value >> shift));
}

}  // namespace

Bytes token_info(std::string_view label) {
  Bytes out;
  append_padded(out, label, 32);
  append_padded(out, "KENKO-SIM", 32);
  append_padded(out, "simulated card", 16);
  append_padded(out, "0000000000000000", 16);
  // Flags; sessions: most, open, most that write, open; longest and shortest PIN; four sizes of memory that
  // nobody tells.
  for (const std::uint32_t value : {0x040DU, 0U, 0U, 0U, 0U, 16U, 6U}) append_number(out, value);
  for (int i = 0; i < 4; ++i) append_number(out, 0xFFFFFFFFU);
  for (const int version : {2, 0, 2, 0}) out.push_back(static_cast<std::uint8_t>(version));
  append_padded(out, "", 16);
  return out;
}

Bytes present_certificates(bool sign, bool auth) {
  constexpr std::uint8_t present = 0x8F;
  return {sign ? present : std::uint8_t{0}, auth ? present : std::uint8_t{0}, 0};
}

}  // namespace kenko_sim
