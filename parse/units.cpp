#include "parse/units.hpp"

#include <array>
#include <string>
#include <utility>

#include "parse/folding.hpp"

namespace kenkod::parse {
namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// One spelling for all that mean the same: width, case, brackets, 拍/分 = /min, μL = mm3, 万 = 10*4.
std::string folded(std::string_view unit) {
  std::string text = fold(unit);  // NFKC, lower case: ² → 2, ％ → %, ㎎ → mg, ℓ → l, µ → μ
  for (const std::string_view gone :
       {" ", "[", "]", "{", "}", "(", ")", "'", "`", "’", "・", "･", "*cr", "cr"}) {
    // "mg/g*CR", "mg/g･CR", "mg/gCr": creatinine is marked again below, so that mg/g alone stays another unit
    if (gone == "*cr" || gone == "cr") {
      replace_all(text, gone, "#");
    } else {
      replace_all(text, gone, "");
    }
  }
  constexpr std::array<std::pair<std::string_view, std::string_view>, 18> kSame{{
      {"10^", "10*"},
      {"x10*", "10*"},
      {"×10*", "10*"},
      {"万", "10*4"},
      {"千", "10*3"},
      {"μ", "u"},
      {"/ul", "/mm3"},
      {"cm^2", "cm2"},
      {"m^2", "m2"},
      {"mm^3", "mm3"},
      {"拍", "hb"},
      {"回/分", "hb/min"},
      {"bpm", "hb/min"},
      {"分", "min"},
      {"/日", "/day"},
      {"iu/", "u/"},
      {"回", "times"},
      {"秒", "s"},
  }};
  for (const auto& [from, to] : kSame) replace_all(text, from, to);
  if (text == "/min" || text == "hb") text = "hb/min";
  return text;
}

}  // namespace

UnitMatch match_unit(std::string_view received, std::string_view table, std::string_view display) {
  if (received == table) return UnitMatch::equal;
  if (received.empty()) return UnitMatch::spelling;
  if (table.empty()) return received == "1" ? UnitMatch::spelling : UnitMatch::contradiction;
  const std::string given = folded(received);
  const bool same = given == folded(table) || (!display.empty() && given == folded(display));
  return same ? UnitMatch::spelling : UnitMatch::contradiction;
}

UnitMatch UnitCheck::match(std::string_view received, std::string_view table, std::string_view display) {
  if (received == table) return UnitMatch::equal;
  key_.assign(received).append("\n").append(table).append("\n").append(display);
  if (const auto known = answers_.find(key_); known != answers_.end()) return known->second;
  return answers_[key_] = match_unit(received, table, display);
}

}  // namespace kenkod::parse
