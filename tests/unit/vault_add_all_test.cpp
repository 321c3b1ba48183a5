// Several documents in one commit: all of them or none, those of somebody else left out.
#include "vault/disk.hpp"
#include "vault_link_support.hpp"

namespace kenkod::vault {
namespace {

class VaultAddAll : public testing::Test {
 protected:
  ~VaultAddAll() override { disk::set_fault_hook({}); }

  std::unique_ptr<Vault> make() const {
    return directory->create(kHanako, directory->new_vault_id(), kencom(), {}, false).vault;
  }
  std::unique_ptr<Vault> reopen(std::unique_ptr<Vault>& vault) const {
    vault.reset();
    return directory->open(kHanako, secret("kencom"), {});
  }
  [[nodiscard]] std::size_t files() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry :
         std::filesystem::directory_iterator(machine.vault_path() / "documents"))
      ++count;
    return count;
  }

  Machine machine;
  std::unique_ptr<VaultDirectory> directory = machine.directory();
};

TEST_F(VaultAddAll, TakesThemInOneCommit) {
  auto vault = make();
  const auto before = std::filesystem::file_size(machine.vault_path() / "log");
  Batch batch;
  for (int i = 0; i < 70; ++i)
    batch.add(checkup("20" + std::to_string(10 + i % 80) + "-05-01", 2), "document " + std::to_string(i));
  const auto results = batch.into(*vault);
  ASSERT_EQ(results.size(), 70U);
  for (const auto& result : results) {
    EXPECT_FALSE(result.refused);
    EXPECT_EQ(result.added.outcome, Outcome::imported);
    EXPECT_EQ(result.added.records, 2U);
    const auto bytes = vault->read_document(result.added.document);
    EXPECT_EQ(std::string(bytes.begin(), bytes.end()),
              "document " + std::to_string(&result - results.data()));
  }
  EXPECT_EQ(files(), 70U);
  EXPECT_GT(std::filesystem::file_size(machine.vault_path() / "log"), before);
  const auto live = vault->dump();
  vault = reopen(vault);
  EXPECT_EQ(vault->dump(), live);
}

TEST_F(VaultAddAll, TakesNothingForNothing) {
  auto vault = make();
  const auto before = vault->dump();
  EXPECT_TRUE(vault->add_all({}).empty());
  EXPECT_EQ(vault->dump(), before);
}

TEST_F(VaultAddAll, KnowsWhatCameBeforeInTheSameBatch) {
  auto vault = make();
  Batch batch;
  batch.add(checkup("2025-05-01", 3), "first");
  batch.add(checkup("2025-05-01", 3), "first");
  batch.add(checkup("2025-05-01", 4), "second");
  batch.add(checkup("2025-05-01", 5), "third");
  const auto results = batch.into(*vault);
  EXPECT_EQ(results[1].added.outcome, Outcome::already_there);
  EXPECT_EQ(results[1].added.document, results[0].added.document);
  EXPECT_EQ(results[2].added.outcome, Outcome::revised);
  EXPECT_EQ(vault->find_document(results[3].added.document)->supersedes, results[2].added.document);
  EXPECT_EQ(vault->find_document(results[2].added.document)->supersedes, results[0].added.document);
  EXPECT_EQ(vault->find_document(results[3].added.document)->revision, 3U);
  EXPECT_EQ(vault->document_count(), 3U);
  EXPECT_EQ(files(), 3U);
}

TEST_F(VaultAddAll, LeavesOutWhatIsSomebodyElses) {
  auto vault = make();
  auto foreign = checkup("2024-05-01", 3);
  foreign.facts.subject.birth_date = "1971-04-01";
  Batch batch;
  batch.add(checkup("2025-05-01", 3), "mine");
  batch.add(foreign, "theirs");
  batch.add(checkup("2023-05-01", 3), "mine as well");
  const auto results = batch.into(*vault);
  ASSERT_TRUE(results[1].refused);
  EXPECT_EQ(results[1].refused->code(), ErrorCode::ForeignSubject);
  EXPECT_NE(results[1].refused->text().find("differs=birth-date"), std::string::npos);
  EXPECT_FALSE(results[0].refused || results[2].refused);
  EXPECT_EQ(vault->document_count(), 2U);
  EXPECT_EQ(files(), 2U);
}

TEST_F(VaultAddAll, TakesNobodysWordForAnUnconfirmedSubject) {
  auto vault = make();
  Batch batch;
  batch.confirmed = false;
  batch.add(checkup("2025-05-01", 3), "whose");
  EXPECT_TRUE(batch.into(*vault).front().refused);
  EXPECT_EQ(vault->document_count(), 0U);
  EXPECT_EQ(files(), 0U);
  // Once one is known to be theirs, the others of the batch are recognised.
  Batch next;
  next.add(checkup("2025-05-01", 3), "one");
  next.confirmed = false;
  next.add(checkup("2024-05-01", 3), "two");
  const auto results = next.into(*vault);
  EXPECT_FALSE(results[0].refused || results[1].refused);
}

TEST_F(VaultAddAll, LeavesNothingBehindWhenItThrows) {
  auto vault = make();
  add(*vault, checkup("2020-05-01", 3), "there before");
  const auto before = vault->dump();
  Batch batch;
  for (int i = 0; i < 40; ++i)
    batch.add(checkup("20" + std::to_string(30 + i) + "-05-01", 2), "document " + std::to_string(i));
  int writes = 0;
  disk::set_fault_hook(
      [&](disk::Step step, int, Bytes) { return step == disk::Step::write && ++writes == 50 ? ENOSPC : 0; });
  EXPECT_ERROR(batch.into(*vault), "StorageFull");
  disk::set_fault_hook({});
  EXPECT_EQ(vault->dump(), before);
  EXPECT_EQ(files(), 1U);
  EXPECT_EQ(batch.into(*vault).size(), 40U);
  const auto live = vault->dump();
  vault = reopen(vault);
  EXPECT_EQ(vault->dump(), live);
}

TEST_F(VaultAddAll, RefusesAHashThatIsNone) {
  auto vault = make();
  const auto parsed = checkup("2025-05-01", 3);
  const NewDocument document{&parsed, as_bytes("x"), as_bytes("short"), {}};
  EXPECT_ERROR(vault->add_all({&document, 1}), "InvalidArgument");
}

}  // namespace
}  // namespace kenkod::vault
