#include "parse/document.hpp"

#include <string>
#include <string_view>

#include "parse/cda.hpp"
#include "parse/fhir.hpp"
#include "parse/recognise.hpp"
#include "parse/refusal.hpp"

namespace kenkod::parse {
namespace {

// JSON is UTF-8 and nothing else. Its own reader says where a byte is not.
std::string_view json_document(std::string_view raw) {
  constexpr std::string_view kBom = "\xEF\xBB\xBF";
  if (raw.starts_with(kBom)) raw.remove_prefix(kBom.size());
  const std::size_t first = raw.find_first_not_of(" \t\r\n");
  const bool json = first != std::string_view::npos && (raw[first] == '{' || raw[first] == '[');
  return json ? raw : std::string_view{};
}

}  // namespace

ParsedDocument parse_document(std::span<const std::uint8_t> bytes, const InstalledTables& tables,
                              const Cp932& cp932) {
  const std::string_view raw(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  std::string storage;
  // A ZIP or PDF is no text: told apart before its bytes are decoded.
  const bool archive = raw.starts_with("PK\x03\x04") || raw.starts_with("%PDF");
  const std::string_view json = json_document(raw);
  const std::string_view text = archive ? raw : !json.empty() ? json : utf8_document(bytes, cp932, storage);
  const Layout layout = recognise(text);
  switch (layout) {
    case Layout::tokutei_cda:
      return parse_cda(text, tables.items);
    case Layout::fhir_bundle:
    case Layout::fhir_resource:
      return parse_fhir(text, tables.items);
    default:
      throw Refused({.reason = Reason::not_supported, .layout = layout});
  }
}

}  // namespace kenkod::parse
