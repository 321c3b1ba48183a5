// Medicines or expenses of one day or month from all documents, before it is decided which of them are shown.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "vault/vault.hpp"

namespace kenkod::vault {

// Which of two documents knows more: the one whose file was made later (where the file does not say, the day
// it was stored counts), then the one stored later. Larger is newer.
struct Age {
  std::string date;
  std::int64_t number = 0;
  auto operator<=>(const Age&) const = default;
};
[[nodiscard]] Age age_of(const DocumentInfo& document, std::int64_t number);

template <class Item>
struct Entry {
  std::int64_t id = 0;
  std::shared_ptr<const DocumentInfo> document;
  std::shared_ptr<const Age> age;  // one per document
  Item item;
  std::size_t bytes = 0;   // in its block
  bool hidden = false;     // shown from another document
  bool overtaken = false;  // RecordRow
};
template <class Item>
using Entries = std::vector<Entry<Item>>;

// The newest document first, then its own order.
template <class Item>
[[nodiscard]] bool shown_before(const Entry<Item>& a, const Entry<Item>& b) {
  return *a.age != *b.age ? *a.age > *b.age : a.id < b.id;
}

struct RepeatKey {
  std::string text;           // equal for what is the same
  std::int64_t document = 0;  // number
};
// Of what is equal as many stay as the document with most of them has: two equal lines of one document are
// two treatments, the same lines in another document are those again. True for what does not stay; the first
// ones, which are the newest, do. Keys of one document stand together.
[[nodiscard]] std::vector<bool> repeats(const std::vector<RepeatKey>& keys);

}  // namespace kenkod::vault
