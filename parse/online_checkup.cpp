#include "parse/online_checkup.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "common/record_room.hpp"
#include "common/validate.hpp"
#include "parse/decimal.hpp"
#include "parse/oids.hpp"
#include "parse/refusal.hpp"
#include "parse/sax.hpp"
#include "parse/text_values.hpp"

namespace kenkod::parse {
namespace {

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

enum class Name : std::uint8_t {
  other,
  Examination,
  EffectiveTime,
  Item,
  // Fields of an item
  ItemCode,
  ItemName,
  DataType,
  DataValue,
  Unit,
  Oid,
  DataValueName,
  // Of the header
  MessageHeader,
  ProcessExecutionTime,
  ResultCode,
  QualificationsInfo,
  PersonName,
  KanasName,
  Birthday,
  GenderCode,
};
constexpr std::array<std::string_view, 19> kNames{"",
                                                  "SpecificHealthCheckupInfo",
                                                  "EffectiveTime",
                                                  "HealthCheckupResultAndQuestionInfo",
                                                  "ItemCode",
                                                  "ItemName",
                                                  "DataType",
                                                  "DataValue",
                                                  "Unit",
                                                  "Oid",
                                                  "DataValueName",
                                                  "MessageHeader",
                                                  "ProcessExecutionTime",
                                                  "ResultCode",
                                                  "QualificationsInfo",
                                                  "Name",
                                                  "KanasName",
                                                  "Birthday",
                                                  "AdministrativeGenderCode"};
static_assert(kNames.size() == static_cast<std::size_t>(Name::GenderCode) + 1);

Name named(std::string_view element) {
  const auto* const found = std::find(kNames.begin() + 1, kNames.end(), element);
  return found == kNames.end() ? Name::other : static_cast<Name>(found - kNames.begin());
}

class OnlineCheckup final : public SaxHandler {
 public:
  OnlineCheckup(ParsedDocument& parsed, const ItemTables& tables) : parsed_(parsed), tables_(tables) {}

  void start(Element /*element*/, const Attributes& attributes) override {
    path_.push_back(name_of(attributes.element));
    text_.clear();
    if (path_.back() == Name::Examination) {
      date_.clear();
      first_item_ = parsed_.checkup.size();
    } else if (path_.back() == Name::Item) {
      open_item();
    }
  }

  void text(std::string_view text) override {
    const std::size_t limit = path_.back() == Name::DataValue ? kMaxTextBytes : kMaxNameBytes;
    if (text_.size() + text.size() > limit) throw Refused({.reason = Reason::text_too_long});
    text_.append(text);
  }

  void end(Element /*element*/) override {
    const Name name = path_.back();
    path_.pop_back();
    const Name parent = path_.empty() ? Name::other : path_.back();
    if (name == Name::Examination) {
      close_examination();
    } else if (name == Name::Item) {
      close_item();
    } else if (parent == Name::Item) {
      item_field(name);
    } else if (parent == Name::Examination && name == Name::EffectiveTime) {
      date_ = date_of(text_);
    } else if (parent == Name::QualificationsInfo) {
      person_field(name);
    } else if (name == Name::ResultCode && !white(text_) && collapsed(text_) != "1") {
      throw Refused({.reason = Reason::sender_error});
    } else if (parent == Name::MessageHeader && name == Name::ProcessExecutionTime) {
      parsed_.facts.file_date = date_of(text_);
    }
    text_.clear();
  }

  // libxml2 keeps one copy of each name, so that its address is enough to know it again.
  Name name_of(std::string_view element) {
    const auto [entry, fresh] = names_.try_emplace(element.data(), Name::other);
    if (fresh) entry->second = named(element);
    return entry->second;
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
    if (!names_anyone(facts.subject)) facts.warnings.push_back(Warning::subject_not_stated);
    if (subject_doubtful_) facts.warnings.push_back(Warning::identifiers_not_verified);
  }

 private:
  std::string* field(Name name) {
    CheckupItem& item = parsed_.checkup.back();
    switch (name) {
      case Name::ItemCode:
        return &item.code;
      case Name::ItemName:
        return &item.name_received;
      case Name::DataType:
        return &data_type_;
      case Name::DataValue:
        return &item.value;
      case Name::Unit:
        return &item.unit;
      case Name::Oid:
        return &item.value_system;
      case Name::DataValueName:
        return &item.value_meaning;
      default:
        return nullptr;
    }
  }

  void item_field(Name name) {
    std::string* const to = item_open_ ? field(name) : nullptr;
    if (to != nullptr && to->empty() && !white(text_))
      *to = name == Name::DataValue ? text_ : collapsed(text_);
  }

  void person_field(Name name) {
    Subject& subject = parsed_.facts.subject;
    const std::string text = collapsed(text_);
    if (text.empty()) return;
    if (name == Name::PersonName) {
      subject.name = text;
    } else if (name == Name::KanasName) {
      subject.kana = text;
    } else if (name == Name::Birthday) {
      subject.birth_date = date_of(text);
      subject_doubtful_ |= subject.birth_date.empty();
    } else if (name == Name::GenderCode) {
      const bool readable = text == "1" || text == "2";
      if (readable) subject.sex = text;
      subject_doubtful_ |= !readable;
    }
  }

  // Items do not hold others: with one inside, the outer one is forgotten.
  void open_item() {
    if (std::exchange(item_open_, true)) parsed_.checkup.pop_back();
    if (parsed_.checkup.size() >= kMaxItems) throw Refused({.reason = Reason::too_many_observations});
    parsed_.checkup.emplace_back().code_system = oid::kItems;
    data_type_.clear();
  }

  // An item without a value says nothing: how "not performed" is written here is not known.
  void close_item() {
    if (!std::exchange(item_open_, false)) return;
    CheckupItem& item = parsed_.checkup.back();
    if (item.value.empty()) {
      parsed_.checkup.pop_back();
    } else {
      item.type = type_of(item, data_type_, tables_);
    }
  }

  void close_examination() {
    if (parsed_.checkup.size() == first_item_) return;
    if (date_.empty()) throw Refused({.reason = Reason::no_date});
    for (std::size_t i = first_item_; i < parsed_.checkup.size(); ++i) parsed_.checkup[i].date = date_;
    dates_.push_back(date_);
  }

  ParsedDocument& parsed_;
  const ItemTables& tables_;
  std::vector<Name> path_;
  std::unordered_map<const char*, Name> names_;
  std::string text_, date_, data_type_;
  std::size_t first_item_ = 0;
  bool item_open_ = false;
  std::vector<std::string> dates_;
  bool subject_doubtful_ = false;
};

}  // namespace

ParsedDocument parse_online_checkup(std::string_view utf8, const ItemTables& tables) {
  ParsedDocument parsed;
  parsed.facts.kind = Kind::checkup;
  parsed.facts.layout = to_name(Layout::online_checkup);
  // An item takes some 250 bytes; without room for all, they would be moved again and again.
  reserve_records(parsed.checkup, std::min(utf8.size() / 250, kMaxItems));
  OnlineCheckup reader(parsed, tables);
  SaxRun({}, reader).parse(utf8);
  reader.finish();
  return parsed;
}

}  // namespace kenkod::parse
