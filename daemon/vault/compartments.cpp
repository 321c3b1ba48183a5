#include "vault/compartments.hpp"

#include <unordered_set>

#include "vault/disk.hpp"
#include "vault/host_keys.hpp"

namespace kenkod::vault {
namespace {

constexpr const char* kPrincipals = "principals";

Fd folder_of(int outer) {
  auto folder = disk::find_directory(outer, kPrincipals);
  if (folder) return std::move(*folder);
  disk::make_directory(outer, kPrincipals);
  disk::sync(outer);
  return disk::open_directory(outer, kPrincipals);
}

}  // namespace

StoreKeys Compartments::keys_of(const std::string& id, const SecretBuffer& key) const {
  // Bound to the outer vault and its place there: a copy elsewhere does not open.
  return {keyed_hash<16>(key.bytes(), {as_bytes("compartment"), outer_id_, as_bytes(id)}), 1, key.bytes()};
}

void Compartments::remove_keyless() {
  std::unordered_set<std::string> named;
  for (const auto& row : read_principals(outer_.database()))
    if (!row.key.empty()) named.insert(row.principal.id);
  std::erase_if(open_, [&](const auto& entry) {
    if (named.contains(entry.first)) return false;
    entry.second->close();  // nothing is folded into a folder that goes
    return true;
  });
  const auto folder = disk::find_directory(outer_.directory(), kPrincipals);
  if (!folder) return;
  bool removed = false;
  for (const auto& name : disk::list(folder->get())) {
    if (named.contains(name)) continue;
    if (disk::is_directory(folder->get(), name.c_str()))
      disk::remove_tree(folder->get(), name.c_str());
    else
      disk::remove(folder->get(), name.c_str());
    removed = true;
  }
  if (removed) disk::sync(folder->get());
}

RecordVault& Compartments::get(const std::string& id) {
  auto& database = outer_.database();
  if (const auto found = open_.find(id); found != open_.end()) return *found->second;
  auto row = find_principal(database, id);
  if (!row) throw Error(ErrorCode::InvalidArgument, "There is no such person.").with("key", "principal");
  if (row->key.empty()) row->key = make(id);
  return *open_.emplace(id, load(*row)).first->second;
}

void Compartments::look_into(const PrincipalRow& row, const std::function<void(RecordVault&)>& look) {
  if (const auto found = open_.find(row.principal.id); found != open_.end())
    look(*found->second);
  else
    look(*load(row));
}

SecretBuffer Compartments::make(const std::string& id) {
  const Fd folder = folder_of(outer_.directory());
  disk::remove_tree(folder.get(), id.c_str());  // of an earlier attempt
  auto key = SecretBuffer::random(kKeyBytes);
  try {
    disk::make_directory(folder.get(), id.c_str());
    {
      const Fd own = disk::open_directory(folder.get(), id.c_str());
      RecordVault::create(own.get(), keys_of(id, key), "", {});
      disk::sync(own.get());
    }
    disk::sync(folder.get());
    outer_.commit([&](Database& database) { set_compartment_key(database, id, key); });
  } catch (const Error&) {
    try {
      // A closed store does not know whether the key reached the disk: the next opening decides.
      if (outer_.is_open()) disk::remove_tree(folder.get(), id.c_str());
    } catch (const Error&) {
      // The next attempt or opening removes it.
    }
    throw;
  }
  return key;
}

std::unique_ptr<RecordVault> Compartments::load(const PrincipalRow& row) const {
  const auto& id = row.principal.id;
  const auto folder = disk::find_directory(outer_.directory(), kPrincipals);
  auto own = folder ? disk::find_directory(folder->get(), id.c_str()) : std::nullopt;
  if (!own) throw damaged("compartment");
  return std::make_unique<RecordVault>(std::move(*own), keys_of(id, row.key), clock_, Holder::principal);
}

}  // namespace kenkod::vault
