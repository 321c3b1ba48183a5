#include "vault/dated_query.hpp"

#include <algorithm>
#include <optional>

#include "vault/block_table.hpp"
#include "vault/cursor.hpp"
#include "vault/expense_repeats.hpp"
#include "vault/medication_repeats.hpp"
#include "vault/page.hpp"
#include "vault/record_codec.hpp"

namespace kenkod::vault {
namespace {

bool has_code(const MedicationItem& item, const std::string& code) { return item.code == code; }
bool has_code(const ExpenseItem& /*item*/, const std::string& /*code*/) { return false; }

// The dates of which anything may be asked for, newest first.
class Dates {
 public:
  Dates(Database& database, const RecordQuery& query)
      : query_(query),
        document_(query.document.empty() ? 0 : number_of_document(database, query.document)),
        next_(database, select(query)) {}

  // The first one not after `date`, or before it.
  std::optional<std::string> at_or_before(const std::string& date) { return before(date + "~"); }
  std::optional<std::string> before(std::string date) {
    if (!query_.document.empty() && document_ == 0) return std::nullopt;
    for (;;) {
      next_.reset();
      next_.bind(1, static_cast<std::int64_t>(query_.kind)).bind(2, date);
      if (!query_.document.empty()) next_.bind(3, document_);
      if (!query_.code.empty()) next_.bind(4, as_code());
      if (!next_.next()) return std::nullopt;
      std::string found = next_.text(0);
      if (found < lowest(query_)) return std::nullopt;
      if (in_range(found, query_)) return found;
      date = std::move(found);
    }
  }

 private:
  static std::string select(const RecordQuery& query) {
    std::string sql = "SELECT date FROM record_blocks WHERE kind = ?1 AND date < ?2";
    if (!query.document.empty()) sql += " AND number = ?3";
    // Packed records hold the code's own bytes: where it is not found there is none, without unpacking.
    if (!query.code.empty()) sql += " AND instr(items, ?4) > 0";
    return sql + " ORDER BY date DESC LIMIT 1";
  }
  [[nodiscard]] Bytes as_code() const { return as_bytes(query_.code); }

  const RecordQuery& query_;
  std::int64_t document_;
  Statement next_;
};

template <class Item>
class Day {
 public:
  explicit Day(Database& database, const RecordQuery& query)
      : query_(query),
        documents_(database),
        blocks_(database,
                "SELECT id, number, items FROM record_blocks WHERE kind = ?1 AND date = ?2 "
                "ORDER BY number DESC, id") {}

  Entries<Item> read(const std::string& date) {
    Entries<Item> entries;
    blocks_.reset();
    blocks_.bind(1, static_cast<std::int64_t>(query_.kind)).bind(2, date);
    while (blocks_.next()) {
      const auto number = blocks_.integer(1);
      const auto document = documents_.get(number);
      const auto age = std::make_shared<const Age>(age_of(*document, number));
      ByteReader in(blocks_.blob(2), "records");
      for (std::int64_t id = blocks_.integer(0); in.left() > 0; ++id) {
        const auto before = in.left();
        Entry<Item> entry{id, document, age};
        decode(in, entry.item);
        entry.bytes = before - in.left();
        entries.push_back(std::move(entry));
      }
    }
    mark_repeats(entries, date);
    return entries;
  }

 private:
  const RecordQuery& query_;
  DocumentCache documents_;
  Statement blocks_;
};

template <class Item>
RecordPage query_dated(Database& database, const RecordQuery& query, Bytes cursor_key) {
  const auto last = start_of(query, cursor_key);
  const auto wanted = [&](const Entry<Item>& entry) {
    return (query.superseded || !entry.hidden) &&
           (query.document.empty() || entry.document->id == query.document) &&
           (query.code.empty() || has_code(entry.item, query.code));
  };
  PageBuilder page(query, cursor_key);
  Dates dates(database, query);
  Day<Item> day(database, query);
  const std::string start = last ? date_of_record(database, *last) : highest(query);
  for (auto date = dates.at_or_before(start); date; date = dates.before(*date)) {
    auto entries = day.read(*date);
    auto entry = entries.begin();
    if (last && *date == start) {
      entry = std::ranges::find(entries, *last, &Entry<Item>::id);
      if (entry == entries.end()) throw foreign_cursor();
      ++entry;
    }
    for (; entry != entries.end(); ++entry) {
      if (!wanted(*entry)) continue;
      RecordRow row{static_cast<std::uint64_t>(entry->id), entry->document, std::move(entry->item),
                    entry->overtaken};
      if (!page.add(std::move(row), entry->bytes)) return page.take();
    }
  }
  return page.take();
}

}  // namespace

RecordPage query_medication(Database& database, const RecordQuery& query, Bytes cursor_key) {
  return query_dated<MedicationItem>(database, query, cursor_key);
}

RecordPage query_expense(Database& database, const RecordQuery& query, Bytes cursor_key) {
  return query_dated<ExpenseItem>(database, query, cursor_key);
}

}  // namespace kenkod::vault
