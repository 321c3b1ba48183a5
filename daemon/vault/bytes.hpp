// Binary fields of the vault's files and rows: little endian, length before content. Reading checks every
// bound.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "common/error.hpp"
#include "common/wiped.hpp"

namespace kenkod::vault {

using Bytes = std::span<const std::uint8_t>;

[[nodiscard]] inline Bytes as_bytes(std::string_view text) noexcept {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

[[nodiscard]] inline Error damaged(std::string_view part) {
  return Error(ErrorCode::VaultDamaged, "A part of the vault is damaged.").with("part", part);
}

class ByteWriter {
 public:
  void u8(std::uint8_t v) { out_.push_back(v); }
  void u32(std::uint32_t v) { little_endian(v); }
  void u64(std::uint64_t v) { little_endian(v); }
  void i64(std::int64_t v) { little_endian(static_cast<std::uint64_t>(v)); }
  // Seven bits a byte, low bits first: one byte for what is small, which most lengths are.
  void compact(std::uint64_t v) {
    for (; v >= 0x80; v >>= 7) u8(static_cast<std::uint8_t>(v | 0x80));
    u8(static_cast<std::uint8_t>(v));
  }
  void raw(Bytes bytes) {
    const auto at = out_.size();
    out_.resize(at + bytes.size());
    std::ranges::copy(bytes, out_.begin() + static_cast<std::ptrdiff_t>(at));
  }
  void text(std::string_view text) {
    compact(text.size());
    raw(as_bytes(text));
  }
  void clear() noexcept { out_.clear(); }
  [[nodiscard]] const WipedBytes& bytes() const noexcept { return out_; }
  [[nodiscard]] WipedBytes take() noexcept { return std::move(out_); }

 private:
  template <typename T>
  void little_endian(T v) {
    for (std::size_t i = 0; i < sizeof(T); ++i) out_.push_back(static_cast<std::uint8_t>(v >> (8 * i)));
  }
  WipedBytes out_;
};

// Throws VaultDamaged with the part's name when the bytes end too early or do not end where they should.
class ByteReader {
 public:
  ByteReader(Bytes bytes, std::string_view part) : rest_(bytes), part_(part) {}

  std::uint8_t u8() { return raw(1)[0]; }
  std::uint32_t u32() { return little_endian<std::uint32_t>(); }
  std::uint64_t u64() { return little_endian<std::uint64_t>(); }
  std::int64_t i64() { return static_cast<std::int64_t>(u64()); }
  std::uint64_t compact() {
    std::uint64_t v = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      const std::uint8_t b = u8();
      v |= static_cast<std::uint64_t>(b & 0x7F) << shift;
      if ((b & 0x80) == 0) return v;
    }
    throw damaged(part_);
  }
  Bytes raw(std::size_t size) {
    if (size > rest_.size()) throw damaged(part_);
    const Bytes taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
  }
  template <std::size_t N>
  std::array<std::uint8_t, N> array() {
    std::array<std::uint8_t, N> out;
    const Bytes taken = raw(N);
    std::copy(taken.begin(), taken.end(), out.begin());
    return out;
  }
  std::string text() {
    const Bytes taken = raw(compact());
    return {reinterpret_cast<const char*>(taken.data()), taken.size()};
  }
  [[nodiscard]] std::size_t left() const noexcept { return rest_.size(); }
  void finish() const {
    if (!rest_.empty()) throw damaged(part_);
  }

 private:
  template <typename T>
  T little_endian() {
    T v = 0;
    const Bytes taken = raw(sizeof(T));
    for (std::size_t i = 0; i < sizeof(T); ++i) v |= static_cast<T>(static_cast<T>(taken[i]) << (8 * i));
    return v;
  }
  Bytes rest_;
  std::string_view part_;
};

}  // namespace kenkod::vault
