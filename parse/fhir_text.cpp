#include "parse/fhir_text.hpp"

#include <algorithm>

#include "common/personal_number.hpp"
#include "parse/warn.hpp"

namespace kenkod::parse {
namespace {

constexpr std::string_view kUcum = "http://unitsofmeasure.org";

}  // namespace

void refuse_at(Json value, Reason reason, Layout layout) {
  const JsonPlace place = value.place();
  throw Refused({.reason = reason, .layout = layout, .line = place.line, .column = place.column});
}

std::string_view without_urn(std::string_view system) noexcept {
  constexpr std::string_view kUrn = "urn:oid:";
  if (system.starts_with(kUrn)) system.remove_prefix(kUrn.size());
  return system;
}

std::string day_of(std::string_view date_time) {
  const std::string_view day = date_time.substr(0, 10);
  if (date_time.size() > 10 && date_time[10] != 'T') return {};
  return calendar_date(day) ? std::string(day) : std::string{};
}

std::string month_of(std::string_view date_time) {
  const std::string_view month = date_time.substr(0, 7);
  return calendar_month(month) ? std::string(month) : std::string{};
}

std::string text_of(Json value, std::size_t limit) {
  const std::string_view text = value.text();
  if (text.size() > limit) refuse_at(value, Reason::text_too_long);
  return std::string(text);
}

std::string scanned_text_of(Json value) {
  if (contains_personal_number(value.text())) refuse_at(value, Reason::personal_number);
  return text_of(value);
}

std::string unit_of(Json quantity) {
  const std::string_view system = quantity["system"].text();
  const Json code = quantity["code"];
  if (!code.text().empty() && (system.empty() || system == kUcum)) return text_of(code);
  return unit_words_of(quantity);
}

std::string unit_words_of(Json quantity) {
  const Json unit = quantity["unit"];
  return text_of(unit.text().empty() ? quantity["code"] : unit);
}

Json extension(Json holder, std::string_view name) {
  for (const Json one : holder["extension"].elements())
    if (one["url"].text().ends_with(name)) return one;
  return {};
}

std::string words_of(Json codeable) {
  if (!codeable["text"].text().empty()) return text_of(codeable["text"]);
  for (const Json coding : codeable["coding"].elements())
    if (!coding["display"].text().empty()) return text_of(coding["display"]);
  return {};
}

}  // namespace kenkod::parse
