#include "vault/meta_table.hpp"

namespace kenkod::vault {

void set_meta(Database& database, std::string_view name, Bytes value) {
  Statement set(
      database,
      "INSERT INTO meta(name, value) VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value");
  set.bind(1, name).bind(2, value).run();
}

void remove_meta(Database& database, std::string_view name) {
  Statement remove(database, "DELETE FROM meta WHERE name = ?");
  remove.bind(1, name).run();
}

std::optional<WipedBytes> find_meta(Database& database, std::string_view name) {
  Statement get(database, "SELECT value FROM meta WHERE name = ?");
  get.bind(1, name);
  if (!get.next()) return std::nullopt;
  const Bytes value = get.blob(0);
  return WipedBytes(value.begin(), value.end());
}

WipedBytes meta(Database& database, std::string_view name) {
  auto value = find_meta(database, name);
  if (!value) throw damaged("records");
  return std::move(*value);
}

}  // namespace kenkod::vault
