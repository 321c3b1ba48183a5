// Everything the daemon frees is wiped: records, names and answers pass through strings, bus messages and
// parsers of the libraries too, and what stays in freed memory survives the session that was promised to end.
// malloc's own M_PERTURB does not reach blocks that go to a thread's cache, so free() itself is replaced;
// glibc uses replacements everywhere.
#include <malloc.h>
#include <string.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

extern "C" {

// The C library's own, beside the replaceable ones.
void* __libc_malloc(std::size_t size);  // NOLINT(bugprone-reserved-identifier)
void __libc_free(void* memory);         // NOLINT(bugprone-reserved-identifier)

// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): the headers use reserved names
void free(void* memory) {
  if (memory == nullptr) return;
  const int before = errno;
  explicit_bzero(memory, malloc_usable_size(memory));
  __libc_free(memory);
  errno = before;
}

// Never in place, unless it fits: a moved block would leave its old bytes behind.
void* realloc(void* memory, std::size_t size) {
  if (memory == nullptr) return __libc_malloc(size);
  if (size == 0) {
    free(memory);
    return nullptr;
  }
  const std::size_t room = malloc_usable_size(memory);
  if (size <= room && size > room / 2) return memory;
  void* const moved = __libc_malloc(size);
  if (moved == nullptr) return nullptr;
  memcpy(moved, memory, std::min(size, room));
  free(memory);
  return moved;
}

// NOLINTEND(readability-inconsistent-declaration-parameter-name)

}  // extern "C"
