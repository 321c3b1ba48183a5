#include "vault/page.hpp"

#include "vault/block_table.hpp"
#include "vault/cursor.hpp"
#include "vault/document_table.hpp"

namespace kenkod::vault {
namespace {

// A value may be a megabyte of text: a page ends early rather than outgrow a message of the bus.
constexpr std::size_t kPageBytes = 4'194'304;
constexpr std::size_t kMonthLength = 7;

}  // namespace

std::string_view date_of(const RecordRow& row) noexcept {
  if (const auto* medicine = std::get_if<MedicationItem>(&row.item)) return medicine->date;
  if (const auto* expense = std::get_if<ExpenseItem>(&row.item)) return expense->month;
  const auto* item = std::get_if<CheckupItem>(&row.item);
  return item != nullptr && !item->date.empty() ? item->date : row.document->facts.date;
}

std::shared_ptr<const DocumentInfo> DocumentCache::get(std::int64_t number) {
  auto& known = known_[number];
  if (known == nullptr) {
    Statement find(database_,
                   "SELECT " + std::string(kDocumentColumns) + " FROM documents d WHERE d.number = ?");
    find.bind(1, number);
    if (!find.next()) throw damaged("records");
    known = std::make_shared<const DocumentInfo>(read_document_info(find));
  }
  return known;
}

bool PageBuilder::add(RecordRow row, std::size_t bytes) {
  if (page_.rows.size() == query_.limit || bytes_ > kPageBytes) {
    page_.cursor = cursor_text(query_.kind, static_cast<std::int64_t>(page_.rows.back().id), cursor_key_);
    return false;
  }
  bytes_ += bytes;
  page_.rows.push_back(std::move(row));
  return true;
}

std::optional<std::int64_t> start_of(const RecordQuery& query, Bytes cursor_key) {
  if (query.limit < 1 || query.limit > 1000)
    throw Error(ErrorCode::InvalidArgument, "The limit must be between 1 and 1000.")
        .with("limit", query.limit);
  if (query.cursor.empty()) return std::nullopt;
  return parse_cursor(query.kind, query.cursor, cursor_key);
}

std::string date_of_record(Database& database, std::int64_t record) {
  Statement find(database, "SELECT date, number FROM record_blocks WHERE id <= ? ORDER BY id DESC LIMIT 1");
  find.bind(1, record);
  if (!find.next() || find.integer(1) != record >> kPositionBits) throw foreign_cursor();
  return find.text(0);
}

std::int64_t number_of_document(Database& database, const std::string& id) {
  Statement find(database, "SELECT number FROM documents WHERE id = ?");
  find.bind(1, id);
  return find.next() ? find.integer(0) : 0;
}

std::string lowest(const RecordQuery& query) { return query.from.substr(0, kMonthLength); }

std::string highest(const RecordQuery& query) { return query.to.empty() ? "~" : query.to; }

bool in_range(std::string_view date, const RecordQuery& query) {
  if (query.from.empty() && query.to.empty()) return true;
  if (date.empty()) return false;
  const auto from = std::string_view(query.from).substr(0, date.size());
  const auto to = std::string_view(query.to).substr(0, date.size());
  return date >= from && (to.empty() || date <= to);
}

}  // namespace kenkod::vault
