#include "parse/medicine_xml.hpp"

#include <algorithm>

#include "common/record_room.hpp"
#include "common/validate.hpp"
#include "parse/copy_budget.hpp"
#include "parse/decimal.hpp"
#include "parse/drug_codes.hpp"
#include "parse/medication_facts.hpp"
#include "parse/medicine_xml_branches.hpp"
#include "parse/medicine_xml_elements.hpp"
#include "parse/person_name.hpp"
#include "parse/refusal.hpp"
#include "parse/sax.hpp"
#include "parse/text_values.hpp"

namespace kenkod::parse {
namespace {

using Role = MedicineRole;

constexpr std::size_t kMaxReceivedDay = 64;  // of what should be eight digits

// Facility and days of a month block, or of one day in it, where they are written again.
struct Place {
  std::string facility_code, facility, prescriber_code, prescriber;
  std::string month, day, prescribed_day;  // as received
  std::size_t first = 0;                   // record
  std::size_t depth = 0;                   // of the element; 0 = not open

  void open(std::size_t at_depth, std::size_t record) {
    for (std::string* text :
         {&facility_code, &facility, &prescriber_code, &prescriber, &month, &day, &prescribed_day})
      text->clear();
    first = record;
    depth = at_depth;
  }
};

// "202609" → "2026-09"; empty when that is no month.
std::string month_of(std::string_view text) {
  if (text.size() != 6) return {};
  std::string month = std::string(text.substr(0, 4)).append("-").append(text.substr(4));
  return calendar_month(month) ? month : std::string();
}

// ResultCode: nothing, or 1 with or without zeros before it.
bool normal(std::string_view result) {
  return result.empty() || (result.back() == '1' && result.find_first_not_of('0') == result.size() - 1);
}

class MedicineReader final : public SaxHandler {
 public:
  MedicineReader(ParsedDocument& parsed, CopyBudget budget)
      : run_({.space = ""}, *this), facts_(parsed.facts), items_(parsed.medication), budget_(budget) {}

  void read(std::string_view utf8) {
    run_.parse(utf8);
    finish();
  }
  [[nodiscard]] bool several_branches() const { return several_branches_; }

  void start(Element element, const Attributes& /*attributes*/) override {
    ++depth_;
    if (leaf_depth_ != 0) return;  // nothing of ours is written inside a text
    const MedicineMeaning meaning = medicine_meaning(element);
    switch (meaning.role) {
      case Role::none:
        return;
      case Role::header:
        if (header_depth_ == 0) header_depth_ = depth_;
        return;
      case Role::month_block:
        if (month_.depth == 0) open_month(meaning.branch);
        return;
      case Role::day_block:
        if (day_.depth == 0) day_.open(depth_, items_.size());
        return;
      case Role::drug_block:
        if (drug_depth_ == 0) open_drug(month_.depth != 0 ? branch_ : meaning.branch);
        return;
      default:
        open_leaf(meaning.role);
    }
  }

  void text(std::string_view text) override {
    if (target_ == nullptr || depth_ != leaf_depth_) return;
    text = trimmed(text);
    if (target_->size() + text.size() > kMaxNameBytes) throw Refused({.reason = Reason::text_too_long});
    target_->append(text);
  }

  void end(Element /*element*/) override {
    if (depth_ == leaf_depth_) {
      leaf_depth_ = 0;
      target_ = nullptr;
    } else if (depth_ == drug_depth_) {
      close_drug();
    } else if (depth_ == day_.depth) {
      close(day_);
    } else if (depth_ == month_.depth) {
      close(month_);
    } else if (depth_ == header_depth_) {
      header_depth_ = 0;
    }
    --depth_;
  }

 private:
  void open_month(MedicationSource branch) {
    if (month_seen_ && branch != branch_) several_branches_ = true;
    month_seen_ = true;
    branch_ = branch;
    month_.open(depth_, items_.size());
  }

  void open_drug(MedicationSource branch) {
    if (items_.size() >= kMaxItems) throw Refused({.reason = Reason::too_many_observations});
    items_.emplace_back().source = branch;
    drug_depth_ = depth_;
    instruction_.clear();
  }

  void open_leaf(Role role) {
    std::string* const target = drug_depth_ != 0 ? drug_text(role) : other_text(role);
    if (target == nullptr) return;
    leaf_depth_ = depth_;
    target_ = target->empty() ? target : nullptr;  // the first one counts
  }

  std::string* drug_text(Role role) {
    MedicationItem& item = items_.back();
    switch (role) {
      case Role::code:
        return &item.code;
      case Role::drug_name:
        return &item.name;
      case Role::amount:
        return &item.amount;
      case Role::unit:
        return &item.unit;
      case Role::usage:
        return &item.usage;
      case Role::instruction:
        return &instruction_;
      case Role::times:
        return &item.times;
      case Role::ingredient:
        return &item.ingredient;
      case Role::form:
        return &item.form;
      default:
        return nullptr;
    }
  }

  std::string* other_text(Role role) {
    if (role == Role::result) return &result_;
    if (role == Role::message) return &message_;
    if (day_.depth != 0) return place_text(day_, role);
    if (month_.depth != 0) return place_text(month_, role);
    return header_depth_ != 0 ? header_text(role) : nullptr;
  }

  std::string* header_text(Role role) {
    switch (role) {
      case Role::name:
        return &facts_.subject.name;
      case Role::kana:
        return &facts_.subject.kana;
      case Role::birth:
        return &birth_;
      case Role::sex:
        return &sex_;
      case Role::file_time:
        return &file_time_;
      default:
        return nullptr;
    }
  }

  static std::string* place_text(Place& place, Role role) {
    switch (role) {
      case Role::month:
        return &place.month;
      case Role::facility_code:
        return &place.facility_code;
      case Role::facility:
        return &place.facility;
      case Role::prescriber_code:
        return &place.prescriber_code;
      case Role::prescriber:
        return &place.prescriber;
      case Role::day:
        return &place.day;
      case Role::prescribed_day:
        return &place.prescribed_day;
      default:
        return nullptr;
    }
  }

  void close_drug() {
    drug_depth_ = 0;
    MedicationItem& item = items_.back();
    if (item.code.empty() && item.name.empty()) {  // nothing says what it was
      items_.pop_back();
      drug_without_name_ = true;
      return;
    }
    if (item.code.empty()) {
      item.warnings.push_back(Warning::code_missing);
    } else {
      item.code_system = drug::kReceipt;
      if (!digits(item.code, 9)) item.warnings.push_back(Warning::outside_format);
    }
    if (!item.amount.empty()) {
      if (auto number = canonical(item.amount)) {
        item.amount_decimal = std::move(*number);
      } else {
        item.warnings.push_back(Warning::amount_not_a_number);
      }
    }
    if (!instruction_.empty()) item.notes.push_back(instruction_);
  }

  // Facility and dates may be written before or after the medicines: they are given out at the end.
  void close(Place& place) {
    place.depth = 0;
    const std::string day = date_of(place.day), prescribed = date_of(place.prescribed_day);
    const std::string month = month_of(place.month);
    const bool outer = &place == &month_;
    for (std::size_t i = place.first; i < items_.size(); ++i) {
      MedicationItem& item = items_[i];
      budget_.fill(item.facility_code, place.facility_code);
      budget_.fill(item.facility, place.facility);
      budget_.fill(item.prescriber_code, place.prescriber_code);
      budget_.fill(item.prescriber, place.prescriber);
      budget_.fill(item.date, day);
      const bool prescribing = item.source == MedicationSource::prescribed;
      budget_.fill(item.prescribed_date, prescribing && prescribed.empty() ? day : prescribed);
      if (day.empty() && !place.day.empty()) {
        if (place.day.size() > kMaxReceivedDay) throw Refused({.reason = Reason::text_too_long});
        budget_.spend(place.day.size());
        item.notes.push_back(std::string("年月日: ").append(place.day));
      }
      if (outer) budget_.fill(item.date, month);
    }
  }

  void finish() {
    for (MedicationItem& item : items_) {
      if (item.date.size() == 10) continue;
      item.warnings.push_back(Warning::date_unclear);
      if (item.date.empty()) item.date = item.prescribed_date;
    }
    facts_.file_date = date_of(file_time_);
    facts_.subject.birth_date = date_of(birth_);
    if (sex_ == "1" || sex_ == "2") facts_.subject.sex = sex_;
    if (facts_.subject.kana.empty()) set_only_name(facts_.subject, std::string(facts_.subject.name));
    if (drug_without_name_) facts_.warnings.push_back(Warning::part_missing);
    if (!normal(result_) && (!message_.empty() || items_.empty()))
      throw Refused({.reason = Reason::sender_error});
    if (items_.empty() && !month_seen_)
      throw Refused({.reason = Reason::not_supported, .layout = Layout::online_qualification});
    if (items_.empty()) throw Refused({.reason = Reason::no_results});
  }

  SaxRun run_;
  DocumentFacts& facts_;
  std::vector<MedicationItem>& items_;
  CopyBudget budget_;
  std::size_t depth_ = 0, leaf_depth_ = 0, drug_depth_ = 0, header_depth_ = 0;
  Place month_, day_;
  MedicationSource branch_ = MedicationSource::claim;
  bool month_seen_ = false, several_branches_ = false, drug_without_name_ = false;
  std::string* target_ = nullptr;
  std::string instruction_, result_, message_, birth_, sex_, file_time_;
};

}  // namespace

ParsedDocument parse_medicine_xml(std::string_view utf8) {
  ParsedDocument parsed;
  parsed.facts.kind = Kind::medication;
  parsed.facts.layout = to_name(Layout::medicine_xml);
  // A medicine takes some 200 bytes; without room for all, they would be moved again and again.
  reserve_records(parsed.medication, std::min(utf8.size() / 200, kMaxItems));
  MedicineReader reader(parsed, CopyBudget(utf8.size()));
  reader.read(utf8);
  if (reader.several_branches()) keep_best_branch(parsed.medication);
  complete_facts(parsed);
  return parsed;
}

}  // namespace kenkod::parse
