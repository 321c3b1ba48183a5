#include "parse/fhir_code.hpp"

#include "parse/fhir_text.hpp"
#include "parse/oids.hpp"

namespace kenkod::parse {
namespace {

constexpr std::string_view kJlac10 = "1.2.392.200119.4.504";

bool is_jlac10(std::string_view system) {
  return system == kJlac10 || system.find("jlac10") != std::string_view::npos ||
         system.find("JLAC10") != std::string_view::npos;
}

// Smaller is better; codes of a facility last.
int rank(std::string_view code, std::string_view system, const ItemTables& tables) {
  const bool items = system == oid::kItems || is_jlac10(system);
  if (items && tables.find(code) != nullptr) return 0;
  if (items || system.starts_with("1.2.392.100495.100.")) return 1;
  if (system.find("LocalCode") != std::string_view::npos) return 3;
  for (const std::string_view official :
       {"http://jpfhir.jp/", "http://medis.or.jp/", "http://loinc.org", "1."})
    if (system.starts_with(official)) return 2;
  return 3;
}

}  // namespace

FhirCode item_code(Json codeable, const ItemTables& tables) {
  Json chosen;
  int best = 4;
  std::string other_name;
  for (const Json coding : codeable["coding"].elements()) {
    const std::string_view code = coding["code"].text();
    if (other_name.empty()) other_name = text_of(coding["display"]);
    if (code.empty()) continue;
    const int this_rank = rank(code, without_urn(coding["system"].text()), tables);
    if (this_rank >= best) continue;
    best = this_rank;
    chosen = coding;
  }
  FhirCode found{scanned_text_of(chosen["code"]), std::string(), text_of(chosen["display"])};
  const std::string system = text_of(chosen["system"]);
  found.system = best == 0 ? oid::kItems : without_urn(system);
  if (found.name.empty()) found.name = other_name;
  if (found.name.empty()) found.name = words_of(codeable);
  return found;
}

}  // namespace kenkod::parse
