#include "vault/snapshot.hpp"

#include <fcntl.h>

#include <array>

#include "vault/disk.hpp"
#include "vault/sealed_stream.hpp"
#include "vault/sqlite_memory.hpp"

namespace kenkod::vault {
namespace {

constexpr std::string_view kMagic = "KENKODS1";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kHeaderBytes = 8 + 4 + 16 + 8 + 8 + 8;

struct Header {
  VaultId vault{};
  std::uint64_t generation = 0, folded = 0, size = 0;
};

WipedBytes encode(const Header& header) {
  ByteWriter out;
  out.raw(as_bytes(kMagic));
  out.u32(kVersion);
  out.raw(header.vault);
  out.u64(header.generation);
  out.u64(header.folded);
  out.u64(header.size);
  return out.take();
}

Header read_header(int fd) {
  std::array<std::uint8_t, kHeaderBytes> bytes{};
  if (!disk::read_at(fd, 0, bytes)) throw damaged("snapshot");
  ByteReader in(bytes, "snapshot");
  const Bytes magic = in.raw(kMagic.size());
  if (!equal(magic, as_bytes(kMagic))) throw damaged("snapshot");
  if (const auto version = in.u32(); version != kVersion)
    throw Error(ErrorCode::NotSupported, "The snapshot has a version this build does not know.")
        .with("version", version);
  Header header;
  header.vault = in.array<16>();
  header.generation = in.u64();
  header.folded = in.u64();
  header.size = in.u64();
  return header;
}

}  // namespace

void write_snapshot(int directory, const char* name, const StoreKeys& keys, std::uint64_t folded,
                    Database& database) {
  const Bytes contents = database.contents();
  const auto header = encode({keys.vault, keys.generation, folded, contents.size()});
  const Fd fd = disk::create(directory, name);
  disk::write(fd.get(), header);
  write_sealed_stream(fd.get(), keys.snapshot.bytes(), header, contents);
  disk::sync(fd.get());
}

Snapshot read_snapshot(int directory, const StoreKeys& keys) {
  const auto fd = disk::open_existing(directory, kSnapshot, O_RDONLY, "snapshot");
  if (!fd) throw damaged("snapshot");
  const Header header = read_header(fd->get());
  if (header.vault != keys.vault || header.generation != keys.generation) throw damaged("snapshot");
  if (header.size == 0 || header.size > disk::size(fd->get())) throw damaged("snapshot");
  use_wiping_sqlite_memory();  // before the first allocation
  SqliteBytes contents(static_cast<std::uint8_t*>(sqlite3_malloc64(header.size)));
  if (!contents) throw Error(ErrorCode::LimitExceeded, "The records do not fit into memory.");
  if (!read_sealed_stream(fd->get(), kHeaderBytes, keys.snapshot.bytes(), encode(header),
                          {contents.get(), header.size}))
    throw damaged("snapshot");
  return {std::make_unique<Database>(std::move(contents), header.size), header.folded, header.size};
}

std::optional<std::uint64_t> snapshot_generation(int directory, const char* name) {
  const auto fd = disk::open_existing(directory, name, O_RDONLY, "snapshot");
  if (!fd) return std::nullopt;
  try {
    return read_header(fd->get()).generation;
  } catch (const Error& e) {
    if (e.code() == ErrorCode::VaultDamaged) return std::nullopt;
    throw;
  }
}

}  // namespace kenkod::vault
