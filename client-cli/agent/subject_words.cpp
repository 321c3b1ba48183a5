#include "client-cli/agent/subject_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {
namespace {

struct Era {
  std::string_view first_day;
  int year_before;
  std::string_view name;
};

constexpr std::array kEras{Era{"2019-05-01", 2018, "令和"}, Era{"1989-01-08", 1988, "平成"},
                           Era{"1926-12-25", 1925, "昭和"}, Era{"1912-07-30", 1911, "大正"},
                           Era{"1873-01-01", 1867, "明治"}};

std::optional<int> number(std::string_view digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || value < 0) return std::nullopt;
  return value;
}

std::string sex_words(const std::string& sex) {
  if (sex == "male") return tr("male");
  if (sex == "female") return tr("female");
  return sex;
}

}  // namespace

std::string era_date(std::string_view day) {
  if (day.size() != 10 || day[4] != '-' || day[7] != '-') return {};
  const auto year = number(day.substr(0, 4));
  const auto month = number(day.substr(5, 2));
  const auto in_month = number(day.substr(8));
  const auto* era = std::ranges::find_if(kEras, [&](const Era& each) { return day >= each.first_day; });
  if (!year || !month || !in_month || era == kEras.end()) return {};
  const int in_era = *year - era->year_before;
  return fmt::format("{}{}年{}月{}日", era->name, in_era == 1 ? "元" : std::to_string(in_era), *month,
                     *in_month);
}

std::string subject_question(const SubjectRequest& request) {
  if (request.principal.empty()) return tr("Is this you?");
  return trf("Is this {}, for whom you act?", request.principal);
}

std::string subject_words(const SubjectRequest& request) {
  std::string out = fmt::format("{}\n", tr("This record is of the following person:"));
  const auto line = [&](const char* label, const std::string& value) {
    if (!value.empty()) out += fmt::format("  {}: {}\n", label, value);
  };
  line(tr("Name"), request.name);
  line(tr("Kana"), request.kana);
  const std::string era = era_date(request.birth_date);
  line(tr("Birth date"), era.empty() ? request.birth_date : fmt::format("{} ({})", request.birth_date, era));
  line(tr("Sex"), sex_words(request.sex));
  out += fmt::format("{}\n", tr("When you say yes, documents of any other person are refused from now on."));
  return out;
}

}  // namespace kenkod::cli
