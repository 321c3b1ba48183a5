#include "common/secret_buffer.hpp"

#include <sodium.h>

#include <algorithm>
#include <new>
#include <utility>

namespace kenkod {

SecretBuffer::SecretBuffer(std::size_t size) : size_(size) {
  if (size == 0) return;
  static const bool ready = sodium_init() >= 0;  // sodium_malloc aborts before this
  if (!ready) throw std::bad_alloc();
  // sodium_malloc locks, guards and keeps the pages out of core dumps; locking fails silently past
  // RLIMIT_MEMLOCK.
  data_ = static_cast<std::uint8_t*>(sodium_malloc(size));
  if (data_ == nullptr) throw std::bad_alloc();
  sodium_memzero(data_, size);
}

SecretBuffer::SecretBuffer(std::span<const std::uint8_t> bytes) : SecretBuffer(bytes.size()) {
  std::copy(bytes.begin(), bytes.end(), data_);
}

SecretBuffer::SecretBuffer(std::string_view text)
    : SecretBuffer(
          std::span<const std::uint8_t>(reinterpret_cast<const std::uint8_t*>(text.data()), text.size())) {}

SecretBuffer::SecretBuffer(SecretBuffer&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

SecretBuffer& SecretBuffer::operator=(SecretBuffer&& other) noexcept {
  if (this != &other) {
    clear();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

SecretBuffer::~SecretBuffer() { clear(); }

SecretBuffer SecretBuffer::random(std::size_t size) {
  SecretBuffer buffer(size);
  randombytes_buf(buffer.data(), size);
  return buffer;
}

void SecretBuffer::shrink(std::size_t size) noexcept {
  if (size >= size_) return;
  sodium_memzero(data_ + size, size_ - size);
  size_ = size;
}

void SecretBuffer::clear() noexcept {
  sodium_free(data_);  // wipes; accepts null
  data_ = nullptr;
  size_ = 0;
}

}  // namespace kenkod
