// Secrets through file descriptors: small, read to the end within a time limit, never through a file.
#pragma once

#include <chrono>

#include "common/fd.hpp"
#include "common/secret_buffer.hpp"

namespace kenkod::cli {

inline constexpr std::size_t kMaxSecretBytes = 4096;

// Readable end of a pipe that holds `secret` and then ends. Throws Error(Failed).
[[nodiscard]] Fd secret_pipe(const SecretBuffer& secret);
// Throws Error: InvalidArgument (more than 4096 bytes, not readable), Failed (not ended in time).
[[nodiscard]] SecretBuffer read_secret(int fd, std::chrono::milliseconds deadline = std::chrono::seconds(10));

}  // namespace kenkod::cli
