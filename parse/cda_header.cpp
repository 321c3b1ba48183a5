#include "parse/cda_header.hpp"

#include <algorithm>
#include <array>

#include "parse/oids.hpp"
#include "parse/person_name.hpp"
#include "parse/refusal.hpp"
#include "parse/report_category.hpp"
#include "parse/text_values.hpp"
#include "parse/warn.hpp"

namespace kenkod::parse {
namespace {

using enum Element;

constexpr PathKey kPatient = path_key(ClinicalDocument, recordTarget, patientRole);
constexpr PathKey kAuthor = path_key(ClinicalDocument, author, assignedAuthor);
constexpr PathKey kEvent = path_key(ClinicalDocument, documentationOf, serviceEvent);
constexpr PathKey kFacility = path_key(ClinicalDocument, documentationOf, serviceEvent, performer,
                                       assignedEntity, representedOrganization);

constexpr PathKey below(PathKey parent, Element child) { return parent << 6 | static_cast<PathKey>(child); }

// The order of the strict schema; elements of one rank may repeat.
constexpr std::array<Element, 17> kOrder{
    realmCode,           typeId,          templateId,   id,     code,        title,     effectiveTime,
    confidentialityCode, languageCode,    recordTarget, author, dataEnterer, custodian, informationRecipient,
    participant,         documentationOf, component};
constexpr std::array<Element, 8> kRequired{typeId,       id,     effectiveTime, confidentialityCode,
                                           recordTarget, author, custodian,     component};

void first(std::string& to, std::string_view value) {
  if (to.empty()) to = value;
}

}  // namespace

void CdaHeader::warn(Warning warning) { parse::warn(facts_, warning); }

void CdaHeader::report(const Attributes& attributes) {
  if (report_seen_) return;
  report_seen_ = true;
  const std::string_view code = attributes["code"];
  if (const Layout layout = layout_of_report(code); layout != Layout::tokutei_cda)
    throw Refused({.reason = Reason::not_supported, .layout = layout});
  if (digits(code, 2)) facts_.report = code;
  const std::string_view system = attributes["codeSystem"];
  if (!importable_report(code) || (!system.empty() && system != oid::kReport))
    warn(Warning::report_category_unclear);
}

void CdaHeader::subject_id(const Attributes& attributes) {
  const std::string_view root = attributes["root"], extension = attributes["extension"];
  Subject& subject = facts_.subject;
  for (const auto& [known, to] :
       {std::pair{oid::kInsurer, &subject.insurer_number}, std::pair{oid::kSymbol, &subject.insured_symbol},
        std::pair{oid::kNumber, &subject.insured_number}, std::pair{oid::kBranch, &subject.insured_branch}}) {
    if (root != known || extension.empty()) continue;
    first(*to, extension);
    if (known == oid::kInsurer || known == oid::kNumber) identified_ = true;
  }
}

void CdaHeader::date(std::string& to, std::string_view value) {
  if (to.empty() && !value.empty()) to = date_of(value);
}

void CdaHeader::start(PathKey path, const Attributes& attributes) {
  switch (path) {
    case path_key(ClinicalDocument, code):
      report(attributes);
      break;
    case path_key(ClinicalDocument, effectiveTime):
      date(facts_.file_date, attributes["value"]);
      break;
    case below(kPatient, id):
      subject_id(attributes);
      break;
    case below(below(kPatient, patient), administrativeGenderCode): {
      const std::string_view sex = attributes["code"], system = attributes["codeSystem"];
      const bool readable = (sex == "1" || sex == "2") && (system.empty() || system == oid::kSex);
      if (readable) first(facts_.subject.sex, sex);
      subject_doubtful_ |= !readable;
      break;
    }
    case below(below(kPatient, patient), birthTime):
      date(facts_.subject.birth_date, attributes["value"]);
      subject_doubtful_ |= facts_.subject.birth_date.empty();
      break;
    case below(kAuthor, id):
    case below(below(kAuthor, representedOrganization), id):
      if (attributes["root"] == oid::kFacility) first(facts_.author_code, attributes["extension"]);
      break;
    case below(kEvent, code):
      if (digits(attributes["code"], 3)) first(facts_.programme, attributes["code"]);
      break;
    case below(kEvent, effectiveTime):
      date(exam_date_, attributes["value"]);
      break;
    case below(below(kEvent, effectiveTime), low):
      date(exam_date_, attributes["value"]);
      break;
    case below(kFacility, id):
      if (attributes["root"] == oid::kFacility) first(facts_.facility_code, attributes["extension"]);
      break;
    default:
      break;
  }
}

std::string* CdaHeader::text_target(PathKey path) {
  switch (path) {
    case below(below(kPatient, patient), name):
      return &facts_.subject.name;
    case below(below(kAuthor, representedOrganization), name):
      return &facts_.author;
    case below(kFacility, name):
      return &facts_.facility;
    default:
      return nullptr;
  }
}

void CdaHeader::child_of_root(Element element) {
  if (children_.empty() || children_.back() != element) children_.push_back(element);
  const auto* const found = std::find(kOrder.begin(), kOrder.end(), element);
  const int rank = static_cast<int>(found - kOrder.begin());
  if (found == kOrder.end() || rank < last_rank_) order_broken_ = true;
  last_rank_ = std::max(last_rank_, rank);
}

void CdaHeader::finish() {
  for (std::string* text : {&facts_.subject.name, &facts_.author, &facts_.facility}) *text = collapsed(*text);
  set_only_name(facts_.subject, std::string(facts_.subject.name));
  facts_.date = exam_date_;
  if (facts_.date.empty()) {
    facts_.date = facts_.file_date;
    if (facts_.date.empty()) throw Refused({.reason = Reason::no_date});
    warn(Warning::date_is_file_date);
  }
  if (!report_seen_) warn(Warning::report_category_unclear);
  if (!identified_ || subject_doubtful_) warn(Warning::identifiers_not_verified);
  const bool complete = std::all_of(kRequired.begin(), kRequired.end(), [&](Element needed) {
    return std::find(children_.begin(), children_.end(), needed) != children_.end();
  });
  if (order_broken_ || !complete) warn(Warning::schema_order);
}

}  // namespace kenkod::parse
