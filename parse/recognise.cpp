#include "parse/recognise.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "parse/refusal.hpp"
#include "parse/sax.hpp"
#include "parse/text_values.hpp"

namespace kenkod::parse {
namespace {

struct Root {
  std::string_view name, space;
  Layout layout;
};

constexpr std::string_view kClaims2007 = "http://tokuteikenshin.jp/checkup/2007";
constexpr std::string_view kClaims = "https://www.mhlw.go.jp/stf/seisakunitsuite/bunya/0000161103.html";

constexpr std::array<Root, 16> kRoots{{
    {"ClinicalDocument", "urn:hl7-org:v3", Layout::tokutei_cda},
    {"kenkodExport", "https://kenkod.org/ns/export/1", Layout::kenkod_export},
    {"checkupClaim", kClaims, Layout::checkup_claim},
    {"checkupClaim", kClaims2007, Layout::checkup_claim},
    {"healthGuidanceClaim", kClaims, Layout::guidance_claim},
    {"healthGuidanceClaim", kClaims2007, Layout::guidance_claim},
    {"index", kClaims, Layout::submission_index},
    {"index", kClaims2007, Layout::submission_index},
    {"summary", kClaims, Layout::submission_summary},
    {"summary", kClaims2007, Layout::submission_summary},
    {"XmlMsg", "", Layout::online_qualification},
    {"Message", "", Layout::online_qualification},
    {"わたしの情報", "", Layout::portal_xml},
    {"医療費通知情報", "", Layout::portal_xml},
    {"薬剤情報", "", Layout::portal_xml},
    {"特定健診情報", "", Layout::portal_xml},
}};

constexpr std::string_view kEtax = "http://xml.e-tax.nta.go.jp/XSD/kyotsu";

// memmem: a document without the word is read to its end, up to 10 MiB.
bool holds(std::string_view text, std::string_view word) {
  return memmem(text.data(), text.size(), word.data(), word.size()) != nullptr;
}

// One root for questions and answers of many kinds: what is inside decides.
Layout recognise_online(std::string_view text) {
  if (holds(text, "<SpecificHealthCheckupInfo")) return Layout::online_checkup;
  // An answer with a result code may hold an error instead of medicines: their parser says so.
  for (const std::string_view word : {"<MeTrMonthInf", "<CzDiInf", "<ShPrInf", "<ResultCode"})
    if (holds(text, word)) return Layout::medicine_xml;
  return Layout::online_qualification;
}

Layout recognise_xml(std::string_view text) {
  const RootElement root = root_element(text);
  if (root.space == kEtax) return Layout::etax_certificate;
  const auto* const found = std::find_if(kRoots.begin(), kRoots.end(), [&](const Root& known) {
    return known.name == root.name && known.space == root.space;
  });
  if (found != kRoots.end())
    return found->layout == Layout::online_qualification ? recognise_online(text) : found->layout;
  throw Refused({.reason = Reason::wrong_root, .line = 1, .element = element_named(root.name)});
}

// JSON is told apart by its words: which comes first in a FHIR file is not fixed, so that its reader says
// whether it is a Bundle.
Layout recognise_json(std::string_view text) {
  if (text.find("\"resourceType\"") != std::string_view::npos) {
    const std::string_view head = text.substr(0, 65'536);
    const std::size_t colon = head.find(':', head.find("\"resourceType\""));
    const std::size_t value = head.find('"', colon);
    const bool bundle = value != std::string_view::npos && head.substr(value + 1).starts_with("Bundle");
    return bundle ? Layout::fhir_bundle : Layout::fhir_resource;
  }
  if (text.substr(0, 65'536).find("\"わたしの情報\"") != std::string_view::npos) return Layout::portal_json;
  throw Refused({.reason = Reason::unknown_file});
}

}  // namespace

Layout recognise(std::string_view text) {
  if (text.starts_with("PK\x03\x04")) return Layout::zip;
  if (text.starts_with("%PDF")) return Layout::pdf;
  const std::size_t first = white_before(text);
  if (first == text.size()) throw Refused({.reason = Reason::unknown_file});
  const std::string_view rest = text.substr(first);
  if (rest.front() == '<') return recognise_xml(text);
  if (rest.front() == '{' || rest.front() == '[') return recognise_json(rest);
  if (rest.starts_with("JAHISTC") && digits(rest.substr(7, 2), 2)) return Layout::jahis_tc;
  if (rest.starts_with("JAHIS") && digits(rest.substr(5, 2), 2)) return Layout::jahis_prescription;
  if (rest.starts_with("わたしの情報") || rest.starts_with("\"わたしの情報\"")) return Layout::portal_csv;
  throw Refused({.reason = Reason::unknown_file});
}

}  // namespace kenkod::parse
