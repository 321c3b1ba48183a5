// Every single file operation failing, and the process ending at every single one: the old state or the new
// one.
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "vault/disk.hpp"
#include "vault_link_support.hpp"

namespace kenkod::vault {
namespace {

namespace fs = std::filesystem;
using disk::Step;

SecretBuffer device() { return key_of('d'); }

// What can be seen of a vault: every question that may be asked and everything inside.
struct State {
  Presence presence = Presence::none;
  std::string question, dump, contents;
  bool operator==(const State&) const = default;
};

std::ostream& operator<<(std::ostream& out, const State& state) {
  return out << static_cast<int>(state.presence) << " '" << state.question << "' " << state.dump.size()
             << " bytes, " << state.contents.size() << " of documents";
}

// A state directory as it was before the operation, and the operation.
struct Operation {
  const char* name;
  std::function<void(VaultDirectory&)> prepare, act;
};

void add_some(Vault& vault, const std::string& content, int items = 20) {
  add(vault, checkup("2025-05-01", items), content);
}

std::unique_ptr<Vault> open_any(VaultDirectory& directory) {
  const auto question = directory.overview(kHanako).question;
  return directory.open(kHanako, question == "First pet's name?" ? secret("ぽちまる") : secret("kencom"),
                        device());
}

void create(VaultDirectory& directory) {
  (void)directory.create(kHanako, directory.new_vault_id(), kencom(), device(), false);
}

void create_with_documents(VaultDirectory& directory) {
  const auto vault = directory.create(kHanako, directory.new_vault_id(), kencom(), device(), false).vault;
  add_some(*vault, "one");
  add_some(*vault, "two");
}

// Fetched documents between imported ones, and somebody acted for.
void create_with_fetched(VaultDirectory& directory) {
  const auto vault = directory.create(kHanako, directory.new_vault_id(), kencom(), device(), true).vault;
  add_some(*vault, "one");
  add_fetched(*vault, checkup("2025-05-01", 30), "two");
  add_fetched(*vault, checkup("2024-05-01", 30), "three");
  vault->add_fetch(fetch_of(1));
  add_principal(*vault, "p-1", 1);
}

const std::vector<Operation>& operations() {
  static const std::vector<Operation> kOperations{
      {"create", [](auto&) {}, create},
      {"add", create_with_documents, [](auto& d) { add_some(*open_any(d), std::string(300'000, 'x'), 40); }},
      {"fold", create_with_documents, [](auto& d) { open_any(d)->fold(); }},
      {"change", create_with_documents,
       [](auto& d) {
         const auto vault = open_any(d);
         (void)d.change_secret(kHanako, *vault, pets(), device());
       }},
      {"purge", create_with_documents, [](auto& d) { d.purge(kHanako); }},
      {"add_all", create_with_documents,
       [](auto& d) {
         Batch batch;
         for (const char* day : {"2024-05-01", "2023-05-01", "2024-05-01"})
           batch.add(checkup(day, 5), std::string("fetched of ") + day + std::to_string(batch.size()));
         (void)batch.into(*open_any(d));
       }},
      {"purge_fetched", create_with_fetched,
       [](auto& d) { (void)d.purge_fetched(kHanako, *open_any(d), ""); }},
      {"purge_principal", create_with_fetched,
       [](auto& d) {
         const auto vault = open_any(d);
         (void)d.purge_fetched(kHanako, *vault, vault->principals().front().id);
       }},
  };
  return kOperations;
}

class VaultFaults : public testing::TestWithParam<Operation> {
 protected:
  ~VaultFaults() override { disk::set_fault_hook({}); }

  void SetUp() override {
    GetParam().prepare(*machine.directory());
    fs::copy(machine.state.path(), before.path(), fs::copy_options::recursive);
    old_state = look();
    restore();
    // Ids and times are of the day; what may differ between runs of the operation is told by counts.
    GetParam().act(*machine.directory());
    new_state = look();
    restore();
  }

  void restore() {
    for (const auto& entry : fs::directory_iterator(machine.state.path())) fs::remove_all(entry);
    fs::copy(before.path(), machine.state.path(), fs::copy_options::recursive);
  }

  State look() {
    const auto directory = machine.directory();
    directory->finish_interrupted();
    State state;
    const auto overview = directory->overview(kHanako);
    state.presence = overview.presence;
    state.question = overview.question;
    if (state.presence != Presence::closed) return state;
    const auto vault = open_any(*directory);
    state.dump = comparable(*vault);
    vault->for_each_document([&](const DocumentInfo& info, std::span<const std::uint8_t> bytes) {
      state.contents += std::to_string(info.revision) + ":" + std::to_string(bytes.size()) + " ";
    });
    for (const auto& principal : vault->principals())
      state.contents +=
          "principal of " + std::to_string(vault->compartment(principal.id).document_count()) + " ";
    state.contents += std::to_string(vault->fetches().size()) + " fetches";
    EXPECT_EQ(folders(), vault->principals().size());
    // Nothing is left over.
    for (const auto& entry : fs::recursive_directory_iterator(machine.state.path())) {
      const auto name = entry.path().filename().string();
      EXPECT_TRUE(name.find(".new") == std::string::npos && name.find(".next") == std::string::npos &&
                  name.find(".old") == std::string::npos)
          << name;
    }
    std::size_t files = 0;
    for ([[maybe_unused]] const auto& entry : fs::directory_iterator(machine.vault_path() / "documents"))
      ++files;
    EXPECT_EQ(files, vault->document_count());
    // And it goes on from here.
    add(*vault, checkup("2030-01-01", 1), "afterwards");
    EXPECT_EQ(vault->document_count(), files + 1);
    return state;
  }

  [[nodiscard]] std::size_t folders() const {
    std::size_t count = 0;
    if (fs::exists(machine.vault_path() / "principals"))
      for ([[maybe_unused]] const auto& entry : fs::directory_iterator(machine.vault_path() / "principals"))
        ++count;
    return count;
  }

  // Rows without the random ids and keys of documents.
  static std::string comparable(Vault& vault) {
    std::string out;
    RecordQuery query;
    query.superseded = true;
    query.limit = 1000;
    for (const auto& row : vault.query(query).rows)
      out += std::to_string(row.id) + std::get<CheckupItem>(row.item).code +
             std::get<CheckupItem>(row.item).value + std::to_string(row.document->revision) + "\n";
    return out;
  }

  Machine machine;
  TemporaryDirectory before;
  State old_state, new_state;
};

TEST_P(VaultFaults, FailingAnywhereKeepsTheOldStateOrReachesTheNew) {
  if (std::string_view(GetParam().name) != "fold") {
    ASSERT_NE(old_state, new_state) << "the operation must be seen";
  }
  for (const int error : {ENOSPC, EIO}) {
    {
      const bool lasting = error == ENOSPC;  // a full disk stays full
      int fail_at = 0;
      for (bool reached = true; reached; ++fail_at) {
        restore();
        const auto directory = machine.directory();
        int step = 0;
        ssize_t written = 0;
        reached = false;
        disk::set_fault_hook([&](Step kind, int fd, Bytes bytes) {
          const bool needs_room = kind != Step::remove && kind != Step::truncate && kind != Step::rename;
          const bool now = step == fail_at || (lasting && step > fail_at && needs_room);
          ++step;
          if (!now) return 0;
          reached = true;
          if (kind == Step::write && bytes.size() > 1) written += ::write(fd, bytes.data(), bytes.size() / 2);
          return error;
        });
        const auto result = error_of([&] { GetParam().act(*directory); });
        disk::set_fault_hook({});
        EXPECT_GE(written, 0);
        if (result != "none") {
          EXPECT_TRUE(result.starts_with(error == ENOSPC ? "StorageFull " : "Failed ")) << result;
        }
        const auto state = look();
        const std::string where =
            std::string(GetParam().name) + " step " + std::to_string(fail_at) + " " + result;
        EXPECT_TRUE(state == old_state || state == new_state ||
                    (std::string_view(GetParam().name) == "purge" && state.presence == Presence::damaged))
            << where << ": " << state;
        if (result == "none") {
          EXPECT_EQ(state, new_state) << where;
        }
        if (std::string_view(GetParam().name) != "purge" && result != "none") {
          EXPECT_EQ(state, old_state) << where;
        }
      }
      EXPECT_GT(fail_at, 5);
    }
  }
}

TEST_P(VaultFaults, EndingAnywhereKeepsTheOldStateOrReachesTheNew) {
  bool ended = true;
  std::size_t news = 0;
  for (int end_at = 0; ended; ++end_at) {
    restore();
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      int step = 0;
      disk::set_fault_hook([&](Step kind, int fd, Bytes bytes) {
        if (step++ != end_at) return 0;
        if (kind == Step::write && ::write(fd, bytes.data(), bytes.size() / 2) < 0) ::_exit(2);
        ::_exit(1);
      });
      const auto directory = machine.directory();
      GetParam().act(*directory);
      ::_exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) <= 1) << status;
    ended = WEXITSTATUS(status) == 1;
    const auto state = look();
    EXPECT_TRUE(state == old_state || state == new_state)
        << GetParam().name << " step " << end_at << ": " << state;
    if (state == new_state) ++news;
    if (!ended) {
      EXPECT_EQ(state, new_state);
      EXPECT_GT(end_at, 5);
    }
  }
  EXPECT_GE(news, 1U);
}

INSTANTIATE_TEST_SUITE_P(Operations, VaultFaults, testing::ValuesIn(operations()),
                         [](const auto& operation) { return std::string(operation.param.name); });

class VaultFault : public testing::Test {
 protected:
  ~VaultFault() override { disk::set_fault_hook({}); }
  static void fail_once(Step wanted, int error, int skip = 0) {
    disk::set_fault_hook([=, done = false](Step kind, int, Bytes) mutable {
      if (kind != wanted || done || skip-- > 0) return 0;
      done = true;
      return error;
    });
  }
  Machine machine;
  std::unique_ptr<VaultDirectory> directory = machine.directory();
};

TEST_F(VaultFault, GoesOnAfterAFailedAppend) {
  auto vault = directory->create(kHanako, directory->new_vault_id(), kencom(), {}, false).vault;
  add_some(*vault, "one");
  const auto before = vault->dump();
  fail_once(Step::sync, EIO, 2);  // the document, its folder, then the log
  EXPECT_ERROR_WITH(add(*vault, checkup("2025-06-01", 3), "two"), "Failed", "errno=5");
  EXPECT_EQ(vault->dump(), before);
  EXPECT_EQ(add(*vault, checkup("2025-06-01", 3), "two").outcome, Outcome::imported);
  EXPECT_EQ(vault->document_count(), 2U);
  const auto live = vault->dump();
  vault.reset();
  EXPECT_EQ(directory->open(kHanako, secret("kencom"), {})->dump(), live);
}

TEST_F(VaultFault, ClosesAfterAFailedCommit) {
  auto vault = directory->create(kHanako, directory->new_vault_id(), kencom(), {}, false).vault;
  add_some(*vault, "one");
  const auto before = vault->dump();
  fail_once(Step::commit, EIO);
  EXPECT_ERROR(add(*vault, checkup("2025-06-01", 3), "two"), "Failed");
  EXPECT_ERROR(vault->query({}), "Locked");
  EXPECT_ERROR(add(*vault, checkup("2025-06-01", 3), "two"), "Locked");
  EXPECT_ERROR(vault->fold(), "Locked");
  vault.reset();
  EXPECT_EQ(directory->open(kHanako, secret("kencom"), {})->dump(), before);
}

TEST_F(VaultFault, CountsATryThatWasInterrupted) {
  create(*directory);
  bool counted = false;
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    disk::set_fault_hook([&](Step kind, int, Bytes) {
      if (counted && kind == Step::sync) ::_exit(1);  // the folder's fsync: next is the verification
      if (kind == Step::rename) counted = true;
      return 0;
    });
    (void)directory->open(kHanako, secret("kencom"), device());
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_EQ(WEXITSTATUS(status), 1);
  EXPECT_EQ(directory->overview(kHanako).failures, 1U);
}

TEST_F(VaultFault, DoesNotVerifyWhatItCannotCount) {
  create(*directory);
  fail_once(Step::write, ENOSPC);
  EXPECT_ERROR(directory->open(kHanako, secret("kencom"), device()), "StorageFull");
}

TEST_F(VaultFault, PurgesOnAFullDisk) {
  create_with_documents(*directory);
  disk::set_fault_hook([](Step kind, int, Bytes) { return kind == Step::create ? ENOSPC : 0; });
  directory->purge(kHanako);
  EXPECT_TRUE(fs::is_empty(machine.state.path() / "vaults"));
}

}  // namespace
}  // namespace kenkod::vault
