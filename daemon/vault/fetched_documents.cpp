#include "vault/fetched_documents.hpp"

#include "vault/block_table.hpp"
#include "vault/document_table.hpp"
#include "vault/fetch_table.hpp"
#include "vault/meta_table.hpp"
#include "vault/person_table.hpp"
#include "vault/record_codec.hpp"

namespace kenkod::vault {
namespace {

constexpr std::int64_t kPortal = static_cast<std::int64_t>(Origin::portal);

template <class Item>
std::uint64_t items_in(Bytes block) {
  ByteReader in(block, "records");
  std::uint64_t count = 0;
  for (; in.left() > 0; ++count) {
    Item item;
    decode(in, item);
  }
  return count;
}

std::uint64_t items_in(Kind kind, Bytes block) {
  switch (kind) {
    case Kind::checkup:
      return items_in<CheckupItem>(block);
    case Kind::medication:
      return items_in<MedicationItem>(block);
    case Kind::expense:
      return items_in<ExpenseItem>(block);
  }
  return 0;
}

// Positions are given without gaps: only the last block has to be looked into.
std::uint64_t records_of(Database& database, std::int64_t number, Kind kind) {
  Statement last(database,
                 "SELECT id, items FROM record_blocks WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1");
  last.bind(1, number << kPositionBits).bind(2, ((number + 1) << kPositionBits) - 1);
  if (!last.next()) return 0;
  const auto position = static_cast<std::uint64_t>(last.integer(0) & (kMostItems - 1));
  return position + items_in(kind, last.blob(1));
}

void widen(std::string& oldest, std::string& newest, const std::string& date) {
  if (date.empty()) return;
  if (oldest.empty() || date < oldest) oldest = date;
  if (newest.empty() || date > newest) newest = date;
}

// A month lies before a day when all of it does.
bool lies_before(const std::string& date, const std::string& first) {
  return !date.empty() && !first.empty() && date < first.substr(0, date.size());
}

struct Links {
  bool goes = false;
  std::int64_t superseded_by = 0, supersedes = 0;
};

std::map<std::int64_t, Links> links_of(Database& database) {
  std::map<std::int64_t, Links> all;
  Statement rows(database, "SELECT number, origin, superseded_by, supersedes FROM documents");
  while (rows.next()) all[rows.integer(0)] = {rows.integer(1) == kPortal, rows.integer(2), rows.integer(3)};
  return all;
}

// Along a chain of revisions to the next document that stays; 0 = there is none.
std::int64_t next_that_stays(const std::map<std::int64_t, Links>& all, std::int64_t number,
                             std::int64_t Links::* direction) {
  while (number != 0) {
    const auto at = all.find(number);
    if (at == all.end()) throw damaged("records");
    if (!at->second.goes) break;
    number = at->second.*direction;
  }
  return number;
}

void repair_chains(Database& database) {
  const auto all = links_of(database);
  Statement update(database, "UPDATE documents SET superseded_by = ?, supersedes = ? WHERE number = ?");
  for (const auto& [number, links] : all) {
    if (links.goes) continue;
    const auto by = next_that_stays(all, links.superseded_by, &Links::superseded_by);
    const auto what = next_that_stays(all, links.supersedes, &Links::supersedes);
    if (by != links.superseded_by || what != links.supersedes)
      update.bind(1, by).bind(2, what).bind(3, number).run();
  }
}

}  // namespace

std::vector<PurgePreview> preview(Database& database, Documents which,
                                  const std::map<Kind, std::string>& window) {
  std::map<Kind, PurgePreview> kinds;
  Statement rows(database, "SELECT number, kind, date, origin FROM documents ORDER BY number");
  while (rows.next()) {
    if (which == Documents::fetched && rows.integer(3) != kPortal) continue;
    const auto kind = static_cast<Kind>(rows.integer(1));
    if (!known(kind)) throw damaged("records");
    const auto date = rows.text(2);
    auto& row = kinds[kind];
    row.kind = kind;
    ++row.documents;
    row.records += records_of(database, rows.integer(0), kind);
    widen(row.oldest, row.newest, date);
    const auto first = window.find(kind);
    if (first == window.end() || !lies_before(date, first->second)) continue;
    ++row.beyond;
    widen(row.beyond_oldest, row.beyond_newest, date);
  }
  std::vector<PurgePreview> out;
  out.reserve(kinds.size());
  for (auto& [kind, row] : kinds) out.push_back(std::move(row));
  return out;
}

Purged count(const std::vector<PurgePreview>& rows) {
  Purged purged;
  for (const auto& row : rows) {
    purged.documents += row.documents;
    purged.records += row.records;
  }
  return purged;
}

void delete_fetched(Database& database) {
  ByteWriter last;
  last.i64(last_number(database));
  set_meta(database, kLastNumber, last.bytes());
  repair_chains(database);
  for (const char* sql : {"DELETE FROM record_blocks WHERE number IN (SELECT number FROM documents WHERE "
                          "origin = ?)",
                          "DELETE FROM document_codes WHERE number IN (SELECT number FROM documents WHERE "
                          "origin = ?)",
                          "DELETE FROM documents WHERE origin = ?"}) {
    Statement remove(database, sql);
    remove.bind(1, kPortal).run();
  }
  clear_fetches(database);
  relearn_person(database);
}

}  // namespace kenkod::vault
