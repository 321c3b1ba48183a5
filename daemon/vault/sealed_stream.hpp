// A large sealed content (snapshot, document) in chunks: no second copy of megabytes, and a chunk cut off,
// moved or repeated does not open. The header in front of it is bound to every chunk.
#pragma once

#include <cstdint>
#include <functional>

#include "vault/bytes.hpp"

namespace kenkod::vault {

// Writes nonce and chunks at the file's position.
void write_sealed_stream(int fd, Bytes key, Bytes associated, Bytes plain);

// Bytes a plaintext of this size takes on disk.
[[nodiscard]] std::uint64_t sealed_stream_size(std::uint64_t plain_size);

// Reads from `offset` to the end of the file into `plain`, whose size the header told; false when anything is
// not as it was written.
[[nodiscard]] bool read_sealed_stream(int fd, std::uint64_t offset, Bytes key, Bytes associated,
                                      std::span<std::uint8_t> plain);

}  // namespace kenkod::vault
