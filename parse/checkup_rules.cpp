#include "parse/checkup_rules.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>

#include "parse/item_tables.hpp"
#include "parse/oids.hpp"
#include "parse/warn.hpp"

namespace kenkod::parse {
namespace {

enum class Meal : std::uint8_t { unknown, fasting, casual };

// 2: ten hours or more; 3 and 4: less, and before 2018 1 as well.
Meal by_answer(std::string_view answer) {
  if (answer == "2") return Meal::fasting;
  return answer == "1" || answer == "3" || answer == "4" ? Meal::casual : Meal::unknown;
}

// Analyte and identification of glucose and triglycerides, whatever the method.
Meal by_code(std::string_view code) {
  constexpr std::array<std::string_view, 2> kFasting{"3D0100000", "3F0150000"};
  constexpr std::array<std::string_view, 2> kCasual{"3D0101299", "3F0151299"};
  const std::string_view what = code.substr(0, 9);
  if (std::ranges::find(kFasting, what) != kFasting.end()) return Meal::fasting;
  return std::ranges::find(kCasual, what) != kCasual.end() ? Meal::casual : Meal::unknown;
}

}  // namespace

void check_rules(ParsedDocument& document) {
  std::unordered_map<std::string_view, Meal> answers;  // by day, empty = that of the document
  for (const CheckupItem& item : document.checkup)
    if (item.code == kBloodDrawn && by_answer(item.value) != Meal::unknown)
      answers.emplace(item.date, by_answer(item.value));
  if (answers.empty()) return;
  for (const CheckupItem& item : document.checkup) {
    if (item.value.empty() || item.code_system != oid::kItems) continue;
    const Meal stated = by_code(item.code);
    const auto answer = answers.find(item.date);
    if (stated == Meal::unknown || answer == answers.end() || answer->second == stated) continue;
    warn(document.facts, Warning::fasting_contradicts_code);
    return;
  }
}

}  // namespace kenkod::parse
