// The sealed store under a schema of its own: rules of the log, upgrades, and that what is reloaded is what
// was live.
#include <fcntl.h>

#include <random>

#include "vault/changes.hpp"
#include "vault/disk.hpp"
#include "vault/store.hpp"
#include "vault_support.hpp"

namespace kenkod::vault {
namespace {

constexpr std::array<std::string_view, 2> kTables{"notes", "tags"};
constexpr const char* kCreate = R"(
CREATE TABLE notes(id INTEGER PRIMARY KEY NOT NULL, body TEXT NOT NULL, weight INTEGER) STRICT;
CREATE TABLE tags(note INTEGER NOT NULL, tag TEXT NOT NULL, PRIMARY KEY(note, tag)) STRICT, WITHOUT ROWID;
)";
const Schema kFirst{1, kCreate, kTables, {}};

void to_second(Database& database) {
  database.run("ALTER TABLE notes ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'");
}
void to_third(Database& database) { database.run("UPDATE notes SET colour = colour || '!'"); }
constexpr std::array<void (*)(Database&), 2> kMigrations{to_second, to_third};
const Schema kThird{3, nullptr, kTables, kMigrations};

class SealedStore : public testing::Test {
 protected:
  SealedStore() {
    Store::create(folder().get(), keys(), kFirst,
                  [](Database& database) { database.run("INSERT INTO notes VALUES(1, 'first', NULL)"); });
  }
  [[nodiscard]] StoreKeys keys() const { return {VaultId{1, 2, 3}, 1, data_key.bytes()}; }
  [[nodiscard]] Fd folder() const {
    return Fd(::open(directory.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  }
  [[nodiscard]] std::unique_ptr<Store> open(const Schema& schema = kFirst) const {
    return std::make_unique<Store>(folder(), keys(), schema);
  }
  static std::function<void(Database&)> sql(const std::string& text) {
    return [text](Database& database) { database.run(text.c_str()); };
  }
  TemporaryDirectory directory;
  SecretBuffer data_key = key_of('k');
};

TEST_F(SealedStore, ReloadsWhatWasLive) {
  for (const std::uint32_t seed : {1U, 2U, 3U, 4U}) {
    std::mt19937 random(seed);
    const auto pick = [&](std::uint32_t below) { return random() % below; };
    auto store = open();
    for (int round = 0; round < 300; ++round) {
      const auto note = std::to_string(pick(40));
      const auto other = std::to_string(pick(40));
      std::string text;
      for (auto statements = 1 + pick(4); statements > 0; --statements) {
        switch (pick(6)) {
          case 0:
          case 1:
            text += "INSERT OR IGNORE INTO notes VALUES(" + note + ", 'n" + other + "', " +
                    (pick(2) ? "NULL" : other) + ");";
            break;
          case 2:
            text += "UPDATE notes SET body = body || 'x', weight = " + other + " WHERE id < " + note + ";";
            break;
          case 3:
            text += "INSERT OR IGNORE INTO tags VALUES(" + note + ", 't" + other + "');";
            break;
          case 4:
            text += "DELETE FROM notes WHERE id = " + note + ";";
            break;
          default:
            text += "UPDATE notes SET weight = NULL WHERE id = " + other + ";";
            break;
        }
      }
      store->commit(sql(text));
      if (pick(40) == 0) store->fold();
      if (pick(25) == 0) {
        const auto live = store->database().canonical_text();
        store.reset();
        store = open();
        ASSERT_EQ(store->database().canonical_text(), live) << "seed " << seed << " round " << round;
      }
    }
  }
}

TEST_F(SealedStore, RollsBackWhatThrows) {
  auto store = open();
  const auto before = store->database().canonical_text();
  struct Stop {};
  EXPECT_THROW(store->commit([](Database& database) {
    database.run("DELETE FROM notes");
    throw Stop();
  }),
               Stop);
  EXPECT_ERROR(store->commit(sql("INSERT INTO notes VALUES(2, 'b', 1); INSERT INTO notes VALUES(1, 'x', 1)")),
               "Failed");
  EXPECT_EQ(store->database().canonical_text(), before);
  store.reset();
  EXPECT_EQ(open()->database().canonical_text(), before);
}

TEST_F(SealedStore, UpgradesOnceAndKeepsTheLog) {
  open()->commit(sql("INSERT INTO notes VALUES(2, 'in the log', 5)"));
  std::string upgraded;
  {
    auto store = open(kThird);
    upgraded = store->database().canonical_text();
    EXPECT_NE(upgraded.find("2|'in the log'|5|'red!'"), std::string::npos) << upgraded;
    EXPECT_NE(upgraded.find("version 3"), std::string::npos);
    store->commit(sql("INSERT INTO notes VALUES(3, 'c', 1, 'blue')"));
    upgraded = store->database().canonical_text();
  }
  EXPECT_EQ(open(kThird)->database().canonical_text(), upgraded);  // red!, not red!!
  EXPECT_ERROR(open(kFirst), "NotSupported");
}

TEST_F(SealedStore, UpgradesWhollyOrNotAtAll) {
  open()->commit(sql("INSERT INTO notes VALUES(2, 'in the log', 5)"));
  disk::set_fault_hook([](disk::Step step, int, Bytes) { return step == disk::Step::rename ? ENOSPC : 0; });
  const auto error = error_of([&] { (void)open(kThird); });
  disk::set_fault_hook({});
  EXPECT_TRUE(error.starts_with("StorageFull ")) << error;
  EXPECT_NE(open()->database().canonical_text().find("version 1"), std::string::npos);
  EXPECT_NE(open(kThird)->database().canonical_text().find("2|'in the log'|5|'red!'"), std::string::npos);
}

TEST_F(SealedStore, RefusesFramesOfAnotherSchemaOrTable) {
  const Schema second{2, kCreate, kTables, {}};
  const auto append = [&](const Schema& schema, const char* text, std::span<const std::string_view> tables) {
    Store::create(folder().get(), keys(), kFirst, [](Database& database) {
      database.run("CREATE TABLE other(id INTEGER PRIMARY KEY NOT NULL)");
    });
    const Schema logged{schema.version, schema.create, tables, {}};
    Database database;
    create_tables(database, kFirst);
    database.run("CREATE TABLE other(id INTEGER PRIMARY KEY NOT NULL)");
    ChangeLog log(folder().get(), keys(), 0, [](const Frame&) {});
    auto session = std::make_unique<ChangeRecorder>(database, tables);
    database.run(text);
    const auto changes = session->changes();
    log.append(keys(), logged.version, {changes.bytes.get(), changes.size});
  };
  append(kFirst, "INSERT INTO notes VALUES(9, 'fits', 1)", kTables);
  EXPECT_NE(open()->database().canonical_text().find("9|'fits'|1"), std::string::npos);
  append(second, "INSERT INTO notes VALUES(9, 'fits', 1)", kTables);
  EXPECT_ERROR_WITH(open(), "VaultDamaged", "frame=1");
  constexpr std::array<std::string_view, 1> kOther{"other"};
  append(kFirst, "INSERT INTO other VALUES(1)", kOther);
  EXPECT_ERROR_WITH(open(), "VaultDamaged", "frame=1");
}

TEST_F(SealedStore, WritesNothingForNoChange) {
  const auto before = read_all(directory.path() / "log");
  auto store = open();
  store->commit(sql("UPDATE notes SET body = body"));
  store.reset();
  EXPECT_EQ(read_all(directory.path() / "log"), before);
}

TEST_F(SealedStore, FoldsALogThatOutgrewItsSnapshot) {
  auto store = open();
  for (int i = 0; i < 40; ++i)
    store->commit(
        sql("INSERT OR REPLACE INTO notes VALUES(7, hex(randomblob(6000)), " + std::to_string(i) + ")"));
  const auto live = store->database().canonical_text();
  EXPECT_GT(read_all(directory.path() / "log").size(), 256U * 1024U);
  store->fold_if_outgrown();
  EXPECT_LT(read_all(directory.path() / "log").size(), 100U);
  store.reset();
  EXPECT_EQ(open()->database().canonical_text(), live);
}

}  // namespace
}  // namespace kenkod::vault
