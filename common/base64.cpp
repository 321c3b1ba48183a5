#include "common/base64.hpp"

#include <sodium.h>

namespace kenkod {
namespace {

std::string encode(std::span<const std::uint8_t> bytes, int variant) {
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  text.pop_back();  // its terminating zero
  return text;
}

std::optional<WipedBytes> decode(std::string_view text, int variant) {
  WipedBytes bytes;
  bytes.resize(text.size() / 4 * 3 + 3);
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size, &end,
                        variant) != 0 ||
      end != text.data() + text.size())
    return std::nullopt;
  bytes.resize(size);
  return bytes;
}

}  // namespace

std::string base64url(std::span<const std::uint8_t> bytes) {
  return encode(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
std::string base64url(std::string_view text) {
  return base64url(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}
std::string base64(std::span<const std::uint8_t> bytes) {
  return encode(bytes, sodium_base64_VARIANT_ORIGINAL);
}

std::optional<WipedBytes> from_base64url(std::string_view text) {
  return decode(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
std::optional<WipedBytes> from_base64(std::string_view text) {
  return decode(text, sodium_base64_VARIANT_ORIGINAL);
}

}  // namespace kenkod
