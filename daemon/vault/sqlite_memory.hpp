// SQLite on an allocator that wipes: thousands of plaintext copies stay in the heap otherwise.
#pragma once

namespace kenkod::vault {

// Before any other use of SQLite in the process; may be called again.
void use_wiping_sqlite_memory();

}  // namespace kenkod::vault
