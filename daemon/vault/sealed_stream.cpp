#include "vault/sealed_stream.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <vector>

#include "vault/disk.hpp"
#include "vault/seal.hpp"

namespace kenkod::vault {
namespace {

constexpr std::uint64_t kChunk = 256 * 1024;

using Nonce = std::array<std::uint8_t, kNonceBytes>;

// Nonces of one stream differ in their last eight bytes; the random rest makes them differ between streams.
Nonce chunk_nonce(Nonce nonce, std::uint64_t index) {
  for (std::size_t i = 0; i < 8; ++i)
    nonce.at(kNonceBytes - 8 + i) ^= static_cast<std::uint8_t>(index >> (8 * i));
  return nonce;
}

WipedBytes chunk_place(Bytes associated, std::uint64_t index, bool last) {
  ByteWriter out;
  out.raw(associated);
  out.u64(index);
  out.u8(last ? 1 : 0);
  return out.take();
}

std::uint64_t chunk_count(std::uint64_t size) { return size == 0 ? 1 : (size + kChunk - 1) / kChunk; }

}  // namespace

std::uint64_t sealed_stream_size(std::uint64_t plain_size) {
  return kNonceBytes + plain_size + chunk_count(plain_size) * kTagBytes;
}

void write_sealed_stream(int fd, Bytes key, Bytes associated, Bytes plain) {
  Nonce nonce;
  randombytes_buf(nonce.data(), nonce.size());
  disk::write(fd, nonce);
  std::vector<std::uint8_t> sealed(std::min<std::uint64_t>(kChunk, plain.size()) + kTagBytes);
  const auto chunks = chunk_count(plain.size());
  for (std::uint64_t i = 0; i < chunks; ++i) {
    const Bytes piece = plain.subspan(i * kChunk, std::min<std::uint64_t>(kChunk, plain.size() - i * kChunk));
    const auto place = chunk_place(associated, i, i + 1 == chunks);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data(), nullptr, piece.data(), piece.size(),
                                               place.data(), place.size(), nullptr,
                                               chunk_nonce(nonce, i).data(), key.data());
    disk::write(fd, Bytes(sealed).first(piece.size() + kTagBytes));
  }
}

bool read_sealed_stream(int fd, std::uint64_t offset, Bytes key, Bytes associated,
                        std::span<std::uint8_t> plain) {
  if (disk::size(fd) != offset + sealed_stream_size(plain.size())) return false;
  Nonce nonce;
  if (!disk::read_at(fd, offset, nonce)) return false;
  offset += kNonceBytes;
  std::vector<std::uint8_t> sealed(std::min<std::uint64_t>(kChunk, plain.size()) + kTagBytes);
  const auto chunks = chunk_count(plain.size());
  for (std::uint64_t i = 0; i < chunks; ++i) {
    const auto piece = plain.subspan(i * kChunk, std::min<std::uint64_t>(kChunk, plain.size() - i * kChunk));
    const std::span<std::uint8_t> from(sealed.data(), piece.size() + kTagBytes);
    if (!disk::read_at(fd, offset, from)) return false;
    const auto place = chunk_place(associated, i, i + 1 == chunks);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(piece.data(), nullptr, nullptr, from.data(), from.size(),
                                                   place.data(), place.size(), chunk_nonce(nonce, i).data(),
                                                   key.data()) != 0)
      return false;
    offset += from.size();
  }
  return true;
}

}  // namespace kenkod::vault
