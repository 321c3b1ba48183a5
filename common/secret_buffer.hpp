// Bytes that must not outlive their use: locked in memory where the limit allows, left out of core dumps,
// wiped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace kenkod {

class SecretBuffer {
 public:
  SecretBuffer() = default;
  explicit SecretBuffer(std::size_t size);  // zero-filled
  explicit SecretBuffer(std::span<const std::uint8_t> bytes);
  explicit SecretBuffer(std::string_view text);
  SecretBuffer(SecretBuffer&& other) noexcept;
  SecretBuffer& operator=(SecretBuffer&& other) noexcept;
  SecretBuffer(const SecretBuffer&) = delete;
  SecretBuffer& operator=(const SecretBuffer&) = delete;
  ~SecretBuffer();

  [[nodiscard]] static SecretBuffer random(std::size_t size);
  [[nodiscard]] SecretBuffer copy() const { return SecretBuffer(bytes()); }

  [[nodiscard]] std::uint8_t* data() noexcept { return data_; }
  [[nodiscard]] const std::uint8_t* data() const noexcept { return data_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] std::span<const std::uint8_t> bytes() const noexcept { return {data_, size_}; }
  [[nodiscard]] std::string_view text() const noexcept {
    return {reinterpret_cast<const char*>(data_), size_};
  }
  // Shortens without moving; the cut bytes are wiped.
  void shrink(std::size_t size) noexcept;
  void clear() noexcept;

 private:
  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace kenkod
