#include "parse/document.hpp"

#include <string>
#include <string_view>

#include "parse/cda.hpp"
#include "parse/jahis.hpp"
#include "parse/medicine_xml.hpp"
#include "parse/recognise.hpp"
#include "parse/refusal.hpp"

namespace kenkod::parse {

ParsedDocument parse_document(std::span<const std::uint8_t> bytes, const InstalledTables& tables,
                              const Cp932& cp932) {
  const std::string_view raw(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  std::string storage;
  // A ZIP or PDF is no text: told apart before its bytes are decoded.
  const bool archive = raw.starts_with("PK\x03\x04") || raw.starts_with("%PDF");
  const std::string_view text = archive ? raw : utf8_document(bytes, cp932, storage);
  const Layout layout = recognise(text);
  switch (layout) {
    case Layout::tokutei_cda:
      return parse_cda(text, tables.items);
    case Layout::medicine_xml:
      return parse_medicine_xml(text);
    case Layout::jahis_tc:
      return parse_jahis(text);
    default:
      throw Refused({.reason = Reason::not_supported, .layout = layout});
  }
}

}  // namespace kenkod::parse
