// The vaults of principals inside of a vault.
#include "vault/disk.hpp"
#include "vault_link_support.hpp"

namespace kenkod::vault {
namespace {

namespace fs = std::filesystem;

class VaultCompartment : public testing::Test {
 protected:
  ~VaultCompartment() override { disk::set_fault_hook({}); }

  void reopen() {
    vault.reset();
    vault = directory->open(kHanako, secret("kencom"), {});
  }
  [[nodiscard]] fs::path folder() const { return machine.vault_path() / "principals"; }
  [[nodiscard]] std::string list(const std::string& portal_id) const {
    vault->set_principals({{portal_id, "架空 太郎"}});
    return vault->principals().front().id;
  }

  Machine machine;
  std::unique_ptr<VaultDirectory> directory = machine.directory();
  std::unique_ptr<Vault> vault =
      directory->create(kHanako, directory->new_vault_id(), kencom(), {}, true).vault;
};

TEST_F(VaultCompartment, IsMadeWhenItIsFirstAskedForAndKeepsWhatItGets) {
  const auto id = list("p-1");
  EXPECT_FALSE(fs::exists(folder()));
  EXPECT_ERROR_WITH(vault->compartment(std::string(32, '0')), "InvalidArgument", "key=principal");
  EXPECT_ERROR_WITH(vault->compartment(""), "InvalidArgument", "key=principal");
  EXPECT_FALSE(fs::exists(folder()));
  EXPECT_EQ(vault->compartment(id).document_count(), 0U);
  EXPECT_TRUE(fs::is_directory(folder() / id));
  EXPECT_EQ(&vault->compartment(id), &vault->compartment(id));

  // People of its own: neither knows the other's.
  add(*vault, checkup("2025-05-01", 4), "mine");
  auto child = checkup("2025-06-01", 3);
  child.facts.subject.name = "架空 太郎";
  child.facts.subject.birth_date = "2015-01-01";
  add_fetched(vault->compartment(id), child, "the child's");
  vault->compartment(id).add_fetch(fetch_of(5));
  EXPECT_ERROR(vault->judge(child.facts, sha256("x")), "ForeignSubject");
  EXPECT_ERROR(vault->compartment(id).judge(checkup("2025-05-01", 1).facts, sha256("x")), "ForeignSubject");

  const auto live = vault->dump();
  reopen();
  EXPECT_EQ(vault->dump(), live);
  EXPECT_EQ(vault->document_count(), 1U);
  EXPECT_TRUE(vault->fetches().empty());
  auto& compartment = vault->compartment(id);
  EXPECT_EQ(compartment.document_count(), 1U);
  EXPECT_EQ(compartment.query({}).rows.size(), 3U);
  EXPECT_EQ(compartment.fetches(), std::vector{fetch_of(5)});
  EXPECT_EQ(vault->principals().front().last_fetch, 5);
}

TEST_F(VaultCompartment, HasNeitherALinkNorPrincipals) {
  auto& compartment = vault->compartment(list("p-1"));
  EXPECT_FALSE(compartment.portal_link());
  EXPECT_TRUE(compartment.principals().empty());
  EXPECT_ERROR(compartment.set_portal_link(link_of("t")), "InvalidArgument");
  EXPECT_ERROR(compartment.set_principals({{"p", "n"}}), "InvalidArgument");
  EXPECT_ERROR(compartment.compartment(std::string(32, '0')), "InvalidArgument");
}

TEST_F(VaultCompartment, OutlivesAChangeOfTheQuestionAndARecovery) {
  const auto id = add_principal(*vault, "p-1", 2);
  const auto recovery = directory->change_secret(kHanako, *vault, pets(), {});
  EXPECT_EQ(vault->compartment(id).document_count(), 2U);
  const auto live = vault->dump();
  vault.reset();
  vault = directory->open(kHanako, secret("ぽちまる"), {});
  EXPECT_EQ(vault->dump(), live);
  vault.reset();
  vault = directory->recover(kHanako, secret("ぽちまる"), recovery, {});
  EXPECT_EQ(vault->dump(), live);
}

TEST_F(VaultCompartment, HasKeysThatNeitherTheOuterVaultNorAnotherOneHas) {
  const auto one = add_principal(*vault, "p-1", 1);
  const auto other = add_principal(*vault, "p-2", 1);
  vault.reset();
  // Exchanged folders are told.
  fs::rename(folder() / one, folder() / "x");
  fs::rename(folder() / other, folder() / one);
  fs::rename(folder() / "x", folder() / other);
  reopen();
  EXPECT_ERROR(vault->compartment(one), "VaultDamaged");
  EXPECT_ERROR(vault->compartment(other), "VaultDamaged");
  EXPECT_EQ(vault->principals().size(), 2U);  // their names are still told
}

TEST_F(VaultCompartment, TellsThatItIsMissing) {
  const auto id = add_principal(*vault, "p-1", 1);
  vault.reset();
  fs::remove_all(folder() / id);
  reopen();
  EXPECT_ERROR_WITH(vault->compartment(id), "VaultDamaged", "part=compartment");
  EXPECT_EQ(vault->principals().size(), 1U);
  vault->set_principals({});
  EXPECT_EQ(vault->principals().size(), 1U);  // what may have data does not go by itself
  EXPECT_EQ(directory->purge_fetched(kHanako, *vault, id).documents, 0U);
  EXPECT_TRUE(vault->principals().empty());
}

TEST_F(VaultCompartment, RemovesAFolderWithoutAKey) {
  const auto id = add_principal(*vault, "p-1", 1);
  fs::create_directories(folder() / std::string(32, 'a') / "documents");
  write_all(folder() / std::string(32, 'a') / "snapshot", "left by a crash");
  write_all(folder() / "stray", "x");
  reopen();
  std::size_t entries = 0;
  for (const auto& entry : fs::directory_iterator(folder())) {
    EXPECT_EQ(entry.path().filename(), id);
    ++entries;
  }
  EXPECT_EQ(entries, 1U);
}

TEST_F(VaultCompartment, LeavesNothingBehindWhenItCannotBeMade) {
  const auto id = list("p-1");
  const auto before = vault->dump();
  for (int fail_at = 0;; ++fail_at) {
    int step = 0;
    disk::set_fault_hook([&](disk::Step, int, Bytes) { return step++ == fail_at ? ENOSPC : 0; });
    const auto error = error_of([&] { (void)vault->compartment(id); });
    disk::set_fault_hook({});
    if (error == "none") break;
    if (error.starts_with("Locked")) {
      reopen();
      continue;
    }
    EXPECT_TRUE(error.starts_with("StorageFull ")) << error;
    if (!error_of([&] { (void)vault->dump(); }).starts_with("Locked")) {
      EXPECT_EQ(vault->dump(), before);
    }
    reopen();
    EXPECT_TRUE(!fs::exists(folder()) || fs::is_empty(folder())) << fail_at;
  }
  EXPECT_EQ(vault->compartment(id).document_count(), 0U);
}

TEST_F(VaultCompartment, GoesWithItsPrincipalWhenNothingWasEverInIt) {
  const auto id = list("p-1");
  (void)vault->compartment(id);
  vault->set_principals({});
  EXPECT_TRUE(vault->principals().empty());
  EXPECT_TRUE(fs::is_empty(folder()));
  EXPECT_ERROR(vault->compartment(id), "InvalidArgument");
}

TEST_F(VaultCompartment, GoesWithEverything) {
  add_principal(*vault, "p-1", 1);
  vault.reset();
  directory->purge(kHanako);
  EXPECT_TRUE(fs::is_empty(machine.state.path() / "vaults"));
}

}  // namespace
}  // namespace kenkod::vault
