#include "vault/principal_table.hpp"

#include <algorithm>
#include <set>

#include "common/hex.hpp"
#include "vault/seal.hpp"

namespace kenkod::vault {
namespace {

constexpr std::string_view kColumns = "SELECT id, portal_id, name, listed, key FROM principals";

PrincipalRow read_row(Statement& row) {
  PrincipalRow out;
  out.principal.id = row.text(0);
  out.principal.portal_id = row.text(1);
  out.principal.name = row.text(2);
  out.principal.listed = row.integer(3) != 0;
  if (!row.is_null(4)) {
    out.key = SecretBuffer(row.blob(4));
    if (out.key.size() != kKeyBytes) throw damaged("records");
  }
  return out;
}

}  // namespace

std::vector<PrincipalRow> read_principals(Database& database) {
  std::vector<PrincipalRow> all;
  Statement rows(database, std::string(kColumns) + " ORDER BY listed DESC, position, id");
  while (rows.next()) all.push_back(read_row(rows));
  return all;
}

std::optional<PrincipalRow> find_principal(Database& database, const std::string& id) {
  Statement find(database, std::string(kColumns) + " WHERE id = ?");
  find.bind(1, id);
  if (!find.next()) return std::nullopt;
  return read_row(find);
}

void set_compartment_key(Database& database, const std::string& id, const SecretBuffer& key) {
  Statement set(database, "UPDATE principals SET key = ? WHERE id = ?");
  set.bind(1, key.bytes()).bind(2, id).run();
}

void remove_principal(Database& database, const std::string& id) {
  Statement remove(database, "DELETE FROM principals WHERE id = ?");
  remove.bind(1, id).run();
}

void list_principals(Database& database, const std::vector<ListedPrincipal>& listed,
                     const std::vector<std::string>& removable) {
  const auto before = read_principals(database);
  std::set<std::string_view> named;
  std::int64_t position = 0;
  Statement update(database, "UPDATE principals SET position = ?, name = ?, listed = 1 WHERE id = ?");
  Statement insert(database,
                   "INSERT INTO principals(id, position, portal_id, name, listed, key) VALUES(?, ?, ?, ?, 1, "
                   "NULL)");
  for (const auto& entry : listed) {
    if (!named.insert(entry.portal_id).second) continue;
    const auto known =
        std::ranges::find(before, entry.portal_id, [](const auto& row) { return row.principal.portal_id; });
    if (known != before.end()) {
      update.bind(1, position).bind(2, entry.name).bind(3, known->principal.id).run();
    } else {
      const auto random = SecretBuffer::random(sizeof(VaultId));
      const auto id = hex(random.bytes());
      insert.bind(1, id).bind(2, position).bind(3, entry.portal_id).bind(4, entry.name).run();
    }
    ++position;
  }
  Statement hide(database, "UPDATE principals SET listed = 0 WHERE id = ?");
  for (const auto& row : before) {
    if (named.contains(row.principal.portal_id)) continue;
    if (std::ranges::find(removable, row.principal.id) != removable.end())
      remove_principal(database, row.principal.id);
    else
      hide.bind(1, row.principal.id).run();
  }
}

}  // namespace kenkod::vault
