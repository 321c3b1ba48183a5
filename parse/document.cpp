#include "parse/document.hpp"

#include <string>
#include <string_view>

#include "parse/cda.hpp"
#include "parse/expense_csv.hpp"
#include "parse/expense_xml.hpp"
#include "parse/fhir.hpp"
#include "parse/medicine_xml.hpp"
#include "parse/online_checkup.hpp"
#include "parse/portal_json.hpp"
#include "parse/portal_xml.hpp"
#include "parse/recognise.hpp"
#include "parse/refusal.hpp"
#include "parse/sax.hpp"

namespace kenkod::parse {
namespace {

bool is_xml(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '<';
}

const ExpenseLayout* described(std::string_view text, const ExpenseLayouts& layouts) {
  if (layouts.empty() || !is_xml(text)) return nullptr;
  const RootElement root = root_element(text);
  return layouts.find(root.name, root.space, text);
}

ParsedDocument keep_raw(std::string_view text) {
  if (auto kept = keep_portal_xml(text)) return *std::move(kept);
  throw Refused({.reason = Reason::not_supported, .layout = Layout::portal_xml});
}

// Under a root that is not known, the levels below may still be the portal's.
ParsedDocument keep_unknown_root(std::string_view text, const Refused& refused) {
  if (refused.refusal().reason == Reason::wrong_root)
    if (auto kept = keep_portal_xml(text)) return *std::move(kept);
  throw refused;
}

ParsedDocument read(std::span<const std::uint8_t> bytes, const InstalledTables& tables, const Cp932& cp932) {
  const std::string_view raw(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  std::string storage;
  // A ZIP or PDF is no text: told apart before its bytes are decoded.
  const bool archive = raw.starts_with("PK\x03\x04") || raw.starts_with("%PDF");
  const std::string_view text = archive ? raw : utf8_document(bytes, cp932, storage);
  if (const ExpenseLayout* const layout = described(text, tables.expense_layouts))
    return parse_expense_xml(text, *layout);
  Layout layout = Layout::unknown;
  try {
    layout = recognise(text);
  } catch (const Refused& refused) {
    return keep_unknown_root(text, refused);
  }
  switch (layout) {
    case Layout::tokutei_cda:
      return parse_cda(text, tables.items);
    case Layout::online_checkup:
      return parse_online_checkup(text, tables.items);
    case Layout::portal_csv:
      return parse_expense_csv(text);
    case Layout::portal_json:
      return keep_portal_json(storage.empty() ? text : raw);  // JSON is UTF-8, as below
    case Layout::portal_xml:
      return keep_raw(text);
    case Layout::medicine_xml:
      return parse_medicine_xml(text);
    case Layout::fhir_bundle:
    case Layout::fhir_resource:
      // JSON is UTF-8 and nothing else: what had to be decoded is refused with the place of the wrong byte.
      return parse_fhir(storage.empty() ? text : raw, tables.items);
    default:
      throw Refused({.reason = Reason::not_supported, .layout = layout});
  }
}

}  // namespace

ParsedDocument parse_document(std::span<const std::uint8_t> bytes, const InstalledTables& tables,
                              const Cp932& cp932) {
  ParsedDocument parsed = read(bytes, tables, cp932);
  tables.ranges.flag(parsed);
  return parsed;
}

}  // namespace kenkod::parse
