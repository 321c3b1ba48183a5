#include "vault/document_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>

#include "vault/disk.hpp"
#include "vault/sealed_stream.hpp"

namespace kenkod::vault {
namespace {

constexpr std::string_view kMagic = "KENKODD1";

WipedBytes place(const VaultId& vault, const std::string& id) {
  ByteWriter out;
  out.raw(as_bytes(kMagic));
  out.raw(vault);
  out.text(id);
  return out.take();
}

}  // namespace

DocumentFiles::DocumentFiles(int vault_directory, const VaultId& vault) : vault_(vault) {
  auto directory = disk::find_directory(vault_directory, kDocuments);
  if (!directory) throw damaged("documents");
  directory_ = std::move(*directory);
}

Fd DocumentFiles::write(const std::string& id, Bytes key, Bytes content) {
  try {
    Fd fd = disk::create(directory_.get(), id.c_str());
    disk::write(fd.get(), as_bytes(kMagic));
    write_sealed_stream(fd.get(), key, place(vault_, id), content);
    return fd;
  } catch (const Error&) {
    discard(id);
    throw;
  }
}

void DocumentFiles::sync() { disk::sync(directory_.get()); }

void DocumentFiles::discard(const std::string& id) noexcept { ::unlinkat(directory_.get(), id.c_str(), 0); }

WipedBytes DocumentFiles::read(const std::string& id, Bytes key, std::uint64_t size) const {
  const auto broken = [&] { return damaged("document").with("document", id); };
  const auto fd = disk::open_existing(directory_.get(), id.c_str(), O_RDONLY, "document");
  if (!fd || disk::size(fd->get()) != kMagic.size() + sealed_stream_size(size)) throw broken();
  std::array<std::uint8_t, kMagic.size()> magic{};
  if (!disk::read_at(fd->get(), 0, magic) || !equal(magic, as_bytes(kMagic))) throw broken();
  WipedBytes content(size);
  if (!read_sealed_stream(fd->get(), kMagic.size(), key, place(vault_, id), content)) throw broken();
  return content;
}

void DocumentFiles::remove_all_but(const std::unordered_set<std::string>& named) {
  bool removed = false;
  for (const auto& name : disk::list(directory_.get()))
    if (!named.contains(name)) removed = disk::remove(directory_.get(), name.c_str()) || removed;
  if (removed) disk::sync(directory_.get());
}

}  // namespace kenkod::vault
