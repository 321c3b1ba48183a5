#include "parse/online_checkup.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "common/validate.hpp"
#include "parse/cda_header.hpp"
#include "parse/checkup_meaning.hpp"
#include "parse/decimal.hpp"
#include "parse/oids.hpp"
#include "parse/refusal.hpp"
#include "parse/sax.hpp"

namespace kenkod::parse {
namespace {

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// The meaning of DataType is published nowhere: the item table decides, and a code list the item names
// itself.
ValueType type_of(const CheckupItem& item, std::string_view data_type, const ItemTables& tables) {
  const Item* const row = tables.find(item.code);
  const std::string_view type = row != nullptr ? row->type : data_type;
  if (type == "CO") return ValueType::ordinal;
  if (type == "CD" || !item.value_system.empty()) return ValueType::coded;
  if (type == "PQ") return ValueType::quantity;
  if (type == "ST") return ValueType::text;
  if (!item.value_meaning.empty()) return ValueType::coded;
  return !item.unit.empty() && canonical(item.value) ? ValueType::quantity : ValueType::text;
}

class OnlineCheckup final : public SaxHandler {
 public:
  OnlineCheckup(ParsedDocument& parsed, const ItemTables& tables) : parsed_(parsed), tables_(tables) {}

  void start(Element /*element*/, const Attributes& attributes) override {
    for (const Attribute& one : attributes.all) check(one.value);
    path_.emplace_back(attributes.element);
    text_.clear();
    if (path_.back() == kExamination) {
      date_.clear();
      first_item_ = parsed_.checkup.size();
    } else if (path_.back() == kItem) {
      if (parsed_.checkup.size() >= kMaxItems) throw Refused({.reason = Reason::too_many_observations});
      item_ = {};
      item_.code_system = oid::kItems;
      data_type_.clear();
    }
  }

  void text(std::string_view text) override {
    check(text);
    const std::size_t limit = path_.back() == "DataValue" ? kMaxTextBytes : kMaxNameBytes;
    if (text_.size() + text.size() > limit) throw Refused({.reason = Reason::text_too_long});
    text_.append(text);
  }

  void end(Element /*element*/) override {
    const std::string name = std::move(path_.back());
    path_.pop_back();
    const std::string_view parent = path_.empty() ? std::string_view{} : std::string_view(path_.back());
    if (name == kExamination) {
      close_examination();
    } else if (name == kItem) {
      close_item();
    } else if (parent == kItem) {
      item_field(name);
    } else if (parent == kExamination && name == "EffectiveTime") {
      date_ = date_of(text_);
    } else if (parent == "QualificationsInfo") {
      person_field(name);
    } else if (name == "ResultCode" && !blank(text_) && collapsed(text_) != "1") {
      throw Refused({.reason = Reason::sender_error});
    } else if (parent == "MessageHeader" && name == "ProcessExecutionTime") {
      parsed_.facts.file_date = date_of(text_);
    }
    text_.clear();
  }

  void finish() {
    if (parsed_.checkup.empty()) throw Refused({.reason = Reason::no_results});
    DocumentFacts& facts = parsed_.facts;
    std::sort(dates_.begin(), dates_.end());
    facts.date = dates_.back();
    // Examinations of other years are no revision of these.
    if (dates_.front() != dates_.back()) facts.part = dates_.front() + "/" + dates_.back();
    for (CheckupItem& item : parsed_.checkup)
      if (item.date == facts.date) item.date.clear();
    const Subject& subject = facts.subject;
    if (subject.name.empty() && subject.kana.empty() && subject.birth_date.empty())
      facts.warnings.push_back(Warning::subject_not_stated);
    if (subject_doubtful_) facts.warnings.push_back(Warning::identifiers_not_verified);
  }

 private:
  static constexpr std::string_view kExamination = "SpecificHealthCheckupInfo";
  static constexpr std::string_view kItem = "HealthCheckupResultAndQuestionInfo";

  static void check(std::string_view text) {
    if (!plain_text(text, true)) throw Refused({.reason = Reason::forbidden_character});
  }

  void item_field(std::string_view name) {
    const std::array<std::pair<std::string_view, std::string*>, 7> kFields{
        {{"ItemCode", &item_.code},
         {"ItemName", &item_.name_received},
         {"DataType", &data_type_},
         {"DataValue", &item_.value},
         {"Unit", &item_.unit},
         {"Oid", &item_.value_system},
         {"DataValueName", &item_.value_meaning}}};
    for (const auto& [known, to] : kFields)
      if (name == known && to->empty() && !blank(text_)) *to = to == &item_.value ? text_ : collapsed(text_);
  }

  void person_field(std::string_view name) {
    Subject& subject = parsed_.facts.subject;
    const std::string text = collapsed(text_);
    if (text.empty()) return;
    if (name == "Name") {
      subject.name = text;
    } else if (name == "KanasName") {
      subject.kana = text;
    } else if (name == "Birthday") {
      subject.birth_date = date_of(text);
      subject_doubtful_ |= subject.birth_date.empty();
    } else if (name == "AdministrativeGenderCode") {
      const bool readable = text == "1" || text == "2";
      if (readable) subject.sex = text;
      subject_doubtful_ |= !readable;
    }
  }

  // An item without a value says nothing: how "not performed" is written here is not known.
  void close_item() {
    if (item_.value.empty()) return;
    item_.type = type_of(item_, data_type_, tables_);
    parsed_.checkup.push_back(std::move(item_));
  }

  void close_examination() {
    if (parsed_.checkup.size() == first_item_) return;
    if (date_.empty()) throw Refused({.reason = Reason::no_date});
    for (std::size_t i = first_item_; i < parsed_.checkup.size(); ++i) parsed_.checkup[i].date = date_;
    dates_.push_back(date_);
  }

  ParsedDocument& parsed_;
  const ItemTables& tables_;
  std::vector<std::string> path_;  // local names
  std::string text_, date_, data_type_;
  CheckupItem item_;
  std::size_t first_item_ = 0;
  std::vector<std::string> dates_;
  bool subject_doubtful_ = false;
};

}  // namespace

ParsedDocument parse_online_checkup(std::string_view utf8, const ItemTables& tables) {
  ParsedDocument parsed;
  parsed.facts.kind = Kind::checkup;
  parsed.facts.layout = to_name(Layout::online_checkup);
  OnlineCheckup reader(parsed, tables);
  SaxRun({}, reader).parse(utf8);
  reader.finish();
  CheckupMeaning meaning(tables, parsed.facts);
  for (CheckupItem& item : parsed.checkup) meaning.complete(item);
  return parsed;
}

}  // namespace kenkod::parse
