// kill -9 at random moments of set-up, import, fetch, purge and change: every vault opens, old or new,
// nothing half. KENKOD_ROUNDS is the percentage of 300 rounds (10).
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <random>
#include <thread>

#include "vault_link_support.hpp"

namespace kenkod::vault {
namespace {

int rounds() {
  const char* text = std::getenv("KENKOD_ROUNDS");
  const int per_cent = text == nullptr ? 10 : std::atoi(text);
  return std::max(300 * per_cent / 100, 1);
}

std::string content(int number) { return "document " + std::to_string(number) + std::string(50'000, 'x'); }
std::string date(int number) {
  return std::to_string(2000 + number / 336) + "-" + std::to_string(10 + number / 28 % 3) + "-" +
         std::to_string(10 + number % 19);
}

SecretBuffer answer_to(const std::string& question) {
  return question == pets().question ? secret("ぽちまる") : secret("kencom");
}

// Works until killed; tells through the pipe what is finished: one byte per document that was kept.
[[noreturn]] void work(const Machine& machine, int documents, int pipe) {
  const auto directory = machine.directory();
  directory->finish_interrupted();
  auto overview = directory->overview(kHanako);
  std::unique_ptr<Vault> vault;
  if (overview.presence == Presence::none)
    vault = directory->create(kHanako, directory->new_vault_id(), kencom(), {}, true).vault;
  else
    vault = directory->open(kHanako, answer_to(overview.question), {});
  for (;; ++documents) {
    // Between the imported documents fetched ones come, and go when they are purged.
    Batch batch;
    for (int i = 0; i < 2; ++i)
      batch.add(checkup("199" + std::to_string(i) + "-01-01", 10), "fetched " + content(documents * 2 + i));
    (void)batch.into(*vault);
    vault->add_fetch(fetch_of(documents));
    add(*vault, checkup(date(documents), 30), content(documents));
    if (::write(pipe, "+", 1) != 1) ::_exit(3);
    if (documents % 3 == 0) (void)directory->purge_fetched(kHanako, *vault, "");
    if (documents % 3 == 1) vault->fold();
    if (documents % 3 == 2)
      (void)directory->change_secret(
          kHanako, *vault, directory->overview(kHanako).question == pets().question ? kencom() : pets(), {});
  }
}

TEST(VaultKill, LeavesTheOldStateOrTheNew) {
  Machine machine;
  std::mt19937 random(20260401);
  int kept = 0;
  for (int round = 0; round < rounds(); ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(ends[0]);
      try {
        work(machine, kept, ends[1]);
      } catch (...) {
        ::_exit(2);
      }
    }
    ::close(ends[1]);
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 250'000));  // the random moment
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "round " << round << " status " << status;
    char byte = 0;
    while (::read(ends[0], &byte, 1) == 1) ++kept;
    ::close(ends[0]);

    const auto directory = machine.directory();
    directory->finish_interrupted();
    const auto overview = directory->overview(kHanako);
    if (overview.presence == Presence::none) {
      ASSERT_EQ(kept, 0);
      continue;
    }
    ASSERT_EQ(overview.presence, Presence::closed) << "round " << round;
    ASSERT_TRUE(overview.question == pets().question || overview.question == kencom().question);
    auto vault = directory->open(kHanako, answer_to(overview.question), {});
    int documents = 0;
    int fetched = 0;
    vault->for_each_document([&](const DocumentInfo& info, std::span<const std::uint8_t> bytes) {
      if (info.origin == Origin::portal) {
        ++fetched;
        return;
      }
      EXPECT_EQ(info.facts.date, date(documents));
      EXPECT_EQ(std::string(bytes.begin(), bytes.end()), content(documents++));
    });
    // What was reported is there; at most the one after it is there as well.
    ASSERT_TRUE(documents == kept || documents == kept + 1) << "round " << round;
    kept = documents;
    EXPECT_EQ(fetched % 2, 0) << "half a batch";
    RecordQuery query;
    query.superseded = true;
    query.limit = 1000;
    int rows = 0;
    for (;;) {
      const auto page = vault->query(query);
      rows += static_cast<int>(page.rows.size());
      if (page.cursor.empty()) break;
      query.cursor = page.cursor;
    }
    EXPECT_EQ(rows, documents * 30 + fetched * 10);
    const auto live = vault->dump();
    vault.reset();
    EXPECT_EQ(directory->open(kHanako, answer_to(overview.question), {})->dump(), live);
  }
  EXPECT_GT(kept, 0);
}

}  // namespace
}  // namespace kenkod::vault
