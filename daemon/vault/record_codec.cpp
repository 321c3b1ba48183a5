#include "vault/record_codec.hpp"

namespace kenkod::vault {
namespace {

constexpr std::string_view kPart = "records";

template <typename E>
E known_value(std::uint8_t raw) {
  const auto value = static_cast<E>(raw);
  if (!known(value)) throw damaged(kPart);
  return value;
}

void put_warnings(ByteWriter& out, const std::vector<Warning>& warnings) {
  out.compact(warnings.size());
  for (const Warning warning : warnings) out.u8(static_cast<std::uint8_t>(warning));
}

void take_warnings(ByteReader& in, std::vector<Warning>& warnings) {
  for (auto left = in.compact(); left > 0; --left) warnings.push_back(known_value<Warning>(in.u8()));
}

void put_subject(ByteWriter& out, const Subject& subject) {
  for (const auto* text : {&subject.name, &subject.sex, &subject.birth_date, &subject.insurer_number,
                           &subject.insured_symbol, &subject.insured_number, &subject.insured_branch})
    out.text(*text);
}

}  // namespace

void encode(ByteWriter& out, const DocumentFacts& facts) {
  out.u8(static_cast<std::uint8_t>(facts.kind));
  for (const auto* text : {&facts.layout, &facts.report, &facts.programme, &facts.date, &facts.file_date,
                           &facts.facility_code, &facts.facility, &facts.author_code, &facts.author})
    out.text(*text);
  put_subject(out, facts.subject);
  put_warnings(out, facts.warnings);
}

DocumentFacts decode_facts(Bytes bytes) {
  ByteReader in(bytes, kPart);
  DocumentFacts facts;
  facts.kind = known_value<Kind>(in.u8());
  for (auto* text : {&facts.layout, &facts.report, &facts.programme, &facts.date, &facts.file_date,
                     &facts.facility_code, &facts.facility, &facts.author_code, &facts.author})
    *text = in.text();
  auto& subject = facts.subject;
  for (auto* text : {&subject.name, &subject.sex, &subject.birth_date, &subject.insurer_number,
                     &subject.insured_symbol, &subject.insured_number, &subject.insured_branch})
    *text = in.text();
  take_warnings(in, facts.warnings);
  in.finish();
  return facts;
}

void encode(ByteWriter& out, const CheckupItem& item) {
  for (const auto* text : {&item.section, &item.code, &item.value, &item.decimal, &item.unit, &item.series,
                           &item.code_system, &item.name, &item.name_received, &item.category,
                           &item.value_system, &item.value_meaning, &item.range.low, &item.range.high,
                           &item.range.unit, &item.method, &item.author, &item.group_relation})
    out.text(*text);
  out.u8(static_cast<std::uint8_t>(item.type));
  out.u8(static_cast<std::uint8_t>(item.qualifier));
  out.u8(static_cast<std::uint8_t>(item.absence));
  out.u8(static_cast<std::uint8_t>(item.interpretation));
  out.compact(item.group);
  put_warnings(out, item.warnings);
}

CheckupItem decode_item(ByteReader& in) {
  CheckupItem item;
  for (auto* text : {&item.section, &item.code, &item.value, &item.decimal, &item.unit, &item.series,
                     &item.code_system, &item.name, &item.name_received, &item.category, &item.value_system,
                     &item.value_meaning, &item.range.low, &item.range.high, &item.range.unit, &item.method,
                     &item.author, &item.group_relation})
    *text = in.text();
  item.type = known_value<ValueType>(in.u8());
  item.qualifier = known_value<Qualifier>(in.u8());
  item.absence = known_value<Absence>(in.u8());
  item.interpretation = known_value<Interpretation>(in.u8());
  item.group = static_cast<std::uint32_t>(in.compact());
  take_warnings(in, item.warnings);
  return item;
}

WipedBytes document_identity(const DocumentFacts& facts) {
  ByteWriter out;
  const bool by_code = !facts.facility_code.empty();
  if (!by_code && facts.facility.empty()) return {};
  out.u8(static_cast<std::uint8_t>(facts.kind));
  out.text(facts.date);
  out.u8(by_code ? 1 : 0);
  out.text(by_code ? facts.facility_code : facts.facility);
  put_subject(out, facts.subject);
  return out.take();
}

}  // namespace kenkod::vault
