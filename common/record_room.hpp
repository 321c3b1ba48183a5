// Room for the records of a large document, in large pages where the kernel has them: to get tens of
// megabytes page by page takes a fifth of a parser's time.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kenkod {

template <class Record>
void reserve_records(std::vector<Record>& records, std::size_t count) {
  constexpr std::uintptr_t kPage = 4'096;
  constexpr std::size_t kLarge = 4'194'304;  // from here on memory comes from the kernel in one piece
  records.reserve(count);
  const std::size_t bytes = records.capacity() * sizeof(Record);
  if (bytes < kLarge) return;
  const auto begin = reinterpret_cast<std::uintptr_t>(records.data());
  const std::uintptr_t first = (begin + kPage - 1) / kPage * kPage, last = (begin + bytes) / kPage * kPage;
  // Advice only: a kernel without large pages refuses it, and nothing is lost.
  (void)madvise(reinterpret_cast<void*>(first), last - first,
                MADV_HUGEPAGE);  // NOLINT(performance-no-int-to-ptr)
}

}  // namespace kenkod
