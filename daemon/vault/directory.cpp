#include "vault/directory.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>

#include "common/hex.hpp"
#include "vault/disk.hpp"

namespace kenkod::vault {
namespace {

constexpr std::size_t kMostKeyBytes = 4096;

Fd vaults_folder(const std::filesystem::path& state) {
  const Fd folder(::open(state.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) throw Error(ErrorCode::Failed, "The state directory cannot be opened.").with("errno", errno);
  auto vaults = disk::find_directory(folder.get(), "vaults");
  if (!vaults) {
    disk::make_directory(folder.get(), "vaults");
    disk::sync(folder.get());
    vaults = disk::open_directory(folder.get(), "vaults");
  }
  return std::move(*vaults);
}

}  // namespace

Directory::Directory(const std::filesystem::path& state, const SecretBuffer& host_secret, const Clock& clock,
                     KdfCost cost)
    : vaults_(vaults_folder(state)), host_(host_secret), clock_(clock), cost_(cost) {}

std::optional<Directory::Found> Directory::find(uid_t uid) const {
  if (purging(uid)) return std::nullopt;  // the rest of it is not a vault any more
  auto folder = disk::find_directory(vaults_.get(), std::to_string(uid).c_str());
  if (!folder) return std::nullopt;
  const auto bytes = disk::read_small(folder->get(), kKeys, kMostKeyBytes, "keys");
  if (!bytes) throw damaged("keys");
  Found found{std::move(*folder), decode_key_file(*bytes), false};
  found.foreign_host = found.keys.host != host_.host_of(found.keys.vault);
  if (!found.foreign_host && !is_proved(*bytes, host_)) throw damaged("keys");
  return found;
}

Directory::Found Directory::require(const Account& account) const {
  auto found = find(account.uid);
  if (!found) throw Error(ErrorCode::SecretNotSet, "There is no vault.");
  // Under another host secret the name cannot be compared; the recovery key speaks for the person there.
  if (!found->foreign_host && found->keys.account != host_.account(account.name))
    throw Error(ErrorCode::Locked, "The vault belongs to another account.");
  return std::move(*found);
}

void Directory::describe(const Account& account, Overview& overview) const {
  const auto box = read_box(vaults_.get(), account.uid, host_.account(account.name), host_);
  if (!box.other_account)
    overview.box = box.box;  // before what may be damaged: the consent does not depend on it
  const auto found = find(account.uid);
  if (box.other_account) overview.presence = Presence::foreign_user;
  if (!found) {
    overview.box = box.box;
    return;
  }
  if (!found->foreign_host && found->keys.account != host_.account(account.name))
    overview.presence = Presence::foreign_user;
  if (overview.presence == Presence::foreign_user) return;
  overview.presence = found->foreign_host ? Presence::foreign_host : Presence::closed;
  overview.vault_id = hex(found->keys.vault);
  overview.device_key = found->keys.has_device_key;
  overview.recovery_key = found->keys.has_recovery_key;
  if (found->foreign_host) return;
  for (const auto& question : box.box.questions)
    if (question.generation == found->keys.generation) overview.question = question.text;
  const auto tries = read_tries(found->folder.get(), found->keys.vault, host_);
  overview.failures = tries.failures;
  overview.wait_seconds = wait_seconds(tries, clock_);
}

Overview Directory::overview(const Account& account) {
  Overview overview;
  try {
    describe(account, overview);
  } catch (const Error& e) {
    if (e.code() != ErrorCode::VaultDamaged) throw;
    overview.presence = Presence::damaged;
    overview.damage = e;
  }
  return overview;
}

void Directory::update_host_box(const Account& account, const std::function<void(HostBox&)>& change) {
  const auto name = host_.account(account.name);
  auto on_disk = read_box(vaults_.get(), account.uid, name, host_);
  if (on_disk.other_account) throw Error(ErrorCode::Locked, "The vault belongs to another account.");
  change(on_disk.box);
  write_box(vaults_.get(), account.uid, name, host_, on_disk.box);
}

void Directory::keep_question(const Account& account, std::uint64_t generation, const std::string& question,
                              bool only) const {
  const auto name = host_.account(account.name);
  auto on_disk = read_box(vaults_.get(), account.uid, name, host_);
  auto& questions = on_disk.box.questions;
  const auto before = questions;
  std::erase_if(questions, [&](const auto& q) { return only || q.generation == generation; });
  questions.push_back({generation, question});
  if (questions != before) write_box(vaults_.get(), account.uid, name, host_, on_disk.box);
}

std::unique_ptr<RecordVault> Directory::load(const Found& found, const SecretBuffer& data_key) const {
  return std::make_unique<RecordVault>(disk::open_directory(found.folder.get(), "."),
                                       StoreKeys(found.keys.vault, found.keys.generation, data_key.bytes()),
                                       clock_);
}

std::unique_ptr<VaultDirectory> open_vault_directory(const std::filesystem::path& state,
                                                     const SecretBuffer& host_secret, const Clock& clock,
                                                     KdfCost cost) {
  return std::make_unique<Directory>(state, host_secret, clock, cost);
}

}  // namespace kenkod::vault
