// Gives up everything a parser does not need, before it reads a byte.
#pragma once

namespace kenkod::parse {

// No core dump, no ptrace by others.
void forbid_dumping();

// No new privileges; no file, network or signal outside where the kernel has Landlock; then seccomp: memory,
// writing to descriptor 1, exit. Anything else kills the process. Throws std::runtime_error when a step
// fails.
void enter_sandbox();

}  // namespace kenkod::parse
