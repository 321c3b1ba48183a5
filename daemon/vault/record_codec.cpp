#include "vault/record_codec.hpp"

#include <array>
#include <type_traits>

namespace kenkod::vault {
namespace {

constexpr std::string_view kPart = "records";

// One list of fields serves both directions: Packer and Unpacker walk the same members in the same order.
class Packer {
 public:
  explicit Packer(ByteWriter& out) : out_(out) {}
  void text(const std::string& text) { out_.text(text); }
  void number(std::uint32_t number) { out_.compact(number); }
  template <class E>
  void choice(E value) {
    out_.u8(static_cast<std::uint8_t>(value));
  }
  void texts(const std::vector<std::string>& list) {
    out_.compact(list.size());
    for (const auto& one : list) text(one);
  }
  void warnings(const std::vector<Warning>& list) {
    out_.compact(list.size());
    for (const Warning one : list) choice(one);
  }

 private:
  ByteWriter& out_;
};

class Unpacker {
 public:
  explicit Unpacker(ByteReader& in) : in_(in) {}
  void text(std::string& text) { text = in_.text(); }
  void number(std::uint32_t& number) { number = static_cast<std::uint32_t>(in_.compact()); }
  template <class E>
  void choice(E& value) {
    value = static_cast<E>(in_.u8());
    if (!known(value)) throw damaged(kPart);
  }
  void texts(std::vector<std::string>& list) {
    for (auto left = in_.compact(); left > 0; --left) list.push_back(in_.text());
  }
  void warnings(std::vector<Warning>& list) {
    for (auto left = in_.compact(); left > 0; --left) choice(list.emplace_back());
  }

 private:
  ByteReader& in_;
};

template <class Way, class Facts>
void walk_facts(Way way, Facts& facts) {
  way.choice(facts.kind);
  auto& subject = facts.subject;
  for (auto* text :
       {&facts.layout, &facts.report, &facts.programme, &facts.part, &facts.date, &facts.file_date,
        &facts.facility_code, &facts.facility, &facts.author_code, &facts.author, &subject.name,
        &subject.kana, &subject.sex, &subject.birth_date, &subject.insurer_number, &subject.insured_symbol,
        &subject.insured_number, &subject.insured_branch})
    way.text(*text);
  way.warnings(facts.warnings);
}

template <class Way, class Person>
void walk_person(Way way, Person& person) {
  for (auto* text : {&person.name, &person.kana, &person.sex, &person.birth_date}) way.text(*text);
}

template <class Way, class Item>
  requires std::is_same_v<std::remove_const_t<Item>, CheckupItem>
void walk(Way way, Item& item) {
  for (auto* text :
       {&item.date,       &item.section,      &item.code,          &item.value,      &item.decimal,
        &item.unit,       &item.series,       &item.code_system,   &item.name,       &item.name_received,
        &item.category,   &item.value_system, &item.value_meaning, &item.range.low,  &item.range.high,
        &item.range.unit, &item.method,       &item.author,        &item.flag_basis, &item.group_relation})
    way.text(*text);
  way.choice(item.type);
  way.choice(item.qualifier);
  way.choice(item.absence);
  way.choice(item.interpretation);
  way.choice(item.flag);
  way.number(item.group);
  way.warnings(item.warnings);
}

template <class Way, class Item>
  requires std::is_same_v<std::remove_const_t<Item>, MedicationItem>
void walk(Way way, Item& item) {
  way.choice(item.source);
  way.number(item.group);
  for (auto* text : {&item.date,       &item.prescribed_date, &item.end_date,     &item.facility_code,
                     &item.facility,   &item.prescriber_code, &item.prescriber,   &item.doctor,
                     &item.department, &item.pharmacist,      &item.code,         &item.code_system,
                     &item.name,       &item.generic_name,    &item.generic_code, &item.ingredient,
                     &item.amount,     &item.amount_decimal,  &item.unit,         &item.usage,
                     &item.usage_code, &item.times,           &item.times_unit,   &item.form})
    way.text(*text);
  way.texts(item.notes);
  way.warnings(item.warnings);
}

template <class Way, class Item>
  requires std::is_same_v<std::remove_const_t<Item>, ExpenseItem>
void walk(Way way, Item& item) {
  for (auto* text : {&item.month, &item.person, &item.category, &item.days, &item.facility}) way.text(*text);
  for (auto* amount : {&item.total, &item.insurer, &item.other_public, &item.own}) {
    way.text(amount->text);
    way.text(amount->yen);
  }
  way.warnings(item.warnings);
}

}  // namespace

void encode(ByteWriter& out, const DocumentFacts& facts) { walk_facts(Packer(out), facts); }

DocumentFacts decode_facts(Bytes bytes) {
  ByteReader in(bytes, kPart);
  DocumentFacts facts;
  walk_facts(Unpacker(in), facts);
  in.finish();
  return facts;
}

void encode(ByteWriter& out, const CheckupItem& item) { walk(Packer(out), item); }
void encode(ByteWriter& out, const MedicationItem& item) { walk(Packer(out), item); }
void encode(ByteWriter& out, const ExpenseItem& item) { walk(Packer(out), item); }
void decode(ByteReader& in, CheckupItem& item) { walk(Unpacker(in), item); }
void decode(ByteReader& in, MedicationItem& item) { walk(Unpacker(in), item); }
void decode(ByteReader& in, ExpenseItem& item) { walk(Unpacker(in), item); }

void encode_person(ByteWriter& out, const Subject& subject) { walk_person(Packer(out), subject); }

Subject decode_person(Bytes bytes) {
  ByteReader in(bytes, kPart);
  Subject person;
  walk_person(Unpacker(in), person);
  in.finish();
  return person;
}

WipedBytes document_identity(const DocumentFacts& facts) {
  ByteWriter out;
  const bool by_code = !facts.facility_code.empty();
  if (facts.kind != Kind::checkup || facts.date.empty() || (!by_code && facts.facility.empty())) return {};
  out.text(facts.date);
  out.u8(by_code ? 1 : 0);
  for (const auto& text :
       {by_code ? facts.facility_code : facts.facility, facts.report, facts.programme, facts.part})
    out.text(text);
  return out.take();
}

}  // namespace kenkod::vault
