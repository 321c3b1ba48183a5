// What came from the portal goes, with new keys; everything else stays, under the same answer and recovery
// key.
#include <fcntl.h>

#include <algorithm>
#include <random>
#include <set>

#include "vault/change_log.hpp"
#include "vault/disk.hpp"
#include "vault/key_file.hpp"
#include "vault/key_wrap.hpp"
#include "vault/snapshot.hpp"
#include "vault/store.hpp"
#include "vault_link_support.hpp"

namespace kenkod::vault {
namespace {

namespace fs = std::filesystem;

class VaultPurgeFetched : public testing::Test {
 protected:
  void reopen() {
    vault.reset();
    vault = directory->open(kHanako, secret("kencom"), device());
  }
  void expect_reloaded_equals_live() {
    const auto live = vault->dump();
    reopen();
    EXPECT_EQ(vault->dump(), live);
  }
  static SecretBuffer device() { return key_of('d'); }
  Purged purge(const std::string& principal = "") {
    return directory->purge_fetched(kHanako, *vault, principal);
  }
  [[nodiscard]] std::size_t files() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(machine.vault_path() / "documents"))
      ++count;
    return count;
  }

  Machine machine;
  std::unique_ptr<VaultDirectory> directory = machine.directory();
  Opened opened = directory->create(kHanako, directory->new_vault_id(), kencom(), device(), true);
  std::unique_ptr<Vault> vault = std::move(opened.vault);
};

TEST_F(VaultPurgeFetched, HasNothingToDeleteWhereNothingWasFetched) {
  EXPECT_TRUE(vault->preview_purge({}).empty());
  add(*vault, checkup("2025-05-01", 3), "imported");
  DocumentSource exported;
  exported.stated_origin = "portal";  // what an export says gives no right to a purge
  add(*vault, checkup("2024-05-01", 3), "imported from an export", exported);
  const auto before = vault->dump();
  const auto keys = read_all(machine.vault_path() / "keys");
  EXPECT_TRUE(vault->preview_purge({}).empty());
  EXPECT_ERROR(purge(), "NothingToShow");
  EXPECT_ERROR_WITH(purge(std::string(32, '0')), "InvalidArgument", "key=principal");
  EXPECT_EQ(vault->dump(), before);
  EXPECT_EQ(read_all(machine.vault_path() / "keys"), keys);
  vault->add_fetch(fetch_of(3));  // that something was tried is something of it
  EXPECT_EQ(purge().documents, 0U);
  EXPECT_TRUE(vault->fetches().empty());
}

TEST_F(VaultPurgeFetched, SaysBeforehandWhatWillGo) {
  for (const char* day : {"2018-03-01", "2021-11-21", "2021-11-22", "2025-05-01"})
    add_fetched(*vault, checkup(day, 40), std::string("check-up of ") + day);
  add(*vault, checkup("2016-01-01", 7), "imported");
  auto unread = checkup("", 0);
  unread.facts.kind = Kind::medication;
  add_fetched(*vault, unread, "nothing could be read from it");
  const auto rows = vault->preview_purge({{Kind::checkup, "2021-11-22"}, {Kind::expense, "2025-01-01"}});
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].kind, Kind::checkup);
  EXPECT_EQ(rows[0].documents, 4U);
  EXPECT_EQ(rows[0].records, 160U);
  EXPECT_EQ(rows[0].oldest, "2018-03-01");
  EXPECT_EQ(rows[0].newest, "2025-05-01");
  EXPECT_EQ(rows[0].beyond, 2U);
  EXPECT_EQ(rows[0].beyond_oldest, "2018-03-01");
  EXPECT_EQ(rows[0].beyond_newest, "2021-11-21");
  EXPECT_EQ(rows[1].kind, Kind::medication);
  EXPECT_EQ(rows[1].documents, 1U);
  EXPECT_EQ(rows[1].records, 0U);
  EXPECT_EQ(rows[1].oldest + rows[1].newest + rows[1].beyond_oldest, "");
  EXPECT_EQ(rows[1].beyond, 0U);
  const auto purged = purge();
  EXPECT_EQ(purged.documents, 5U);
  EXPECT_EQ(purged.records, 160U);
  EXPECT_TRUE(vault->preview_purge({}).empty());
}

TEST_F(VaultPurgeFetched, CountsAMonthAsBeforeOnlyWhenAllOfItIs) {
  auto parsed = checkup("2021-10", 0);
  parsed.facts.kind = Kind::expense;
  add_fetched(*vault, parsed, "October");
  parsed.facts.date = "2021-11";
  add_fetched(*vault, parsed, "November");
  const auto rows = vault->preview_purge({{Kind::expense, "2021-11-22"}});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].beyond, 1U);
  EXPECT_EQ(rows[0].beyond_newest, "2021-10");
}

TEST_F(VaultPurgeFetched, LeavesWhatWasImportedAndMakesItCurrentAgain) {
  // import 1 ← portal 2 ← portal 3 ← import 4 ← portal 5
  std::vector<std::string> ids;
  for (int i = 1; i <= 5; ++i) {
    const auto bytes = "revision " + std::to_string(i);
    const bool imported = i == 1 || i == 4;
    const auto parsed = checkup("2025-05-01", i);
    ids.push_back((imported ? add(*vault, parsed, bytes) : add_fetched(*vault, parsed, bytes)).document);
  }
  const auto old = add_fetched(*vault, checkup("2020-05-01", 9), "alone").document;
  vault->add_fetch(fetch_of(1));
  vault->set_portal_link(link_of("token"));
  EXPECT_EQ(vault->query({}).rows.size(), 5U + 9U);
  const auto purged = purge();
  EXPECT_EQ(purged.documents, 4U);
  EXPECT_EQ(purged.records, 2U + 3U + 5U + 9U);
  EXPECT_FALSE(purged.recovery_key_lost);
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(vault->document_count(), 2U);
    EXPECT_EQ(files(), 2U);
    const auto first = vault->find_document(ids[0]);
    const auto fourth = vault->find_document(ids[3]);
    ASSERT_TRUE(first && fourth);
    EXPECT_TRUE(first->superseded);
    EXPECT_EQ(first->supersedes, "");
    EXPECT_FALSE(fourth->superseded);
    EXPECT_EQ(fourth->supersedes, ids[0]);
    for (const auto& gone : {ids[1], ids[2], ids[4], old}) EXPECT_FALSE(vault->find_document(gone));
    const auto rows = vault->query({}).rows;
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(rows[0].document->id, ids[3]);
    RecordQuery by_code;
    by_code.code = "9A751000000000001";
    EXPECT_EQ(vault->query(by_code).rows.size(), 1U);
    const auto bytes = vault->read_document(ids[0]);
    EXPECT_EQ(std::string(bytes.begin(), bytes.end()), "revision 1");
    EXPECT_TRUE(vault->fetches().empty());
    EXPECT_EQ(vault->portal_link()->refresh_token.text(), "token");  // Unlink() is what ends a link
    expect_reloaded_equals_live();
  }
  // And it goes on: the same bytes are new again, and revise.
  const auto again = add_fetched(*vault, checkup("2025-05-01", 5), "revision 5");
  EXPECT_EQ(again.outcome, Outcome::revised);
  EXPECT_EQ(vault->find_document(again.document)->supersedes, ids[3]);
  expect_reloaded_equals_live();
}

TEST_F(VaultPurgeFetched, NeverGivesTheNumberOfARecordAgain) {
  add(*vault, checkup("2025-05-01", 2), "imported");
  add_fetched(*vault, checkup("2024-05-01", 2), "fetched");
  RecordQuery all;
  std::uint64_t largest = 0;
  for (const auto& row : vault->query(all).rows) largest = std::max(largest, row.id);
  (void)purge();
  expect_reloaded_equals_live();
  add_fetched(*vault, checkup("2023-05-01", 2), "fetched later");
  all.to = "2023-12-31";
  for (const auto& row : vault->query(all).rows) EXPECT_GT(row.id, largest);
  (void)purge();
  add(*vault, checkup("2023-05-01", 2), "imported later");
  for (const auto& row : vault->query(all).rows) EXPECT_GT(row.id, largest + 2);
}

TEST_F(VaultPurgeFetched, ForgetsWhatOnlyFetchedDocumentsToldOfThePerson) {
  add_fetched(*vault, checkup("2025-05-01", 2), "fetched");
  EXPECT_FALSE(vault->judge(checkup("2024-05-01", 1).facts, sha256("x")).subject_unconfirmed);
  (void)purge();
  EXPECT_TRUE(vault->judge(checkup("2024-05-01", 1).facts, sha256("x")).subject_unconfirmed);

  auto name_only = checkup("2022-05-01", 2);
  name_only.facts.subject.birth_date.clear();
  name_only.facts.subject.sex.clear();
  add(*vault, name_only, "imported");
  add_fetched(*vault, checkup("2025-05-01", 2), "fetched");
  (void)purge();
  auto other_birthday = checkup("2024-05-01", 1);
  other_birthday.facts.subject.birth_date = "1980-01-01";
  EXPECT_FALSE(vault->judge(other_birthday.facts, sha256("x")).subject_unconfirmed);  // the name is known
  other_birthday.facts.subject.name = "別人 一郎";
  EXPECT_ERROR_WITH(vault->judge(other_birthday.facts, sha256("x")), "ForeignSubject", "differs=name");
}

TEST_F(VaultPurgeFetched, KeepsAnswerDeviceKeyAndRecoveryKey) {
  const auto recovery = std::move(opened.recovery_key);
  for (int round = 0; round < 3; ++round) {
    add_fetched(*vault, checkup("202" + std::to_string(round) + "-05-01", 2), "fetched");
    const auto keys = read_all(machine.vault_path() / "keys");
    EXPECT_FALSE(purge().recovery_key_lost);
    EXPECT_NE(read_all(machine.vault_path() / "keys"), keys);
    const auto overview = directory->overview(kHanako);
    EXPECT_EQ(overview.presence, Presence::closed);
    EXPECT_EQ(overview.question, kencom().question);
    EXPECT_TRUE(overview.device_key && overview.recovery_key);
    const auto live = vault->dump();
    reopen();
    EXPECT_EQ(vault->dump(), live);
    EXPECT_ERROR(directory->open(kHanako, secret("wrong"), device()), "WrongAnswer");
    vault.reset();
    vault = directory->recover(kHanako, secret("kencom"), recovery, device());
    EXPECT_EQ(vault->dump(), live);
  }
}

TEST_F(VaultPurgeFetched, FollowsAChangeOfTheQuestionAndOfTheCost) {
  add_fetched(*vault, checkup("2025-05-01", 2), "fetched");
  auto recovery = directory->change_secret(kHanako, *vault, pets(), device());
  EXPECT_EQ(purge().documents, 1U);
  vault.reset();
  directory = machine.directory({20480, 3});
  vault = directory->open(kHanako, secret("ぽちまる"), device());  // hashed anew now
  add_fetched(*vault, checkup("2025-05-01", 2), "fetched");
  EXPECT_EQ(purge().documents, 1U);
  const auto live = vault->dump();
  vault.reset();
  vault = directory->recover(kHanako, secret("ぽちまる"), recovery, {});
  add_fetched(*vault, checkup("2025-05-01", 2), "fetched");
  EXPECT_EQ(purge().documents, 1U);
  EXPECT_FALSE(directory->overview(kHanako).device_key);
  vault.reset();
  EXPECT_NE(directory->open(kHanako, secret("ぽちまる"), {})->dump(), "");
}

TEST_F(VaultPurgeFetched, SaysThatARecoveryKeyOfBeforeIsLost) {
  // As of a vault made before the key that wraps for it was kept.
  const auto bytes = read_all(machine.vault_path() / "keys");
  const auto keys = decode_key_file(as_bytes(bytes));
  const HostKeys host(machine.host_secret);
  const auto data_key =
      unwrap(keys, host_wrapping_key(keys, host, device(), hash_answer(secret("kencom"), keys.answer)));
  vault.reset();
  {
    Store store(disk::open_directory(AT_FDCWD, machine.vault_path().c_str()),
                StoreKeys(keys.vault, keys.generation, data_key->bytes()), record_schema());
    store.commit(
        [](Database& database) { database.run("DELETE FROM meta WHERE name = 'recovery-wrapping-key'"); });
  }
  const auto recovery = std::move(opened.recovery_key);
  // A recovery makes it known again.
  fs::copy(machine.state.path(), machine.state.path().string() + "-2", fs::copy_options::recursive);
  vault = directory->recover(kHanako, secret("kencom"), recovery, device());
  add_fetched(*vault, checkup("2025-05-01", 2), "fetched");
  EXPECT_FALSE(purge().recovery_key_lost);
  vault.reset();
  fs::remove_all(machine.state.path() / "vaults");
  fs::rename(machine.state.path().string() + "-2/vaults", machine.state.path() / "vaults");
  fs::remove(machine.state.path().string() + "-2");

  directory = machine.directory();
  reopen();
  add_fetched(*vault, checkup("2025-05-01", 2), "fetched");
  EXPECT_TRUE(purge().recovery_key_lost);
  EXPECT_FALSE(directory->overview(kHanako).recovery_key);
  EXPECT_ERROR_WITH(directory->recover(kHanako, secret("kencom"), recovery, device()), "KeyMissing",
                    "part=recovery-key");
  expect_reloaded_equals_live();
  add_fetched(*vault, checkup("2025-05-01", 2), "fetched");
  EXPECT_FALSE(purge().recovery_key_lost);  // there is none any more
}

TEST_F(VaultPurgeFetched, LeavesNothingThatTheOldKeysOpen) {
  add(*vault, checkup("2020-05-01", 2), "imported");
  auto marked = checkup("2025-05-01", 2);
  marked.facts.facility = "標印診療所ゼブラ";
  add_fetched(*vault, marked, "fetched 標印");
  vault->fold();
  add_fetched(*vault, checkup("2024-05-01", 2), "fetched as well");
  const auto before = read_all(machine.vault_path() / "keys");
  std::vector<std::string> old_documents;
  for (const auto& entry : fs::directory_iterator(machine.vault_path() / "documents"))
    old_documents.push_back(entry.path().filename());
  const auto old_keys = decode_key_file(as_bytes(before));
  const HostKeys host(machine.host_secret);
  const auto wrapping =
      host_wrapping_key(old_keys, host, device(), hash_answer(secret("kencom"), old_keys.answer));
  const auto old_data_key = unwrap(old_keys, wrapping);
  ASSERT_TRUE(old_data_key);
  const auto folder = disk::open_directory(AT_FDCWD, machine.vault_path().c_str());
  const StoreKeys old(old_keys.vault, old_keys.generation, old_data_key->bytes());
  EXPECT_EQ(read_snapshot(folder.get(), old).folded, 2U);  // it did open before

  EXPECT_EQ(purge().documents, 2U);
  const auto new_keys = decode_key_file(as_bytes(read_all(machine.vault_path() / "keys")));
  const auto new_data_key = unwrap(new_keys, wrapping);
  ASSERT_TRUE(new_data_key);
  EXPECT_NE(new_data_key->text(), old_data_key->text());
  EXPECT_EQ(new_keys.generation, old_keys.generation + 1);
  // Neither under the old generation nor as if it were the new one's key.
  for (const auto generation : {old_keys.generation, new_keys.generation}) {
    const StoreKeys tried(old_keys.vault, generation, old_data_key->bytes());
    EXPECT_ERROR(read_snapshot(folder.get(), tried), "VaultDamaged");
    EXPECT_ERROR(ChangeLog(folder.get(), tried, 0, [](const Frame&) {}), "VaultDamaged");
  }
  std::size_t left = 0;
  for (const auto& entry : fs::recursive_directory_iterator(machine.state.path())) {
    if (!entry.is_regular_file()) continue;
    const auto bytes = read_all(entry.path());
    EXPECT_EQ(bytes.find("標印"), std::string::npos) << entry.path();
    EXPECT_EQ(bytes.find(before.substr(before.size() - 160, 72)), std::string::npos) << entry.path();
    if (std::ranges::find(old_documents, entry.path().filename().string()) != old_documents.end()) ++left;
  }
  EXPECT_EQ(left, 1U);
  // The database that is now on the disk holds nothing of it either, not in its free pages.
  const auto contents =
      read_snapshot(folder.get(), StoreKeys(new_keys.vault, new_keys.generation, new_data_key->bytes()));
  const auto plain = contents.database->contents();
  const std::string_view text(reinterpret_cast<const char*>(plain.data()), plain.size());
  EXPECT_EQ(text.find("標印"), std::string_view::npos);
  EXPECT_NE(text.find("架空健診センター"), std::string_view::npos);
}

TEST_F(VaultPurgeFetched, TakesAPrincipalAwayAltogether) {
  add_fetched(*vault, checkup("2025-05-01", 2), "mine");
  const auto one = add_principal(*vault, "p-1", 3);
  const auto other = add_principal(*vault, "p-2", 1);
  const auto rows = vault->compartment(one).preview_purge({{Kind::checkup, "2011-01-01"}});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].documents, 3U);
  EXPECT_EQ(rows[0].records, 9U);
  EXPECT_EQ(rows[0].beyond, 1U);
  EXPECT_ERROR(directory->purge_fetched(kHanako, vault->compartment(one), ""), "InvalidArgument");
  const auto keys = read_all(machine.vault_path() / "keys");
  const auto purged = purge(one);
  EXPECT_EQ(purged.documents, 3U);
  EXPECT_EQ(purged.records, 9U);
  EXPECT_NE(read_all(machine.vault_path() / "keys"), keys);
  for (int round = 0; round < 2; ++round) {
    EXPECT_FALSE(fs::exists(machine.vault_path() / "principals" / one));
    EXPECT_ERROR(vault->compartment(one), "InvalidArgument");
    ASSERT_EQ(vault->principals().size(), 1U);
    EXPECT_EQ(vault->compartment(other).document_count(), 1U);
    EXPECT_EQ(vault->document_count(), 1U);
    expect_reloaded_equals_live();
  }
  EXPECT_ERROR(purge(one), "InvalidArgument");
  EXPECT_EQ(purge().documents, 1U);
  EXPECT_EQ(vault->compartment(other).document_count(), 1U);
  EXPECT_EQ(purge(other).documents, 1U);
  EXPECT_TRUE(vault->principals().empty());
  expect_reloaded_equals_live();
}

TEST_F(VaultPurgeFetched, HasNothingToDeleteOfAPrincipalWithoutData) {
  const auto id = add_principal(*vault, "p-1", 0);  // its compartment is made, and empty
  EXPECT_ERROR(purge(id), "NothingToShow");
  vault->set_principals({{"p-2", "二郎"}});
  EXPECT_ERROR(purge(vault->principals().front().id), "NothingToShow");
}

// Random additions and purges: what is reloaded is what was live, and just what was not fetched stays.
TEST_F(VaultPurgeFetched, ReloadsWhatWasLiveWhateverHappens) {
  for (const std::uint32_t seed : {1U, 2U, 3U}) {
    std::mt19937 random(seed);
    const auto pick = [&](std::uint32_t below) { return random() % below; };
    std::set<std::string> imported;
    vault->for_each_document([&](const DocumentInfo& info, std::span<const std::uint8_t>) {
      if (info.origin == Origin::import) imported.insert(info.id);
    });
    for (int step = 0; step < 60; ++step) {
      const auto what = pick(12);
      if (what < 9) {
        Batch batch;
        batch.origin = what < 5 ? Origin::portal : Origin::import;
        for (auto count = 1 + pick(3); count > 0; --count)
          batch.add(checkup("201" + std::to_string(pick(8)) + "-05-01", static_cast<int>(1 + pick(40))),
                    "document " + std::to_string(random()));
        for (const auto& result : batch.into(*vault))
          if (batch.origin == Origin::import) imported.insert(result.added.document);
      } else if (what == 9) {
        vault->add_fetch(fetch_of(step));
      } else if (what == 10) {
        vault->fold();
      } else {
        const auto expected = vault->preview_purge({});
        const auto error = error_of([&] { (void)purge(); });
        EXPECT_TRUE(error == "none" || error.starts_with("NothingToShow ")) << error;
        if (!expected.empty()) {
          EXPECT_EQ(error, "none");
        }
        std::set<std::string> left;
        std::size_t current = 0;
        vault->for_each_document([&](const DocumentInfo& info, std::span<const std::uint8_t>) {
          left.insert(info.id);
          if (!info.superseded) ++current;
        });
        EXPECT_EQ(left, imported) << "seed " << seed << " step " << step;
        std::set<std::string> days;
        vault->for_each_document(
            [&](const DocumentInfo& info, std::span<const std::uint8_t>) { days.insert(info.facts.date); });
        EXPECT_EQ(current, days.size());  // one current revision of each examination
      }
      if (pick(6) == 0) expect_reloaded_equals_live();
    }
  }
  expect_reloaded_equals_live();
}

}  // namespace
}  // namespace kenkod::vault
