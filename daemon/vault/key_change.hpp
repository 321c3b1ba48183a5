// Replacing the file `keys`: the old one is overwritten where it lies, so that it is not found again on the
// medium.
#pragma once

#include "vault/bytes.hpp"

namespace kenkod::vault {

// Throws before the moment the new file counts; from that moment on it returns, and what then fails is left
// to finish_key_change().
void replace_keys(int directory, Bytes new_keys);
// Completes or takes back what a crash interrupted.
void finish_key_change(int directory);
void destroy_keys(int directory);

}  // namespace kenkod::vault
