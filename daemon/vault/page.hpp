// One page being filled, and what all kinds of queries have in common.
#pragma once

#include <map>
#include <memory>
#include <optional>

#include "vault/database.hpp"
#include "vault/vault.hpp"

namespace kenkod::vault {

// Documents by number, read once each.
class DocumentCache {
 public:
  explicit DocumentCache(Database& database) : database_(database) {}
  [[nodiscard]] std::shared_ptr<const DocumentInfo> get(std::int64_t number);

 private:
  Database& database_;
  std::map<std::int64_t, std::shared_ptr<const DocumentInfo>> known_;
};

class PageBuilder {
 public:
  PageBuilder(const RecordQuery& query, Bytes cursor_key) : query_(query), cursor_key_(cursor_key) {}

  // False: it does not fit, the page is full and has its cursor.
  bool add(RecordRow row, std::size_t bytes);
  [[nodiscard]] RecordPage take() { return std::move(page_); }

 private:
  const RecordQuery& query_;
  Bytes cursor_key_;
  RecordPage page_;
  std::size_t bytes_ = 0;
};

// The limit is checked, the cursor taken apart: the id of the last record of the page before.
[[nodiscard]] std::optional<std::int64_t> start_of(const RecordQuery& query, Bytes cursor_key);
// The date of the block a record lies in. foreign_cursor() when there is none.
[[nodiscard]] std::string date_of_record(Database& database, std::int64_t record);
// The number of the document with this id; 0 = none.
[[nodiscard]] std::int64_t number_of_document(Database& database, const std::string& id);

// Bounds for dates as text: no date outside matches. A month stands before its days.
[[nodiscard]] std::string lowest(const RecordQuery& query);
[[nodiscard]] std::string highest(const RecordQuery& query);
[[nodiscard]] bool in_range(std::string_view date, const RecordQuery& query);

}  // namespace kenkod::vault
