#include "common/record.hpp"

#include <array>

namespace kenkod {
namespace {

template <std::size_t N, class E>
std::string_view at(const std::array<std::string_view, N>& names, E value, std::size_t base) noexcept {
  const auto i = static_cast<std::size_t>(value) - base;
  return i < N ? names.at(i) : std::string_view{};
}

constexpr std::array<std::string_view, 3> kKinds{"checkup", "medication", "expense"};
constexpr std::array<std::string_view, 2> kOrigins{"portal", "import"};
constexpr std::array<std::string_view, 5> kTypes{"none", "quantity", "coded", "ordinal", "text"};
constexpr std::array<std::string_view, 4> kAbsences{"", "not-performed", "not-measurable", "not-available"};
constexpr std::array<std::string_view, 3> kQualifiers{"", "low", "high"};
constexpr std::array<std::string_view, 4> kInterpretations{"", "low", "normal", "high"};
constexpr std::array<std::string_view, 28> kWarnings{"unknown-code",
                                                     "unit-contradicts-code",
                                                     "display-name-contradicts-code",
                                                     "type-contradicts-code",
                                                     "unit-spelling",
                                                     "outside-format",
                                                     "unknown-code-value",
                                                     "code-list-unclear",
                                                     "value-with-negation",
                                                     "other-null-flavor",
                                                     "superseded-code",
                                                     "date-is-file-date",
                                                     "identifiers-not-verified",
                                                     "report-category-unclear",
                                                     "schema-order",
                                                     "layout-not-known",
                                                     "subject-not-stated",
                                                     "reference-not-found",
                                                     "format-version-unknown",
                                                     "part-missing",
                                                     "sums-differ",
                                                     "code-missing",
                                                     "amounts-disagree",
                                                     "amount-not-a-number",
                                                     "date-unclear",
                                                     "part-not-read",
                                                     "dates-differ",
                                                     "fasting-contradicts-code"};
static_assert(kWarnings.size() == static_cast<std::size_t>(Warning::fasting_contradicts_code) + 1);
constexpr std::array<std::string_view, 3> kFlags{"", "guidance", "referral"};
constexpr std::array<std::string_view, 4> kSources{"claim", "dispensed", "own-entry", "prescribed"};

}  // namespace

std::string_view to_name(Kind v) noexcept { return at(kKinds, v, 1); }
std::string_view to_name(Origin v) noexcept { return at(kOrigins, v, 1); }
std::string_view to_name(ValueType v) noexcept { return at(kTypes, v, 0); }
std::string_view to_name(Absence v) noexcept { return at(kAbsences, v, 0); }
std::string_view to_name(Qualifier v) noexcept { return at(kQualifiers, v, 0); }
std::string_view to_name(Interpretation v) noexcept { return at(kInterpretations, v, 0); }
std::string_view to_name(Warning v) noexcept { return at(kWarnings, v, 0); }
std::string_view to_name(Flag v) noexcept { return at(kFlags, v, 0); }
std::string_view to_name(MedicationSource v) noexcept { return at(kSources, v, 1); }

bool known(Kind v) noexcept { return v >= Kind::checkup && v <= Kind::expense; }
bool known(Origin v) noexcept { return v >= Origin::portal && v <= Origin::import; }
bool known(ValueType v) noexcept { return v <= ValueType::text; }
bool known(Absence v) noexcept { return v <= Absence::not_available; }
bool known(Qualifier v) noexcept { return v <= Qualifier::high; }
bool known(Interpretation v) noexcept { return v <= Interpretation::high; }
bool known(Warning v) noexcept { return v <= Warning::fasting_contradicts_code; }
bool known(Flag v) noexcept { return v <= Flag::referral; }
bool known(MedicationSource v) noexcept {
  return v >= MedicationSource::claim && v <= MedicationSource::prescribed;
}

bool names_anyone(const Subject& stated) noexcept {
  return !stated.name.empty() || !stated.kana.empty() || !stated.birth_date.empty();
}

}  // namespace kenkod
