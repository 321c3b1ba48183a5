// What the tests of medicines and expenses share: a vault and how its rows are told.
#pragma once

#include "vault_support.hpp"

namespace kenkod::vault {

class DatedVault : public testing::Test {
 protected:
  DatedVault() { vault = directory->create(kHanako, directory->new_vault_id(), kencom(), {}, false).vault; }
  void reopen() {
    vault.reset();
    vault = directory->open(kHanako, secret("kencom"), {});
  }
  // Documents are told apart by the bytes they are made of, "d1", "d2", …
  std::string store(const ParsedDocument& parsed) {
    return add(*vault, parsed, "d" + std::to_string(++documents_)).document;
  }

  // All pages of this size; the row as `text` says it, with "*" where a newer document says otherwise.
  template <class Text>
  std::vector<std::string> walk(RecordQuery query, Text text) {
    std::vector<std::string> rows;
    for (;;) {
      const auto page = vault->query(query);
      EXPECT_LE(page.rows.size(), query.limit);
      for (const auto& row : page.rows) rows.push_back(text(row) + (row.overtaken ? "*" : ""));
      if (page.cursor.empty()) return rows;
      EXPECT_EQ(page.rows.size(), query.limit);
      query.cursor = page.cursor;
    }
  }
  // The same live and reloaded, in pages of every size.
  template <class Text>
  std::vector<std::string> rows(RecordQuery query, Text text) {
    query.limit = 1000;
    const auto live = walk(query, text);
    for (const std::uint32_t limit : {1U, 2U, 3U, 5U}) {
      query.limit = limit;
      EXPECT_EQ(walk(query, text), live) << "pages of " << limit;
    }
    const auto dump = vault->dump();
    reopen();
    EXPECT_EQ(vault->dump(), dump);
    query.limit = 1000;
    EXPECT_EQ(walk(query, text), live) << "reloaded";
    return live;
  }

  Machine machine;
  std::unique_ptr<VaultDirectory> directory = machine.directory();
  std::unique_ptr<Vault> vault;

 private:
  int documents_ = 0;
};

using Rows = std::vector<std::string>;

}  // namespace kenkod::vault
