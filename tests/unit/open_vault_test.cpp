// One user's vault, held by several sessions.
#include "access/open_vault.hpp"

#include <gtest/gtest.h>

#include "vault_support.hpp"

namespace kenkod::access {
namespace {

using namespace kenkod::vault;

// Proving the answer a second time loads a second copy. It goes without folding the log: the first one would
// not know, and after a failed write would cut the log where it no longer ends.
TEST(OpenVault, ASecondOpeningLeavesTheFirstItsFiles) {
  const Machine machine;
  const auto directory = machine.directory();
  const auto no_key = SecretBuffer();
  const auto answer = pets().answer.copy();
  OpenVault slot;
  slot.hold(directory->create(kHanako, directory->new_vault_id(), pets(), no_key, false).vault);
  // Outgrown: the next opportunity folds it.
  for (int i = 0; i < 3; ++i)
    static_cast<void>(add(slot.get(), checkup("2024-0" + std::to_string(i + 1) + "-01", 20000),
                          "one " + std::to_string(i)));
  const auto log = machine.vault_path() / "log";
  const auto size = std::filesystem::file_size(log);
  ASSERT_GT(size, 256u * 1024);
  slot.hold(directory->open(kHanako, answer, no_key));
  EXPECT_EQ(std::filesystem::file_size(log), size);
  static_cast<void>(add(slot.get(), checkup("2025-01-01", 10), "later"));
  const auto live = slot.get().dump();
  slot.release();
  slot.release();
  const auto reloaded = directory->open(kHanako, answer, no_key);
  EXPECT_EQ(reloaded->document_count(), 4u);
  EXPECT_EQ(reloaded->dump(), live);
}

}  // namespace
}  // namespace kenkod::access
