#include "vault/version_1.hpp"

#include <vector>

#include "vault/block_table.hpp"
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

void take_warnings(ByteReader& in, std::vector<Warning>& warnings) {
  for (auto left = in.compact(); left > 0; --left) warnings.push_back(known_value<Warning>(in.u8()));
}

DocumentFacts decode_facts_1(Bytes bytes) {
  ByteReader in(bytes, kPart);
  DocumentFacts facts;
  facts.kind = known_value<Kind>(in.u8());
  auto& subject = facts.subject;
  for (auto* text :
       {&facts.layout, &facts.report, &facts.programme, &facts.date, &facts.file_date, &facts.facility_code,
        &facts.facility, &facts.author_code, &facts.author, &subject.name, &subject.sex, &subject.birth_date,
        &subject.insurer_number, &subject.insured_symbol, &subject.insured_number, &subject.insured_branch})
    *text = in.text();
  take_warnings(in, facts.warnings);
  in.finish();
  return facts;
}

CheckupItem decode_item_1(ByteReader& in) {
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

void convert_documents(Database& database) {
  Statement documents(database, "SELECT number, facts FROM documents ORDER BY number");
  std::vector<std::pair<std::int64_t, DocumentFacts>> all;
  while (documents.next()) all.emplace_back(documents.integer(0), decode_facts_1(documents.blob(1)));
  Statement update(database, "UPDATE documents SET identity = ?, facts = ? WHERE number = ?");
  for (const auto& [number, facts] : all) {
    ByteWriter out;
    encode(out, facts);
    const auto identity = document_identity(facts);
    if (identity.empty())
      update.bind_null(1);
    else
      update.bind(1, Bytes(identity));
    update.bind(2, out.bytes()).bind(3, number).run();
  }
}

void convert_blocks(Database& database) {
  Statement blocks(database,
                   "SELECT b.id, d.number, d.date, b.items FROM checkup_blocks b JOIN documents d "
                   "ON d.number = b.id >> ?1 ORDER BY b.id");
  blocks.bind(1, std::int64_t{kPositionBits});
  Statement insert(database,
                   "INSERT INTO record_blocks(id, kind, number, date, items) VALUES(?, ?, ?, ?, ?)");
  while (blocks.next()) {
    ByteWriter out;
    ByteReader in(blocks.blob(3), kPart);
    while (in.left() > 0) encode(out, decode_item_1(in));
    const std::string date = blocks.text(2);
    insert.bind(1, blocks.integer(0)).bind(2, static_cast<std::int64_t>(Kind::checkup));
    insert.bind(3, blocks.integer(1)).bind(4, date).bind(5, out.bytes()).run();
  }
}

}  // namespace

void migrate_1_to_2(Database& database) {
  database.run(R"(
DROP INDEX documents_newest;
CREATE TABLE record_blocks(
  id INTEGER PRIMARY KEY NOT NULL,
  kind INTEGER NOT NULL,
  number INTEGER NOT NULL,
  date TEXT NOT NULL,
  items BLOB NOT NULL
) STRICT;
CREATE INDEX record_blocks_newest ON record_blocks(kind, date DESC, number DESC, id);
)");
  convert_documents(database);
  convert_blocks(database);
  database.run("DROP TABLE checkup_blocks");
}

}  // namespace kenkod::vault
