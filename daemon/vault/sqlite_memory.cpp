#include "vault/sqlite_memory.hpp"

#include <string.h>
#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "common/error.hpp"
#include "vault/sqlite.hpp"

namespace kenkod::vault {
namespace {

// In front of every block: how much the caller has and how much is ours.
struct alignas(16) Header {
  std::size_t size;
  std::size_t capacity;  // with the header; a mapping of its own when at least kMapped
};
// From here on blocks are mappings: growing one moves its pages instead of leaving a copy to wipe.
constexpr std::size_t kMapped = 512 * 1024;
constexpr std::size_t kPage = 4096;

Header* header_of(void* block) { return static_cast<Header*>(block) - 1; }

std::size_t capacity_for(std::size_t size) {
  const std::size_t capacity = size + sizeof(Header);
  return capacity < kMapped ? capacity : (capacity + kPage - 1) / kPage * kPage;
}

void* allocate(int size) {
  if (size <= 0) return nullptr;
  const std::size_t capacity = capacity_for(static_cast<std::size_t>(size));
  void* memory = nullptr;
  if (capacity < kMapped) {
    memory = std::malloc(capacity);
    if (memory == nullptr) return nullptr;
  } else {
    memory = ::mmap(nullptr, capacity, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return nullptr;
    (void)::madvise(memory, capacity, MADV_DONTDUMP);
  }
  auto* header = static_cast<Header*>(memory);
  *header = {static_cast<std::size_t>(size), capacity};
  return header + 1;
}

void release(void* block) {
  if (block == nullptr) return;
  Header* header = header_of(block);
  const std::size_t capacity = header->capacity;
  explicit_bzero(block, header->size);
  if (capacity < kMapped)
    std::free(header);
  else
    ::munmap(header, capacity);
}

void* resize(void* block, int size) {
  if (block == nullptr) return allocate(size);
  if (size <= 0) {
    release(block);
    return nullptr;
  }
  Header* header = header_of(block);
  const auto wanted = static_cast<std::size_t>(size);
  const std::size_t capacity = capacity_for(wanted);
  if (wanted < header->size) explicit_bzero(static_cast<char*>(block) + wanted, header->size - wanted);
  if (capacity <= header->capacity) {
    header->size = wanted;
    return block;
  }
  if (header->capacity >= kMapped) {
    void* moved = ::mremap(header, header->capacity, capacity, MREMAP_MAYMOVE);
    if (moved == MAP_FAILED) return nullptr;
    header = static_cast<Header*>(moved);
    *header = {wanted, capacity};
    return header + 1;
  }
  void* copy = allocate(size);
  if (copy == nullptr) return nullptr;
  std::memcpy(copy, block, header->size);
  release(block);
  return copy;
}

int size_of(void* block) { return block == nullptr ? 0 : static_cast<int>(header_of(block)->size); }
int round_up(int size) { return (size + 7) & ~7; }
int start(void* /*unused*/) { return SQLITE_OK; }
void stop(void* /*unused*/) {}

bool install() {
  static const sqlite3_mem_methods kMethods{allocate, release, resize, size_of,
                                            round_up, start,   stop,   nullptr};
  return sqlite3_config(SQLITE_CONFIG_MALLOC, &kMethods) == SQLITE_OK &&
         sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK && sqlite3_initialize() == SQLITE_OK;
}

}  // namespace

void use_wiping_sqlite_memory() {
  static const bool installed = install();
  if (!installed) throw Error(ErrorCode::Failed, "SQLite was used before its memory was made safe.");
}

}  // namespace kenkod::vault
