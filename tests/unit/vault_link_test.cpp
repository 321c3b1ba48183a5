// The link, its fetches and the people acted for: kept inside the vault, and what is known outside.
#include <algorithm>

#include "access/session_vault.hpp"
#include "jobs/portal_window.hpp"
#include "vault/host_box_file.hpp"
#include "vault_link_support.hpp"

namespace kenkod::vault {
namespace {

class VaultLink : public testing::Test {
 protected:
  void reopen() {
    const auto live = vault->dump();
    vault.reset();
    vault = directory->open(kHanako, secret("kencom"), {});
    EXPECT_EQ(vault->dump(), live);
  }

  Machine machine;
  std::unique_ptr<VaultDirectory> directory = machine.directory();
  std::unique_ptr<Vault> vault =
      directory->create(kHanako, directory->new_vault_id(), kencom(), {}, false).vault;
};

TEST_F(VaultLink, KeepsTheLinkUntilItIsTakenAway) {
  EXPECT_FALSE(vault->portal_link());
  vault->set_portal_link(std::nullopt);
  for (const char* token : {"token-1", "", "token-2"}) {
    vault->set_portal_link(link_of(token));
    reopen();
    const auto link = vault->portal_link();
    ASSERT_TRUE(link);
    EXPECT_EQ(link->portal, "simulator");
    EXPECT_EQ(link->subject, "pairwise-子");
    EXPECT_EQ(link->refresh_token.text(), token);
    EXPECT_EQ(link->expires_at, 1'900'000'000);
  }
  vault->set_portal_link(std::nullopt);
  EXPECT_FALSE(vault->portal_link());
  reopen();
  EXPECT_FALSE(vault->portal_link());
}

TEST_F(VaultLink, LeavesNoTokenInTheFolder) {
  vault->set_portal_link(link_of("標印token"));
  vault->fold();
  vault->set_portal_link(link_of("標印token-rotated"));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(machine.state.path()))
    if (entry.is_regular_file()) {
      EXPECT_EQ(read_all(entry.path()).find("標印token"), std::string::npos);
    }
}

TEST_F(VaultLink, KeepsTheLastFetchesNewestFirst) {
  EXPECT_TRUE(vault->fetches().empty());
  auto failed = fetch_of(0);
  failed.error = ErrorCode::OutOfHours;
  failed.kinds.clear();
  failed.flow = Fetch::Flow::renewed;
  vault->add_fetch(failed);
  EXPECT_EQ(vault->fetches(), std::vector{failed});
  for (std::int64_t at = 1; at <= static_cast<std::int64_t>(kFetchesKept); ++at)
    vault->add_fetch(fetch_of(at));
  reopen();
  const auto all = vault->fetches();
  ASSERT_EQ(all.size(), kFetchesKept);
  for (std::size_t i = 0; i < all.size(); ++i)
    EXPECT_EQ(all[i], fetch_of(static_cast<std::int64_t>(kFetchesKept - i)));
}

TEST_F(VaultLink, FollowsThePortalsListOfPrincipals) {
  vault->set_principals({{"p-2", "二郎"}, {"p-1", "一郎"}, {"p-2", "again"}});
  auto all = vault->principals();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].portal_id, "p-2");
  EXPECT_EQ(all[0].name, "二郎");
  EXPECT_EQ(all[0].id.size(), 32U);
  EXPECT_NE(all[0].id, all[1].id);
  EXPECT_TRUE(all[0].listed && all[1].listed);
  EXPECT_EQ(all[0].last_fetch, 0);
  const auto kept = all[0].id;

  vault->set_principals({{"p-3", "三郎"}, {"p-2", "二郎 (新)"}});
  reopen();
  all = vault->principals();
  ASSERT_EQ(all.size(), 2U);  // without data nothing speaks for keeping p-1
  EXPECT_EQ(all[0].portal_id, "p-3");
  EXPECT_EQ(all[1].id, kept);
  EXPECT_EQ(all[1].name, "二郎 (新)");
}

TEST_F(VaultLink, KeepsPrincipalsWithDataThatAreNoLongerListed) {
  const auto id = add_principal(*vault, "p-1", 2);
  vault->set_principals({{"p-2", "二郎"}});
  auto all = vault->principals();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].portal_id, "p-2");
  EXPECT_EQ(all[1].id, id);
  EXPECT_FALSE(all[1].listed);
  EXPECT_EQ(all[1].last_fetch, 1'800'000'000);
  EXPECT_EQ(vault->compartment(id).document_count(), 2U);
  vault->set_principals({{"p-1", "一郎"}});
  all = vault->principals();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].id, id);
  EXPECT_TRUE(all[0].listed);
}

TEST_F(VaultLink, IsWhatASessionIsFor) {
  const auto id = add_principal(*vault, "p-1", 2);
  const auto slot = std::make_shared<access::OpenVault>();
  slot->hold(std::move(vault));
  const access::SessionVault own(slot, "");
  const access::SessionVault theirs(slot, id);
  EXPECT_EQ(own.get().document_count(), 0U);
  EXPECT_EQ(theirs.get().document_count(), 2U);
  EXPECT_EQ(theirs.own().document_count(), 0U);
  EXPECT_EQ(directory->purge_fetched(kHanako, slot->get(), id).documents, 2U);
  EXPECT_ERROR(theirs.get(), "Locked");
  EXPECT_EQ(own.get().document_count(), 0U);
  slot->close();
  EXPECT_ERROR(own.get(), "Locked");
  EXPECT_ERROR(theirs.get(), "Locked");
}

TEST(HostBoxFile, KeepsTheNoteOfTheLink) {
  const Machine machine;
  const auto directory = machine.directory();
  const LinkNote note{LinkNote::State::expired, "simulator", 7, 8, 9};
  directory->update_host_box(kHanako, [&](HostBox& box) {
    EXPECT_EQ(box.link, LinkNote());
    box.link = note;
    box.consents = {{"id", "1", "hash", 5, false}};
  });
  const auto box = machine.directory()->overview(kHanako).box;
  EXPECT_EQ(box.link, note);
  EXPECT_EQ(box.consents.size(), 1U);
}

TEST(HostBoxFile, ReadsVersion1) {
  const Machine machine;
  const auto directory = machine.directory();  // makes the folder
  const HostKeys host(machine.host_secret);
  const auto account = host.account(kHanako.name);
  ByteWriter header;
  header.raw(as_bytes("KENKODB1"));
  header.u32(1);
  header.raw(host.host_of(uid_t{1000}));
  ByteWriter place;
  place.raw(header.bytes());
  place.u32(1000);
  ByteWriter plain;
  plain.raw(account);
  plain.compact(1);
  for (const char* text : {"terms", "1", "hash"}) plain.text(text);
  plain.i64(5);
  plain.u8(0);
  plain.compact(1);
  plain.u64(3);
  plain.text("Q?");
  ByteWriter file;
  file.raw(header.bytes());
  file.raw(seal(host.box(), place.bytes(), plain.bytes()));
  write_all(machine.state.path() / "vaults" / "1000.box", {file.bytes().begin(), file.bytes().end()});

  const auto box = directory->overview(kHanako).box;
  ASSERT_EQ(box.consents.size(), 1U);
  EXPECT_EQ(box.consents[0].text_id, "terms");
  ASSERT_EQ(box.questions.size(), 1U);
  EXPECT_EQ(box.questions[0].text, "Q?");
  EXPECT_EQ(box.link, LinkNote());
  directory->update_host_box(kHanako, [](HostBox& changed) { changed.link.portal = "p"; });
  const auto now = directory->overview(kHanako).box;
  EXPECT_EQ(now.link.portal, "p");
  EXPECT_EQ(now.consents, box.consents);
  EXPECT_EQ(read_all(machine.state.path() / "vaults" / "1000.box").substr(8, 4), std::string("\2\0\0\0", 4));
}

TEST(PortalWindow, BeginsWithTodayInJapanYearsAgo) {
  const std::map<Kind, std::uint32_t> years{{Kind::checkup, 5}, {Kind::expense, 1}};
  // 2026-11-22T14:59:59Z is still the 22nd in Japan, a second later it is the 23rd.
  EXPECT_EQ(jobs::portal_window(years, 1795359599),
            (std::map<Kind, std::string>{{Kind::checkup, "2021-11-22"}, {Kind::expense, "2025-11-22"}}));
  EXPECT_EQ(jobs::portal_window(years, 1795359600).at(Kind::checkup), "2021-11-23");
  // The 29th of February: there is none five years before.
  EXPECT_EQ(jobs::portal_window(years, 1835362800).at(Kind::checkup), "2023-02-28");
}

}  // namespace
}  // namespace kenkod::vault
