#include "vault/checkup_repeats.hpp"

#include <unordered_map>

#include "vault/record_codec.hpp"

namespace kenkod::vault {
namespace {

// Equal for the same result, however its unit is spelt and whatever a file calls it.
std::string key_of(const CheckupItem& item) {
  std::string key = item.code_system;
  key.append("\n").append(item.code).append("\n").append(item.decimal.empty() ? item.value : item.decimal);
  key.push_back('\n');
  key.push_back(static_cast<char>('0' + static_cast<int>(item.qualifier)));
  key.push_back(static_cast<char>('0' + static_cast<int>(item.absence)));
  return key;
}

}  // namespace

CheckupRepeats::CheckupRepeats(Database& database, DocumentCache& documents)
    : documents_(documents),
      others_(database, "SELECT 1 FROM record_blocks WHERE kind = ?1 AND date = ?2 AND number <> ?3 LIMIT 1"),
      blocks_(database,
              "SELECT b.id, b.number, b.items FROM record_blocks b JOIN documents d ON d.number = b.number "
              "WHERE b.kind = ?1 AND b.date = ?2 AND d.superseded_by = 0 ORDER BY b.number DESC, b.id") {
  others_.bind(1, static_cast<std::int64_t>(Kind::checkup));
  blocks_.bind(1, static_cast<std::int64_t>(Kind::checkup));
}

bool CheckupRepeats::names_facility(std::int64_t document) {
  const auto& facts = documents_.get(document)->facts;
  return !facts.facility_code.empty() || !facts.facility.empty();
}

const std::unordered_set<std::int64_t>& CheckupRepeats::hidden(const std::string& date,
                                                               std::int64_t document) {
  if (names_facility(document)) return nothing_;
  if (date_ != date) {
    date_ = date;
    hidden_.clear();
    others_.reset();
    others_.bind(2, date).bind(3, document);
    if (others_.next()) read_day(date);
  }
  return hidden_;
}

void CheckupRepeats::read_day(const std::string& date) {
  std::unordered_map<std::string, std::int64_t> shown_from;
  for (const bool of_facility : {true, false}) {
    blocks_.reset();
    blocks_.bind(2, date);
    while (blocks_.next()) {
      const std::int64_t document = blocks_.integer(1);
      if (names_facility(document) != of_facility) continue;
      ByteReader in(blocks_.blob(2), "records");
      for (std::int64_t id = blocks_.integer(0); in.left() > 0; ++id) {
        CheckupItem item;
        decode(in, item);
        const auto [entry, first] = shown_from.try_emplace(key_of(item), document);
        if (!first && !of_facility && entry->second != document) hidden_.insert(id);
      }
    }
  }
}

}  // namespace kenkod::vault
