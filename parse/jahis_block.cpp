#include "parse/jahis_block.hpp"

#include <algorithm>
#include <charconv>

#include "common/validate.hpp"
#include "parse/decimal.hpp"
#include "parse/japanese_date.hpp"
#include "parse/medication_note.hpp"
#include "parse/refusal.hpp"
#include "parse/text_values.hpp"
#include "parse/warn.hpp"

namespace kenkod::parse {
namespace {

// Prefecture, table and number of a facility as its ten digits; empty when one of them is missing or odd.
std::string facility_code(std::string_view prefecture, std::string_view table, std::string_view number) {
  if ((!digits(prefecture, 2) && !digits(prefecture, 1)) || !digits(table, 1) || !digits(number, 7))
    return {};
  return std::string(prefecture.size() == 1 ? "0" : "").append(prefecture).append(table).append(number);
}

std::uint32_t group_of(std::string_view rp) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(rp.data(), rp.data() + rp.size(), number);
  return error == std::errc{} && end == rp.data() + rp.size() && number <= kMaxItems ? number : 0;
}

// 医療機関等提供情報 (411) by its kind.
std::string_view provided_information(std::string_view kind) {
  if (kind == "30") return "入院中の副作用情報: ";
  if (kind == "31") return "退院後の療養に必要な情報: ";
  return "医療機関等提供情報: ";
}

std::string patient_entry(std::string_view text, std::string_view date_text) {
  const std::string date = japanese_date(date_text);
  std::string note("患者等記入");
  if (!date_text.empty()) note.append(" ").append(date.empty() ? date_text : std::string_view(date));
  return note.append(": ").append(text);
}

void join(std::string& names, std::string_view name) {
  if (name.empty()) return;
  if (!names.empty()) names.append("、");
  names.append(name);
  if (names.size() > kMaxNameBytes) throw Refused({.reason = Reason::text_too_long});
}

}  // namespace

MedicationSource JahisBlocks::source_of(std::string_view creator) const {
  if (creator == "1") return MedicationSource::dispensed;
  return creator == "2" || patient_side_ ? MedicationSource::own_entry : MedicationSource::dispensed;
}

MedicationItem& JahisBlocks::add_item() {
  if (items_.size() >= kMaxItems) throw Refused({.reason = Reason::too_many_observations});
  return items_.emplace_back();
}

bool JahisBlocks::read(const JahisLine& line) {
  switch (line.record()) {
    case 5:
      close();
      open(line[1]);
      return true;
    case 11:
      if (facility_seen_) close();
      require_open();
      facility(line);
      return true;
    case 15:
      require_open();
      join(pharmacist_, line[1]);
      return true;
    case 51:
      require_open();
      prescriber(line);
      return true;
    case 55:
      require_open();
      doctor_ = line[1];
      department_ = line[2];
      forget_rps();
      return true;
    case 201:
      require_open();
      drug(line);
      return true;
    case 301:
      require_open();
      usage(line);
      return true;
    case 281:
    case 291:
    case 311:
    case 391:
      require_open();
      rp_note(line);
      return true;
    case 401:
    case 501:
      block_note(std::string(line[1]), false);
      return true;
    case 411:
      block_note(std::string(provided_information(line[2])).append(line[1]), false);
      return true;
    case 421:
      block_note(std::string("残薬: ").append(line[1]), false);
      return true;
    case 601:
      block_note(patient_entry(line[1], line[2]), true);
      return true;
    default:
      return false;
  }
}

void JahisBlocks::open(std::string_view date) {
  open_ = true;
  begin_ = items_.size();
  date_ = japanese_date(date);
  date_received_ = date_.empty() ? date : std::string_view{};
}

void JahisBlocks::require_open() {
  if (open_) return;
  open({});
  warn(Warning::part_missing);
}

void JahisBlocks::facility(const JahisLine& line) {
  facility_seen_ = true;
  facility_ = line[1];
  facility_code_ = facility_code(line[2], line[3], line[4]);
  if (facility_code_.empty() && !patient_side_) warn(Warning::part_missing);
}

void JahisBlocks::prescriber(const JahisLine& line) {
  prescriber_seen_ = true;
  prescriber_ = line[1];
  prescriber_code_ = facility_code(line[2], line[3], line[4]);
  doctor_.clear();
  department_.clear();
  forget_rps();
}

void JahisBlocks::forget_rps() { rp_numbers_.clear(); }

JahisBlocks::Rp* JahisBlocks::rp_named(std::string_view number) {
  const auto found = rp_numbers_.find(number);
  return found == rp_numbers_.end() ? nullptr : &rps_[found->second];
}

void JahisBlocks::drug(const JahisLine& line) {
  if (line[2].empty() && line[6].empty())
    throw Refused({.reason = Reason::bad_line, .line = line.line(), .column = line.column(2)});
  MedicationItem& item = add_item();
  item.source = source_of(line[7]);
  budget_.fill(item.prescriber_code, prescriber_code_);
  budget_.fill(item.prescriber, prescriber_);
  budget_.fill(item.doctor, doctor_);
  budget_.fill(item.department, department_);
  item.group = group_of(line[1]);
  item.name = line[2];
  if (item.name.empty()) parse::warn(item, Warning::part_missing);
  item.amount = line[3];
  if (auto number = canonical(item.amount)) {
    item.amount_decimal = std::move(*number);
  } else if (!item.amount.empty()) {
    parse::warn(item, Warning::amount_not_a_number);
  }
  item.unit = line[4];
  set_jahis_code(item, line[5], line[6]);
  item.generic_name = line[8];
  item.generic_code = line[10];
  Rp* rp = rp_named(line[1]);
  if (rp == nullptr || rp->closed) {
    rp_numbers_[line[1]] = rps_.size();
    rp = &rps_.emplace_back();
  }
  rp->items.push_back(items_.size() - 1);
}

void JahisBlocks::usage(const JahisLine& line) {
  Rp* const rp = rp_named(line[1]);
  if (rp == nullptr || rp->closed) {
    warn(Warning::part_missing);  // a usage of nothing
    return;
  }
  rp->closed = true;
  // Materials (9) and others (10) need no words for how to use them.
  const bool nameless = line[2].empty() && line[5] != "9" && line[5] != "10";
  for (const std::size_t i : rp->items) {
    MedicationItem& item = items_[i];
    budget_.fill(item.usage, line[2]);
    budget_.fill(item.usage_code, line[7]);
    budget_.fill(item.times, line[3]);
    budget_.fill(item.times_unit, line[4]);
    budget_.fill(item.form, line[5]);
    if (nameless) parse::warn(item, Warning::part_missing);
  }
}

void JahisBlocks::rp_note(const JahisLine& line) {
  if (line[2].empty()) return;
  if (const Rp* const rp = rp_named(line[1])) {
    give(rp->items, std::string(line[2]));
  } else {
    warn(Warning::part_missing);  // said of an RP that is not there: kept with the block
    block_note(std::string(line[2]), false);
  }
}

void JahisBlocks::block_note(std::string note, bool by_patient) {
  require_open();
  patient_notes_only_ = patient_notes_only_ && by_patient;
  notes_.push_back(std::move(note));
}

void JahisBlocks::give(const std::vector<std::size_t>& items, const std::string& note) {
  for (const std::size_t i : items) {
    budget_.spend(note.size());
    add_note(items_[i], note);
  }
}

void JahisBlocks::close() {
  if (!open_) return;
  for (const Rp& rp : rps_)
    if (!rp.closed)
      for (const std::size_t i : rp.items) parse::warn(items_[i], Warning::part_missing);
  const bool drugs = items_.size() > begin_;
  if (!patient_side_ && (!facility_seen_ || (drugs && !prescriber_seen_))) warn(Warning::part_missing);
  if (!drugs && !notes_.empty()) {
    const bool own = patient_notes_only_ || patient_side_;
    add_item().source = own ? MedicationSource::own_entry : MedicationSource::dispensed;
  }
  for (std::size_t i = begin_; i < items_.size(); ++i) {
    MedicationItem& item = items_[i];
    budget_.fill(item.facility_code, facility_code_);
    budget_.fill(item.facility, facility_);
    budget_.fill(item.pharmacist, pharmacist_);
    item.notes.reserve(std::min(item.notes.size() + notes_.size(), kMaxNotes));
    for (const std::string& note : notes_) {
      budget_.spend(note.size());
      add_note(item, note);
    }
    item.date = date_;
    if (date_.empty()) (void)jahis_date(item, date_received_, "調剤年月日");
  }
  if (items_.size() > begin_) ranges_.push_back({begin_, items_.size()});
  open_ = facility_seen_ = prescriber_seen_ = false;
  for (std::string* text :
       {&facility_code_, &facility_, &pharmacist_, &prescriber_code_, &prescriber_, &doctor_, &department_})
    text->clear();
  notes_.clear();
  patient_notes_only_ = true;
  rps_.clear();
  forget_rps();
}

void JahisBlocks::warn(Warning warning) { parse::warn(facts_, warning); }

}  // namespace kenkod::parse
