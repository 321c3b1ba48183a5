#include "vault/person.hpp"

#include "common/name_folding.hpp"

namespace kenkod::vault {
namespace {

// The reading: of its own field, or the name where that is kana.
std::string kana_of(const Subject& subject) {
  if (!subject.kana.empty()) return fold_kana(subject.kana);
  return script_of(subject.name) == Script::kana ? fold_kana(subject.name) : std::string();
}

enum class Names { incomparable, same, different };

Names compare_names(const Subject& known, const Subject& stated) {
  const auto one = kana_of(known);
  const auto other = kana_of(stated);
  if (!one.empty() && !other.empty()) return one == other ? Names::same : Names::different;
  const auto script = script_of(known.name);
  const bool comparable = script == script_of(stated.name) && script != Script::none;
  if (!comparable) return Names::incomparable;
  return fold_name(known.name) == fold_name(stated.name) ? Names::same : Names::different;
}

}  // namespace

Comparison compare(const Subject& known, const Subject& stated) {
  Comparison comparison;
  if (!known.birth_date.empty() && !stated.birth_date.empty()) {
    if (known.birth_date != stated.birth_date) return {false, "birth-date"};
    comparison.recognised = true;
  }
  if (!known.sex.empty() && !stated.sex.empty() && known.sex != stated.sex) return {false, "sex"};
  switch (compare_names(known, stated)) {
    case Names::different:
      return {false, "name"};
    case Names::same:
      comparison.recognised = true;
      break;
    case Names::incomparable:
      break;
  }
  return comparison;
}

Subject learned(Subject known, const Subject& stated) {
  const auto fill = [](std::string& field, const std::string& value) {
    if (field.empty()) field = value;
  };
  const bool only_kana = script_of(known.name) == Script::kana && script_of(stated.name) == Script::kanji;
  if (only_kana) {
    fill(known.kana, known.name);
    known.name = stated.name;
  }
  fill(known.name, stated.name);
  fill(known.kana, stated.kana);
  fill(known.sex, stated.sex);
  fill(known.birth_date, stated.birth_date);
  return known;
}

}  // namespace kenkod::vault
