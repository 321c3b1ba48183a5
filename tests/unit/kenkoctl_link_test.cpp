// What kenkoctl says of links with the portal: results, errors, the list of fetches, people acted for, and
// what a purge would take away.
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <nlohmann/json.hpp>

#include "client-cli/link/fetch_history.hpp"
#include "client-cli/link/link_error.hpp"
#include "client-cli/link/link_result.hpp"
#include "client-cli/link/link_status.hpp"
#include "client-cli/link/principals.hpp"
#include "client-cli/link/purge_preview.hpp"
#include "client-cli/text/local_time.hpp"
#include "client-cli/text/progress_words.hpp"
#include "client-cli/text/rule_words.hpp"
#include "common/error.hpp"
#include "common/hex.hpp"

namespace kenkod::cli {
namespace {

constexpr std::int64_t kTuesday = 1'795'561'200;  // 2026-11-24 23:00 UTC, a Wednesday's 8:00 in Japan
constexpr std::int64_t kDay = 86400;

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }
sdbus::Variant text(const char* value) { return sdbus::Variant(std::string(value)); }
sdbus::Variant count(std::uint32_t value) { return sdbus::Variant(value); }
sdbus::Variant moment(std::int64_t value) { return sdbus::Variant(value); }

class Japan : public testing::Test {
 protected:
  Japan() {
    ::setenv("TZ", "Asia/Tokyo", 1);
    ::tzset();
  }
};
using LocalTime = Japan;
using TimedErrors = Japan;
using LinkStatus = Japan;
using History = Japan;
using PrincipalsTable = Japan;

LinkedKind kind(const char* name, const char* outcome) {
  LinkedKind made;
  made.kind = name;
  made.outcome = outcome;
  return made;
}

TEST_F(LocalTime, IsThePersonsOwn) {
  EXPECT_EQ(moment_words(kTuesday), "Wed 25 Nov 2026, 08:00");
  EXPECT_EQ(day_words(kTuesday), "Wed 25 Nov 2026");
  EXPECT_EQ(utc_text(kTuesday), "2026-11-24T23:00:00Z");
}

TEST_F(TimedErrors, SayWhenItMayBeTriedAgain) {
  const auto words = [](const char* name, const char* said) {
    return error_words({std::string("org.kenkod1.Error.").append(name), said}).what;
  };
  EXPECT_EQ(words("OutOfHours", "Closed. next=1795561200"),
            "マイナポータル does not give out medical information at this hour. It does again from Wed 25 "
            "Nov 2026, "
            "08:00.");
  EXPECT_EQ(words("Maintenance", "Closed. until=1795561200"),
            "マイナポータル is under maintenance until Wed 25 Nov 2026, 08:00.");
  EXPECT_EQ(words("RateLimited", "Slow down. until=1795561200"),
            "マイナポータル asks to wait before the next request, until Wed 25 Nov 2026, 08:00.");
  EXPECT_EQ(words("Maintenance", "Closed."), "マイナポータル is under maintenance.");
  for (const char* odd : {"X. until=0", "X. until=99999999999999", "X. until=soon", "X. next=1795561200"})
    EXPECT_EQ(words("Maintenance", odd), "マイナポータル is under maintenance.") << odd;
}

TEST(LinkExitStatus, SaysWhoCanMendIt) {
  for (const ErrorCode code :
       {ErrorCode::OutOfHours, ErrorCode::Maintenance, ErrorCode::Unavailable, ErrorCode::RateLimited})
    EXPECT_EQ(exit_code(code), ExitCode::portal) << error_name(code);
  EXPECT_EQ(static_cast<int>(ExitCode::portal), 12);
  EXPECT_EQ(static_cast<int>(ExitCode::partial), 13);
  EXPECT_EQ(exit_code(ErrorCode::LinkExpired), ExitCode::not_ready);
  EXPECT_EQ(exit_code(ErrorCode::KindNotPermitted), ExitCode::not_authorized);
  LinkedKind good = kind("checkup", "fetched");
  EXPECT_EQ(link_exit({good, kind("expense", "empty")}), ExitCode::ok);
  LinkedKind refused = good;
  refused.refused = 1;
  EXPECT_EQ(link_exit({good, refused}), ExitCode::document);
  EXPECT_EQ(link_exit({refused, kind("expense", "failed")}), ExitCode::partial);
}

TEST(LinkErrors, MeanSomethingElseThanOfAFile) {
  const auto link = [](ErrorCode code, const LinkSituation& situation = {}) {
    return link_error_words({error_name(code), ""}, situation);
  };
  EXPECT_EQ(link(ErrorCode::UserCancelled).what, "The link was called off");
  EXPECT_TRUE(has(link(ErrorCode::UserCancelled, {.waiting_here = true}).next, "within ten minutes"));
  const ErrorWords none = link(ErrorCode::NotSupported, {.portal = false});
  EXPECT_EQ(none.exit, ExitCode::not_ready);
  EXPECT_TRUE(has(none.next, "docs/portal-operators.md"));
  EXPECT_EQ(link(ErrorCode::NotSupported).exit, ExitCode::usage);
  EXPECT_EQ(link(ErrorCode::NotSupported, {.card = true}).exit, ExitCode::card);
  EXPECT_TRUE(has(link(ErrorCode::ForeignSubject).what, "another person than the one who logged in"));
  EXPECT_TRUE(has(link(ErrorCode::ConsentRequired).next, "kenkoctl terms --accept")) << "as with an import";
  EXPECT_TRUE(has(link(ErrorCode::CertificateRevoked).next, "0120-95-0178"));
  EXPECT_EQ(link_error_words({"org.freedesktop.DBus.Error.ServiceUnknown", ""}, {}).what,
            "kenkod is not running and could not be started.");
  for (int i = 0; i <= static_cast<int>(ErrorCode::NothingToShow); ++i)
    EXPECT_FALSE(link(static_cast<ErrorCode>(i)).what.empty());
}

TEST(LinkedKinds, AreReadFromTheRows) {
  const std::vector<Dict> rows{{{"kind", text("checkup")},
                                {"outcome", text("fetched")},
                                {"imported", count(3)},
                                {"revised", count(1)},
                                {"unchanged", count(2)},
                                {"unread", count(4)},
                                {"refused", count(5)},
                                {"error", text("org.kenkod1.Error.BadDocument")},
                                {"message", text("No. line=1")}},
                               {}};
  const auto kinds = linked_kinds(rows);
  ASSERT_EQ(kinds.size(), 2U);
  EXPECT_EQ(outcome_words(kinds[0]),
            "3 new documents, 1 newer revision, 2 unchanged, 4 kept, but not readable, 5 not taken");
  EXPECT_EQ(kinds[0].error.text, "No. line=1");
  EXPECT_EQ(kinds[1].outcome, "");
}

TEST(LinkedKinds, HaveTheOrderOfTheManualHoweverTheyCame) {
  std::string order;
  for (const LinkedKind& each : linked_kinds({{{"kind", text("new")}},
                                              {{"kind", text("medication")}},
                                              {{"kind", text("expense")}},
                                              {{"kind", text("checkup")}}}))
    order.append(each.kind).append(" ");
  EXPECT_EQ(order, "checkup expense medication new ");
}

TEST(LinkTable, SaysTheSameOfWhateverCannotBeShown) {
  EXPECT_EQ(outcome_words(kind("checkup", "empty")), "There is no information to show");
  EXPECT_EQ(outcome_words(kind("checkup", "fetched")), outcome_words(kind("checkup", "empty")))
      << "no document at all, and nobody is told why";
}

TEST(LinkTable, NamesWhatFailedWhyAndWhatToDo) {
  LinkedKind good = kind("checkup", "fetched");
  good.imported = 1;
  LinkedKind bad = kind("medication", "failed");
  bad.error = {"org.kenkod1.Error.Unavailable", "No answer."};
  const std::string table = link_table({good, bad, kind("expense", "not-supported")}, {});
  EXPECT_EQ(table,
            "Check-up results         1 new document\n"
            "Medication history       could not be fetched\n"
            "    マイナポータル cannot be reached.\n"
            "  → Check the network of this computer, and link again later.\n"
            "Medical expense notices  マイナポータル does not have this kind\n");
  bad.imported = 2;
  EXPECT_EQ(outcome_words(bad), "could not be fetched completely (2 new documents)");
  EXPECT_TRUE(has(link_table({bad}, {.colour = true}), "\033[1;31mcould not"));
}

TEST(LinkTable, TextsOfOthersAreMadeHarmless) {
  EXPECT_EQ(link_table({kind("k\033[2J", "o\nx")}, {}), "k\uFFFD[2J  o\uFFFDx\n");
}

std::vector<Dict> fetches() {
  const std::vector<Dict> kinds{
      {{"kind", text("checkup")}, {"outcome", text("fetched")}, {"imported", count(2)}},
      {{"kind", text("expense")},
       {"outcome", text("failed")},
       {"error", text("org.kenkod1.Error.Unavailable")}}};
  return {{{"at", moment(kTuesday)},
           {"seconds", count(12)},
           {"flow", text("card")},
           {"kinds", sdbus::Variant(kinds)}},
          {{"at", moment(kTuesday - kDay)},
           {"seconds", count(1)},
           {"flow", text("browser")},
           {"error", text("org.kenkod1.Error.Maintenance")},
           {"kinds", sdbus::Variant(std::vector<Dict>{})}}};
}

TEST_F(History, InWords) {
  EXPECT_EQ(history_text(past_fetches(fetches()), {}),
            "Wed 25 Nov 2026, 08:00  log-in with the card, took 12 seconds\n"
            "  Check-up results         2 new documents\n"
            "  Medical expense notices  could not be fetched: マイナポータル cannot be reached.\n"
            "Tue 24 Nov 2026, 08:00  log-in in the browser, took 1 second\n"
            "  Nothing was fetched: マイナポータル is under maintenance.\n");
}

TEST_F(History, ForPrograms) {
  const auto json = nlohmann::json::parse(history_json(past_fetches(fetches())));
  ASSERT_EQ(json.size(), 2U);
  EXPECT_EQ(json[0]["at"], "2026-11-24T23:00:00Z");
  EXPECT_EQ(json[0]["kinds"][0]["imported"], 2);
  EXPECT_FALSE(json[0].contains("error"));
  EXPECT_EQ(json[1]["error"], "org.kenkod1.Error.Maintenance");
  EXPECT_EQ(history_json({}), "[]\n");
  EXPECT_EQ(history_csv(past_fetches(fetches())),
            "at,seconds,flow,error,kind,outcome,imported,revised,unchanged,unread,refused,kind-error\r\n"
            "2026-11-24T23:00:00Z,12,card,,checkup,fetched,2,0,0,0,0,\r\n"
            "2026-11-24T23:00:00Z,12,card,,expense,failed,0,0,0,0,0,org.kenkod1.Error.Unavailable\r\n"
            "2026-11-23T23:00:00Z,1,browser,org.kenkod1.Error.Maintenance,,,,,,,,\r\n");
}

TEST(Principals, AreFoundByIdOrByANameOfTheirOwn) {
  const std::string id(32, 'a');
  const std::vector<ActedFor> people{{id, "見本 太郎"}, {std::string(32, 'b'), "同名"}, {"c", "同名"}};
  EXPECT_EQ(find_principal(people, id), people.data());
  EXPECT_EQ(find_principal(people, "見本 太郎"), people.data());
  EXPECT_EQ(find_principal(people, "同名"), nullptr) << "two of them";
  EXPECT_EQ(find_principal(people, "誰か"), nullptr);
  EXPECT_TRUE(is_random_id(id));
  EXPECT_FALSE(is_random_id(std::string(32, 'A')));
  EXPECT_FALSE(is_random_id(std::string(31, 'a')));
}

TEST_F(PrincipalsTable, OffersToDeleteWhatNobodyListsAnyMore) {
  const std::vector<Dict> rows{{{"id", text("0123")},
                                {"name", text("A")},
                                {"listed", sdbus::Variant(false)},
                                {"last-fetch", moment(kTuesday)}},
                               {{"id", text("4567")}, {"name", text("B")}, {"listed", sdbus::Variant(true)}}};
  const std::string table = principals_table(acted_for(rows), {});
  EXPECT_TRUE(has(table, "Wed 25 Nov 2026, 08:00\n  → マイナポータル no longer lists this person")) << table;
  EXPECT_TRUE(has(table, "kenkoctl purge --fetched --principal 0123\n"));
  EXPECT_TRUE(table.ends_with("never\n")) << table;
}

TEST(PurgePreview, WarnsOfWhatWouldNotComeBack) {
  const std::vector<Dict> rows{{{"kind", text("checkup")},
                                {"documents", count(4)},
                                {"records", sdbus::Variant(std::uint64_t{250})},
                                {"oldest", text("2019-05-01")},
                                {"newest", text("2025-05-01")},
                                {"beyond", count(2)},
                                {"beyond-oldest", text("2019-05-01")},
                                {"beyond-newest", text("2020-05-01")}},
                               {{"kind", text("expense")},
                                {"documents", count(1)},
                                {"records", sdbus::Variant(std::uint64_t{1})},
                                {"oldest", text("2025-04")},
                                {"newest", text("2025-04")}},
                               {{"kind", text("medication")}, {"documents", count(1)}}};
  EXPECT_EQ(
      purge_preview(purged_kinds(rows), {}),
      "Check-up results         4 documents, 250 records, 2019-05-01 to 2025-05-01\n"
      "  ! 2 documents of 2019-05-01 to 2020-05-01 are older than what マイナポータル still holds: they "
      "cannot be fetched again.\n"
      "Medical expense notices  1 document, 1 record, 2025-04\n"
      "Medication history       1 document, 0 records, without a date\n");
}

std::string status_value(const Dict& status, std::int64_t now, const std::string& label) {
  for (const StatusLine& line : link_status(status, now))
    if (line.label == label) return line.value;
  return "(no such line)";
}

TEST_F(LinkStatus, OfThePortal) {
  EXPECT_EQ(status_value({}, 0, "マイナポータル"), "none is set up");
  EXPECT_EQ(
      status_value({{"portal", text("sim")}, {"portal-open", sdbus::Variant(true)}}, 0, "マイナポータル"),
      "sim (open now)");
  EXPECT_EQ(status_value({{"portal", text("sim")}, {"next-opening", moment(kTuesday)}}, 0, "マイナポータル"),
            "sim (closed now, opens Wed 25 Nov 2026, 08:00)");
  EXPECT_EQ(status_value({{"last-fetch", moment(kTuesday)}}, 0, "Last fetched"), "Wed 25 Nov 2026, 08:00");
  EXPECT_EQ(status_value({}, 0, "Last fetched"), "never");
  for (const char* state :
       {"not-linked", "linking", "linked-locked", "fetching", "ready", "expired", "suspended"})
    EXPECT_NE(status_value({{"link-state", text(state)}}, 0, "マイナポータル link"), state);
}

TEST_F(LinkStatus, WarnsFourteenAndThreeDaysBeforeTheEndOfATerm) {
  const auto term = [](std::int64_t before) {
    return status_value({{"link-expires", moment(kTuesday)}}, kTuesday - before, "Term link");
  };
  EXPECT_EQ(term(15 * kDay), "until Wed 25 Nov 2026, 08:00");
  EXPECT_EQ(term(14 * kDay + 1), "until Wed 25 Nov 2026, 08:00");
  EXPECT_EQ(term(14 * kDay), "! until Wed 25 Nov 2026, 08:00 (ends in 14 days; link again to go on)");
  EXPECT_EQ(term(3 * kDay + 1), "! until Wed 25 Nov 2026, 08:00 (ends in 4 days; link again to go on)");
  EXPECT_EQ(term(3 * kDay), "!! until Wed 25 Nov 2026, 08:00 (ends in 3 days; link again to go on)");
  EXPECT_EQ(term(1), "!! until Wed 25 Nov 2026, 08:00 (ends in 1 day; link again to go on)");
  EXPECT_EQ(term(0), "until Wed 25 Nov 2026, 08:00 (over)");
  EXPECT_EQ(status_value({}, 0, "Term link"), "(no such line)");
}

TEST_F(LinkStatus, TellsHowLongThePortalWantsToBeLeftAlone) {
  const Dict waiting{{"retry-at", moment(kTuesday)}};
  EXPECT_TRUE(has(status_value(waiting, kTuesday - 1, "Next fetch"), "not before Wed 25 Nov 2026, 08:00"));
  EXPECT_EQ(status_value(waiting, kTuesday, "Next fetch"), "(no such line)");
}

TEST(ProgressLine, HasACountAndABar) {
  EXPECT_EQ(progress_line("fetch", 15, 60, "", ""), "15/60 [#####...............] Fetching…");
  EXPECT_EQ(progress_line("fetch", 0, 0, "", ""), "Fetching…");
  EXPECT_EQ(progress_line("store", 1, 3, "", ""), "1/3 Storing…");
  EXPECT_EQ(progress_line("fetch", 90, 60, "", ""), "90/60 [####################] Fetching…");
  EXPECT_EQ(progress_line("parse", 1, 1, "3/12", "a.xml"), "3/12 Reading… a.xml");
  EXPECT_TRUE(has(progress_line("fetch", UINT64_MAX, UINT64_MAX, "", ""), "[####################]"));
  EXPECT_EQ(stage_line("fetch", 60), "Fetching 60 documents");
  EXPECT_EQ(stage_line("request", 0), "マイナポータル is preparing the data");
}

TEST(RuleWords, OfALink) {
  for (const char* stage : {"browser", "log-in", "secret-question", "request", "fetch", "store"})
    EXPECT_NE(stage_words(stage), stage);
  for (const char* act : {"link", "unlink"}) EXPECT_NE(act_words(act), act);
  for (const char* scope : {"purge", "principals"}) EXPECT_NE(scope_words(scope), scope);
}

}  // namespace
}  // namespace kenkod::cli
