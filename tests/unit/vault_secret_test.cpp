// Setting, verifying, changing and losing the secret, and purging.
#include <sys/stat.h>

#include "vault_support.hpp"

namespace kenkod::vault {
namespace {

class VaultSecret : public testing::Test {
 protected:
  Opened create(bool recovery = false, bool with_device = true) {
    id = directory->new_vault_id();
    return directory->create(kHanako, id, kencom(), with_device ? device : none, recovery);
  }
  void fail(int times) {
    for (int i = 0; i < times; ++i)
      EXPECT_ERROR(directory->open(kHanako, secret("wrong"), device), "WrongAnswer");
  }
  Machine machine;
  std::unique_ptr<VaultDirectory> directory = machine.directory();
  SecretBuffer device = key_of('d');
  SecretBuffer none;
  std::string id;
};

TEST_F(VaultSecret, OpensWithEveryFormOfTheAnswer) {
  EXPECT_EQ(directory->overview(kHanako).presence, Presence::none);
  EXPECT_ERROR(directory->open(kHanako, secret("kencom"), device), "SecretNotSet");
  auto opened = create();
  EXPECT_TRUE(opened.recovery_key.empty());
  add(*opened.vault, checkup("2025-05-01", 3), "one");
  opened.vault.reset();
  for (const char* answer : {"kencom", "ＫＥＮＣＯＭ", " Kencom "})
    EXPECT_EQ(directory->open(kHanako, secret(answer), device)->document_count(), 1U) << answer;
  const auto overview = directory->overview(kHanako);
  EXPECT_EQ(overview.presence, Presence::closed);
  EXPECT_EQ(overview.question, "DeSCのサービスは?");
  EXPECT_EQ(overview.vault_id, id);
  EXPECT_TRUE(overview.device_key);
  EXPECT_FALSE(overview.recovery_key);
  EXPECT_EQ(overview.failures, 0U);
  EXPECT_ERROR(create(), "SecretAlreadySet");
}

TEST_F(VaultSecret, KeepsFilesToItself) {
  create();
  struct stat info{};
  for (const char* name : {"vaults", "vaults/1000", "vaults/1000/documents"}) {
    ASSERT_EQ(::stat((machine.state.path() / name).c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 07777, 0700U) << name;
  }
  for (const char* name : {"1000.box", "1000/keys", "1000/tries", "1000/snapshot", "1000/log"}) {
    ASSERT_EQ(::stat((machine.state.path() / "vaults" / name).c_str(), &info), 0) << name;
    EXPECT_EQ(info.st_mode & 07777, 0600U) << name;
  }
}

TEST_F(VaultSecret, RefusesWhatTheRulesRefuse) {
  const auto attempt = [&](NewSecret secret) {
    (void)directory->create(kHanako, directory->new_vault_id(), secret, none, false);
  };
  EXPECT_ERROR_WITH(attempt({"", secret("kencom")}), "InvalidArgument", "refused=question-empty");
  EXPECT_ERROR_WITH(attempt({"kencom?", secret("kencom")}), "InvalidArgument", "refused=answer-in-question");
  EXPECT_ERROR(directory->create(kHanako, "../../etc", kencom(), none, false), "InvalidArgument");
  EXPECT_ERROR(directory->create(kHanako, directory->new_vault_id(), kencom(), secret("short"), false),
               "InvalidArgument");
  EXPECT_EQ(directory->overview(kHanako).presence, Presence::none);
}

TEST_F(VaultSecret, CountsWrongAnswersAndMakesOneWait) {
  create();
  fail(4);
  EXPECT_EQ(directory->overview(kHanako).wait_seconds, 0U);
  fail(1);
  EXPECT_EQ(directory->overview(kHanako).failures, 5U);
  EXPECT_EQ(directory->overview(kHanako).wait_seconds, 30U);
  EXPECT_ERROR_WITH(directory->open(kHanako, secret("kencom"), device), "TooManyAttempts", "wait=30");
  machine.clock.advance_seconds(29);
  EXPECT_ERROR_WITH(directory->open(kHanako, secret("kencom"), device), "TooManyAttempts", "wait=1");
  EXPECT_EQ(directory->overview(kHanako).failures, 5U);  // waiting costs no try
  directory = machine.directory();                       // a restart changes nothing
  EXPECT_EQ(directory->overview(kHanako).wait_seconds, 1U);
  machine.clock.advance_seconds(1);
  fail(1);
  EXPECT_EQ(directory->overview(kHanako).wait_seconds, 60U);
  machine.clock.advance_seconds(60);
  EXPECT_NE(directory->open(kHanako, secret("kencom"), device), nullptr);
  EXPECT_EQ(directory->overview(kHanako).failures, 0U);
}

TEST_F(VaultSecret, AsksForTheMissingPartWithoutCosting) {
  create();
  EXPECT_ERROR_WITH(directory->open(kHanako, secret("kencom"), none), "KeyMissing", "part=device-key");
  EXPECT_ERROR_WITH(directory->open(kHanako, secret("kencom"), key_of('e')), "KeyMissing", "part=device-key");
  EXPECT_ERROR(directory->open(kHanako, secret("\xff"), device), "InvalidArgument");
  EXPECT_EQ(directory->overview(kHanako).failures, 0U);
}

TEST_F(VaultSecret, DoesNotOpenElsewhereButByRecoveryKey) {
  auto opened = create(true);
  EXPECT_EQ(opened.recovery_key.size(), 34U);
  add(*opened.vault, checkup("2025-05-01", 3), "one");
  const auto live = opened.vault->dump();
  opened.vault.reset();
  Machine other('x');
  std::filesystem::copy(machine.state.path(), other.state.path(), std::filesystem::copy_options::recursive);
  const auto there = other.directory();
  EXPECT_EQ(there->overview(kHanako).presence, Presence::foreign_host);
  EXPECT_EQ(there->overview(kHanako).question, "");
  EXPECT_ERROR_WITH(there->open(kHanako, secret("kencom"), device), "KeyMissing", "part=host-secret");

  EXPECT_ERROR(there->recover(kHanako, secret("wrong"), opened.recovery_key, key_of('n')), "WrongAnswer");
  auto mistyped = opened.recovery_key.copy();
  mistyped.data()[0] = mistyped.data()[0] == '7' ? '8' : '7';
  EXPECT_ERROR(there->recover(kHanako, secret("kencom"), mistyped, key_of('n')), "InvalidArgument");
  const auto vault = there->recover(kHanako, secret("kencom"), opened.recovery_key, key_of('n'));
  EXPECT_EQ(vault->dump(), live);
  const auto overview = there->overview(kHanako);
  EXPECT_EQ(overview.presence, Presence::closed);
  EXPECT_EQ(overview.question, "DeSCのサービスは?");
  EXPECT_TRUE(overview.recovery_key);
  EXPECT_EQ(overview.failures, 0U);
  EXPECT_EQ(there->open(kHanako, secret("kencom"), key_of('n'))->dump(), live);
  EXPECT_ERROR(there->open(kHanako, secret("kencom"), device), "KeyMissing");
  EXPECT_EQ(there->recover(kHanako, secret("kencom"), opened.recovery_key, none)->dump(),
            live);  // still good
  EXPECT_FALSE(there->overview(kHanako).device_key);
}

TEST_F(VaultSecret, CountsAForeignRecoveryKeyAsAWrongAnswer) {
  const auto opened = create(true);
  const auto other = directory->create({1001, "taro"}, directory->new_vault_id(), pets(), none, true);
  for (int i = 0; i < 5; ++i)
    EXPECT_ERROR(directory->recover(kHanako, secret("kencom"), other.recovery_key, none), "WrongAnswer");
  EXPECT_ERROR(directory->recover(kHanako, secret("kencom"), opened.recovery_key, none), "TooManyAttempts");
  EXPECT_EQ(directory->overview(kHanako).failures, 5U);
  EXPECT_ERROR(directory->recover({1002, "nobody"}, secret("kencom"), other.recovery_key, none),
               "SecretNotSet");
}

TEST_F(VaultSecret, HasNoRecoveryWithoutRecoveryKey) {
  create(false);
  const auto other = directory->create({1001, "taro"}, directory->new_vault_id(), pets(), none, true);
  EXPECT_ERROR_WITH(directory->recover(kHanako, secret("kencom"), other.recovery_key, none), "KeyMissing",
                    "part=recovery-key");
}

TEST_F(VaultSecret, IsNotForWhoGotTheUidLater) {
  create();
  const Account later{1000, "jiro"};
  const auto overview = directory->overview(later);
  EXPECT_EQ(overview.presence, Presence::foreign_user);
  EXPECT_EQ(overview.question, "");
  EXPECT_TRUE(overview.box.questions.empty());
  EXPECT_ERROR(directory->open(later, secret("kencom"), device), "Locked");
  EXPECT_ERROR(directory->create(later, directory->new_vault_id(), pets(), none, false), "Locked");
  EXPECT_ERROR(directory->update_host_box(later, [](HostBox&) {}), "Locked");
  directory->purge(later);
  EXPECT_EQ(directory->overview(later).presence, Presence::none);
}

TEST_F(VaultSecret, KeepsConsentsBesideTheQuestion) {
  directory->update_host_box(kHanako,
                             [](HostBox& box) { box.consents.push_back({"terms", "1", "ab", 7, false}); });
  EXPECT_EQ(directory->overview(kHanako).box.consents.size(), 1U);
  EXPECT_EQ(directory->overview({1000, "jiro"}).presence, Presence::foreign_user);
  create();
  const auto box = machine.directory()->overview(kHanako).box;
  EXPECT_EQ(box.consents, (std::vector<Consent>{{"terms", "1", "ab", 7, false}}));
  EXPECT_EQ(box.questions.size(), 1U);
}

TEST_F(VaultSecret, ChangesQuestionAnswerAndRecoveryKey) {
  auto opened = create(true);
  add(*opened.vault, checkup("2025-05-01", 3), "one");
  const auto snapshot = read_all(machine.vault_path() / "snapshot");
  const auto next = directory->change_secret(kHanako, *opened.vault, pets(), none);
  EXPECT_NE(next.text(), opened.recovery_key.text());
  add(*opened.vault, checkup("2025-06-01", 3), "two");  // goes on under the new keys
  const auto live = opened.vault->dump();
  opened.vault.reset();

  const auto overview = directory->overview(kHanako);
  EXPECT_EQ(overview.question, "First pet's name?");
  EXPECT_EQ(overview.box.questions.size(), 1U);
  EXPECT_FALSE(overview.device_key);
  EXPECT_ERROR(directory->open(kHanako, secret("kencom"), device), "WrongAnswer");
  EXPECT_ERROR(directory->recover(kHanako, secret("ぽちまる"), opened.recovery_key, none), "WrongAnswer");
  EXPECT_EQ(directory->open(kHanako, secret("ポチマル"), none)->dump(), live);
  EXPECT_EQ(directory->recover(kHanako, secret("ぽちまる"), next, none)->dump(), live);
  EXPECT_NE(read_all(machine.vault_path() / "snapshot"), snapshot);
}

TEST_F(VaultSecret, RenewsTheHashWhenTheCostIsRaised) {
  auto opened = create(true);
  opened.vault.reset();
  const auto before = read_all(machine.vault_path() / "keys");
  EXPECT_NE(directory->open(kHanako, secret("kencom"), device), nullptr);
  EXPECT_EQ(read_all(machine.vault_path() / "keys"), before);
  directory = machine.directory({24576, 3});
  EXPECT_NE(directory->open(kHanako, secret("kencom"), device), nullptr);
  EXPECT_NE(read_all(machine.vault_path() / "keys"), before);
  EXPECT_FALSE(std::filesystem::exists(machine.vault_path() / "keys.old"));
  directory = machine.directory();
  EXPECT_NE(directory->open(kHanako, secret("kencom"), device), nullptr);  // never lowered again
  EXPECT_NE(directory->recover(kHanako, secret("kencom"), opened.recovery_key, device), nullptr);
}

TEST_F(VaultSecret, LeavesNothingAfterPurge) {
  auto opened = create();
  add(*opened.vault, checkup("2025-05-01", 3), "one");
  opened.vault.reset();
  directory->purge(kHanako);
  EXPECT_TRUE(std::filesystem::is_empty(machine.state.path() / "vaults"));
  EXPECT_EQ(directory->overview(kHanako).presence, Presence::none);
  directory->purge(kHanako);  // of nothing: nothing
  create();
  EXPECT_NE(directory->open(kHanako, secret("kencom"), device), nullptr);
}

TEST_F(VaultSecret, PurgesADamagedVault) {
  create();
  write_all(machine.vault_path() / "keys", "");
  EXPECT_EQ(directory->overview(kHanako).presence, Presence::damaged);
  directory->purge(kHanako);
  EXPECT_TRUE(std::filesystem::is_empty(machine.state.path() / "vaults"));
}

TEST_F(VaultSecret, NeedsAHostSecretOfSomeLength) {
  EXPECT_ERROR(open_vault_directory(machine.state.path(), secret("short"), machine.clock, kLowCost),
               "InvalidArgument");
}

}  // namespace
}  // namespace kenkod::vault
