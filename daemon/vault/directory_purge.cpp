// Destruction, and finishing what a crash interrupted.
#include <charconv>

#include "vault/directory.hpp"
#include "vault/disk.hpp"
#include "vault/key_change.hpp"

namespace kenkod::vault {
namespace {

constexpr const char* kMarker = "purging";

std::optional<uid_t> parse_uid(std::string_view text) {
  uid_t uid = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), uid);
  if (error != std::errc() || end != text.data() + text.size() || std::to_string(uid) != text)
    return std::nullopt;
  return uid;
}

}  // namespace

bool Directory::purging(uid_t uid) const {
  const auto folder = disk::find_directory(vaults_.get(), std::to_string(uid).c_str());
  // An empty folder is the very last of a purge.
  return folder && (disk::exists(folder->get(), kMarker) || disk::list(folder->get()).empty());
}

void Directory::purge(const Account& account) {
  remove_unfinished(account.uid);
  if (const auto folder = disk::find_directory(vaults_.get(), std::to_string(account.uid).c_str())) {
    try {
      if (!disk::exists(folder->get(), kMarker)) {
        const Fd marker = disk::create(folder->get(), kMarker);
        disk::sync(marker.get());
        disk::sync(folder->get());
      }
    } catch (const Error& e) {
      // A full disk must not keep data alive: destroying keys needs no room.
      if (e.code() != ErrorCode::StorageFull) throw;
    }
  }
  finish_purge(account.uid);
}

void Directory::finish_purge(uid_t uid) const {
  const auto name = std::to_string(uid);
  const auto folder = disk::find_directory(vaults_.get(), name.c_str());
  if (folder) {
    destroy_keys(folder->get());
    for (const auto& entry : disk::list(folder->get())) {
      if (entry == kMarker) continue;
      if (disk::is_directory(folder->get(), entry.c_str()))
        disk::remove_tree(folder->get(), entry.c_str());
      else
        disk::remove(folder->get(), entry.c_str());
    }
  }
  disk::remove(vaults_.get(), (box_name(uid) + ".new").c_str());
  disk::remove(vaults_.get(), box_name(uid).c_str());
  disk::sync(vaults_.get());
  if (!folder) return;
  disk::remove(folder->get(), kMarker);
  disk::remove_directory(vaults_.get(), name.c_str());
  disk::sync(vaults_.get());
}

void Directory::finish_interrupted() {
  for (const auto& name : disk::list(vaults_.get())) {
    try {
      finish_one(name);
    } catch (const Error&) {
      // One vault's trouble is not another's; whoever opens this one is told.
    }
  }
}

void Directory::finish_one(const std::string& name) const {
  constexpr std::string_view kNew = ".new";
  if (name.starts_with('.') && name.ends_with(kNew)) {
    if (const auto uid = parse_uid(std::string_view(name).substr(1, name.size() - 1 - kNew.size())))
      remove_unfinished(*uid);
    return;
  }
  if (name.ends_with(".box.new")) {
    disk::remove(vaults_.get(), name.c_str());
    return;
  }
  const auto uid = parse_uid(name);
  if (!uid) return;
  if (purging(*uid)) {
    finish_purge(*uid);
    return;
  }
  const auto folder = disk::find_directory(vaults_.get(), name.c_str());
  if (!folder) return;
  finish_key_change(folder->get());
  disk::remove(folder->get(), "tries.new");
  if (const auto found = find(*uid)) finish_generation(folder->get(), found->keys.generation);
}

}  // namespace kenkod::vault
