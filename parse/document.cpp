#include "parse/document.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "parse/cda.hpp"
#include "parse/checkup_rules.hpp"
#include "parse/expense_csv.hpp"
#include "parse/expense_xml.hpp"
#include "parse/fhir.hpp"
#include "parse/jahis.hpp"
#include "parse/medicine_xml.hpp"
#include "parse/online_checkup.hpp"
#include "parse/portal_json.hpp"
#include "parse/portal_xml.hpp"
#include "parse/recognise.hpp"
#include "parse/refusal.hpp"
#include "parse/sax.hpp"
#include "parse/text_values.hpp"

namespace kenkod::parse {
namespace {

// The first character that is not blank tells the families apart; NUL when there is none.
char first_of(std::string_view text) {
  const std::size_t first = white_before(text);
  return first == text.size() ? '\0' : text[first];
}

std::string_view without_bom(std::string_view text) {
  return text.starts_with(kBom) ? text.substr(kBom.size()) : text;
}

// What is not decoded: a ZIP or PDF is no text, and JSON is UTF-8 and nothing else (its own reader says where
// a byte is not).
bool read_as_it_is(std::string_view raw) {
  const char first = first_of(raw);
  return first == '{' || first == '[' || raw.starts_with("PK\x03\x04") || raw.starts_with("%PDF");
}

const ExpenseLayout* described(std::string_view text, const ExpenseLayouts& layouts) {
  if (layouts.empty() || first_of(text) != '<') return nullptr;
  const RootElement root = root_element(text);
  return layouts.find(root.name, root.space, text);
}

ParsedDocument keep_raw(std::string_view text) {
  if (auto kept = keep_portal_xml(text)) return *std::move(kept);
  throw Refused({.reason = Reason::not_supported, .layout = Layout::portal_xml});
}

ParsedDocument read(std::string_view text, Layout layout, const InstalledTables& tables) {
  switch (layout) {
    case Layout::tokutei_cda:
      return parse_cda(text);
    case Layout::online_checkup:
      return parse_online_checkup(text, tables.items);
    case Layout::medicine_xml:
      return parse_medicine_xml(text);
    case Layout::portal_csv:
      return parse_expense_csv(text);
    case Layout::portal_json:
      return keep_portal_json(text);
    case Layout::portal_xml:
      return keep_raw(text);
    case Layout::fhir_bundle:
    case Layout::fhir_resource:
      return parse_fhir(text, tables.items);
    case Layout::jahis_tc:
      return parse_jahis(text);
    default:
      throw Refused({.reason = Reason::not_supported, .layout = layout});
  }
}

ParsedDocument read(std::string_view text, const InstalledTables& tables) {
  if (const ExpenseLayout* const layout = described(text, tables.expense_layouts))
    return parse_expense_xml(text, *layout);
  Layout layout = Layout::unknown;
  try {
    layout = recognise(text);
  } catch (const Refused& refused) {
    // Under a root that is not known, the levels below may still be the portal's.
    if (refused.refusal().reason == Reason::wrong_root)
      if (auto kept = keep_portal_xml(text)) return *std::move(kept);
    throw;
  }
  return read(text, layout, tables);
}

}  // namespace

ReadDocument::ReadDocument(ParsedDocument read, const InstalledTables& tables) : parsed_(std::move(read)) {
  const DocumentFacts& facts = parsed_.facts;
  if (facts.kind != Kind::checkup) return;
  check_rules(parsed_);
  if (facts.layout == to_name(Layout::tokutei_cda) || facts.layout == to_name(Layout::online_checkup))
    meaning_.emplace(tables.items, facts);
  ranges_.emplace(tables.ranges, parsed_);
}

void ReadDocument::complete(CheckupItem& item) {
  if (meaning_) meaning_->complete(item);
  if (ranges_) ranges_->flag(item);
}

ParsedDocument ReadDocument::completed() && {
  for (CheckupItem& item : parsed_.checkup) complete(item);
  return std::move(parsed_);
}

ReadDocument read_document(std::span<const std::uint8_t> bytes, const InstalledTables& tables,
                           const Cp932& cp932) {
  const std::string_view raw = without_bom({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  std::string storage;
  return {read(read_as_it_is(raw) ? raw : utf8_document(bytes, cp932, storage), tables), tables};
}

}  // namespace kenkod::parse
