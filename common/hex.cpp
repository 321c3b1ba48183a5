#include "common/hex.hpp"

namespace kenkod {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";
constexpr std::size_t kIdDigits = 32;

}  // namespace

std::string hex(std::span<const std::uint8_t> bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const std::uint8_t b : bytes) {
    out.push_back(kDigits[b >> 4]);
    out.push_back(kDigits[b & 15]);
  }
  return out;
}

bool is_random_id(std::string_view text) noexcept {
  return text.size() == kIdDigits && text.find_first_not_of(kDigits) == std::string_view::npos;
}

}  // namespace kenkod
