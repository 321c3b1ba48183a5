// What nobody can guess: a state, a nonce, a verifier.
#pragma once

#include <string>

namespace kenkod::fetch {

// 256 random bits, base64url.
[[nodiscard]] std::string random_text();

}  // namespace kenkod::fetch
