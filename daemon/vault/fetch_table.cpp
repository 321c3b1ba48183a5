#include "vault/fetch_table.hpp"

#include "vault/link_codec.hpp"

namespace kenkod::vault {

void insert_fetch(Database& database, const Fetch& fetch) {
  Statement last(database, "SELECT coalesce(max(number), 0) FROM fetches");
  last.next();
  const std::int64_t number = last.integer(0) + 1;
  last.reset();
  const auto bytes = encode(fetch);
  Statement insert(database, "INSERT INTO fetches(number, fetch) VALUES(?, ?)");
  insert.bind(1, number).bind(2, Bytes(bytes)).run();
  Statement forget(database, "DELETE FROM fetches WHERE number <= ?");
  forget.bind(1, number - static_cast<std::int64_t>(kFetchesKept)).run();
}

std::vector<Fetch> read_fetches(Database& database) {
  std::vector<Fetch> all;
  Statement rows(database, "SELECT fetch FROM fetches ORDER BY number DESC");
  while (rows.next()) all.push_back(decode_fetch(rows.blob(0)));
  return all;
}

bool has_fetches(Database& database) {
  Statement any(database, "SELECT 1 FROM fetches LIMIT 1");
  return any.next();
}

void clear_fetches(Database& database) { database.run("DELETE FROM fetches"); }

}  // namespace kenkod::vault
