// 保健指導判定値 and 受診勧奨判定値 of 標準的な健診・保健指導プログラム: for display only, never a diagnosis.
// What the facility says of its own value goes before them.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/record.hpp"
#include "parse/units.hpp"

namespace kenkod::parse {

class ReferenceRanges {
 public:
  // Reads reference-ranges.tsv. Throws std::runtime_error when it is missing or not in its form.
  [[nodiscard]] static ReferenceRanges load(const std::filesystem::path& directory);

 private:
  enum class Compare : std::uint8_t { at_least, below, at_most };
  struct Row {
    std::string_view sex, unit;      // "1", "2" or empty for both; unit, or the value list of a code
    std::string guidance, referral;  // canonical decimals, either may be empty
    Compare compare = Compare::at_least;
    std::string_view from, before;  // days: in force from the first, before the second
    std::string_view edition, confidence;
    std::string_view drawn;  // answers to 採血時間 that fit; empty = any
    bool coded = false;
  };
  // The day, the person's sex and the answer to 採血時間 that an item is judged with.
  struct Circumstances {
    std::string_view day, sex, drawn;
  };

  friend class RangeCheck;
  void add(const Row& row, std::string_view editions, std::string_view codes);
  [[nodiscard]] const Row* row_for(const CheckupItem& item, const Circumstances& with) const;

  std::unique_ptr<std::string> text_;
  std::vector<Row> rows_;
  std::unordered_multimap<std::string_view, std::size_t> by_code_;
};

// Judges the items of one document.
class RangeCheck {
 public:
  // `document`: with all of its items; what they mean need not be known yet.
  RangeCheck(const ReferenceRanges& ranges, const ParsedDocument& document);

  // Fills `flag` and `flag_basis` when the item is sound: nothing is flagged whose code, unit, value, day or
  // (where thresholds differ by sex) person is in doubt, or where the facility says otherwise.
  void flag(CheckupItem& item);

 private:
  [[nodiscard]] const std::string& day_of(const CheckupItem& item) const noexcept {
    return item.date.empty() ? date_ : item.date;
  }
  [[nodiscard]] std::string_view number_of(const CheckupItem& item, const ReferenceRanges::Row& row);
  [[nodiscard]] Flag judge(const CheckupItem& item, const ReferenceRanges::Row& row);

  const ReferenceRanges& ranges_;
  const std::string date_, sex_;
  bool date_known_ = true;
  std::unordered_map<std::string, std::string> drawn_;  // answers to 採血時間 by their day
  UnitCheck units_;
};

}  // namespace kenkod::parse
