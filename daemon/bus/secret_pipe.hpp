// A secret on its way through a descriptor: at most 4096 bytes, within ten seconds, never on the bus itself.
#pragma once

#include "common/fd.hpp"
#include "common/secret_buffer.hpp"
#include "loop/cancel.hpp"
#include "loop/task.hpp"

namespace kenkod::bus {

inline constexpr std::size_t kMaxSecretBytes = 4096;

// Reads to the end. Throws Error(NoAgent) when it is too long, too slow or unreadable: the agent is broken.
[[nodiscard]] loop::Task<SecretBuffer> read_secret(loop::EventLoop& loop, Fd fd, loop::Cancel cancel);
// A pipe that already holds the whole secret; the readable end.
[[nodiscard]] Fd secret_pipe(const SecretBuffer& secret);

}  // namespace kenkod::bus
