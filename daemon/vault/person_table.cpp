#include "vault/person_table.hpp"

#include "vault/meta_table.hpp"
#include "vault/person.hpp"
#include "vault/record_codec.hpp"

namespace kenkod::vault {
namespace {

void set_person(Database& database, const Subject& person) {
  ByteWriter out;
  encode_person(out, person);
  set_meta(database, kSubject, out.bytes());
}

}  // namespace

std::optional<Subject> person_of(Database& database) {
  const auto bytes = find_meta(database, kSubject);
  if (!bytes) return std::nullopt;
  return decode_person(*bytes);
}

void keep_person(Database& database, const Subject& stated) {
  if (!names_anyone(stated)) return;
  const auto known = person_of(database);
  const auto person = learned(known.value_or(Subject()), stated);
  if (known && person == *known) return;
  set_person(database, person);
}

void relearn_person(Database& database) {
  const auto known = person_of(database);
  if (!known) return;
  std::optional<Subject> person;
  Statement documents(database, "SELECT facts FROM documents ORDER BY number");
  while (documents.next()) {
    const auto stated = decode_facts(documents.blob(0)).subject;
    // Documents of version 1 were taken in without a question and may be somebody else's.
    if (!names_anyone(stated) || !compare(*known, stated).differs.empty()) continue;
    person = learned(person.value_or(Subject()), stated);
  }
  if (person)
    set_person(database, *person);
  else
    remove_meta(database, kSubject);
}

}  // namespace kenkod::vault
