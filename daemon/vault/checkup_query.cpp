#include "vault/checkup_query.hpp"

#include <limits>
#include <optional>

#include "vault/block_table.hpp"
#include "vault/checkup_repeats.hpp"
#include "vault/page.hpp"
#include "vault/record_codec.hpp"

namespace kenkod::vault {
namespace {

// The items of one date in one document.
struct Unit {
  std::string date;
  std::int64_t document = 0;
};

// Walks units newest first, each found by a seek: what replaced documents hold costs nothing.
class Units {
 public:
  Units(Database& database, const RecordQuery& query)
      : query_(query),
        document_(query.document.empty() ? 0 : number_of_document(database, query.document)),
        same_date_(database, select(query, "date = ?2 AND number < ?3 ORDER BY number DESC")),
        earlier_(database, select(query, "date < ?2 ORDER BY date DESC, number DESC")),
        of_document_(
            database,
            "SELECT date, number FROM record_blocks NOT INDEXED WHERE id >= ?1 AND id < ?2 AND kind = ?3 AND "
            "date < ?4 ORDER BY id LIMIT 1"),
        superseded_(database, "SELECT superseded_by FROM documents WHERE number = ?") {}

  // The first unit not newer than the given one.
  std::optional<Unit> at_or_before(Unit unit) {
    if (query_.document.empty() || document_ != 0) {
      ++unit.document;
      return before(unit, true);
    }
    return std::nullopt;
  }
  std::optional<Unit> before(const Unit& unit) { return before(unit, false); }

 private:
  static std::string select(const RecordQuery& query, std::string_view rest) {
    const bool by_code = !query.code.empty();
    return std::string("SELECT date, number FROM ") +
           (by_code ? "document_codes WHERE code = ?4 AND " : "record_blocks WHERE ") + "kind = ?1 AND " +
           std::string(rest) + " LIMIT 1";
  }

  std::optional<Unit> before(Unit unit, bool inclusive) {
    for (;;) {
      auto found = document_ != 0 ? next_of_document(unit, inclusive) : next(unit);
      inclusive = false;
      if (!found || found->date < query_.from) return std::nullopt;
      if (query_.superseded || !is_superseded(found->document)) return found;
      unit = *found;
    }
  }

  std::optional<Unit> next(const Unit& unit) {
    for (auto* statement : {&same_date_, &earlier_}) {
      statement->reset();
      statement->bind(1, static_cast<std::int64_t>(query_.kind)).bind(2, unit.date);
      if (statement == &same_date_) statement->bind(3, unit.document);
      if (!query_.code.empty()) statement->bind(4, query_.code);
      if (statement->next()) return Unit{statement->text(0), statement->integer(1)};
    }
    return std::nullopt;
  }

  // A document's own blocks lie newest first.
  std::optional<Unit> next_of_document(const Unit& unit, bool inclusive) {
    const std::string end = inclusive ? just_after(unit.date) : unit.date;
    of_document_.reset();
    of_document_.bind(1, document_ << kPositionBits).bind(2, (document_ + 1) << kPositionBits);
    of_document_.bind(3, static_cast<std::int64_t>(query_.kind)).bind(4, end);
    if (!of_document_.next()) return std::nullopt;
    return Unit{of_document_.text(0), of_document_.integer(1)};
  }

  bool is_superseded(std::int64_t document) {
    superseded_.reset();
    superseded_.bind(1, document);
    return !superseded_.next() || superseded_.integer(0) != 0;
  }

  const RecordQuery& query_;
  std::int64_t document_;  // 0: any
  Statement same_date_, earlier_, of_document_, superseded_;
};

}  // namespace

RecordPage query_checkup(Database& database, const RecordQuery& query, Bytes cursor_key) {
  const auto last = start_of(query, cursor_key);
  Unit start{highest(query), std::numeric_limits<std::int64_t>::max() - 1};
  if (last) start = {date_of_record(database, *last), *last >> kPositionBits};

  PageBuilder page(query, cursor_key);
  DocumentCache documents(database);
  CheckupRepeats repeats(database, documents);
  Units units(database, query);
  Statement blocks(
      database,
      "SELECT id, items FROM record_blocks WHERE kind = ?1 AND date = ?2 AND number = ?3 AND id > ?4 "
      "ORDER BY id");
  for (auto unit = units.at_or_before(start); unit; unit = units.before(*unit)) {
    const bool resumed = last && unit->document == start.document && unit->date == start.date;
    const std::int64_t seen = resumed ? *last : -1;
    const auto* const hidden = query.superseded ? nullptr : &repeats.hidden(unit->date, unit->document);
    blocks.reset();
    blocks.bind(1, static_cast<std::int64_t>(query.kind)).bind(2, unit->date).bind(3, unit->document);
    blocks.bind(4, seen - kBlockItems);
    while (blocks.next()) {
      ByteReader in(blocks.blob(1), "records");
      for (std::int64_t id = blocks.integer(0); in.left() > 0; ++id) {
        const auto before = in.left();
        CheckupItem item;
        decode(in, item);
        if (id <= seen || (!query.code.empty() && item.code != query.code)) continue;
        if (hidden != nullptr && hidden->contains(id)) continue;
        RecordRow row{static_cast<std::uint64_t>(id), documents.get(unit->document), std::move(item)};
        if (!page.add(std::move(row), before - in.left())) return page.take();
      }
    }
  }
  return page.take();
}

}  // namespace kenkod::vault
