// Room for the records of a large document, in large pages where the kernel has them: to get tens of
// megabytes page by page takes a fifth of a parser's time.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <memory>
#include <vector>

namespace kenkod {

template <class Record>
void reserve_records(std::vector<Record>& records, std::size_t count) {
  constexpr std::size_t kPage = 4'096;
  constexpr std::size_t kLarge = 4'194'304;  // from here on memory comes from the kernel in one piece
  records.reserve(count);
  void* room = records.data();
  std::size_t bytes = records.capacity() * sizeof(Record);
  if (bytes < kLarge || std::align(kPage, kPage, room, bytes) == nullptr) return;
  // Advice only: a kernel without large pages refuses it, and nothing is lost.
  (void)madvise(room, bytes / kPage * kPage, MADV_HUGEPAGE);
}

}  // namespace kenkod
