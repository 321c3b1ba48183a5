#include "vault/change_log.hpp"

#include <fcntl.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "vault/disk.hpp"

namespace kenkod::vault {
namespace {

constexpr std::string_view kMagic = "KENKODL1";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kMac = 16;
constexpr std::size_t kFileHeader = 8 + 4 + 16 + 8 + kMac;
constexpr std::size_t kFramePlain = 4 + 4 + 8;  // length, schema, sequence
constexpr std::size_t kFrameHeader = kFramePlain + kMac;
constexpr std::size_t kSector = 512;

WipedBytes file_header(const StoreKeys& keys) {
  ByteWriter out;
  out.raw(as_bytes(kMagic));
  out.u32(kVersion);
  out.raw(keys.vault);
  out.u64(keys.generation);
  const auto mac = keyed_hash<kMac>(keys.log_headers.bytes(), {out.bytes()});
  out.raw(mac);
  return out.take();
}

WipedBytes frame_header(const StoreKeys& keys, std::uint32_t length, std::uint32_t schema,
                        std::uint64_t sequence) {
  ByteWriter out;
  out.u32(length);
  out.u32(schema);
  out.u64(sequence);
  const auto place = associated_data({"log frame", keys.vault, keys.generation, sequence});
  const auto mac = keyed_hash<kMac>(keys.log_headers.bytes(), {place, out.bytes()});
  out.raw(mac);
  return out.take();
}

// Empty when it is no log; NotSupported for a later version.
std::optional<std::uint64_t> generation_in(Bytes header) {
  ByteReader in(header, "log");
  if (!equal(in.raw(kMagic.size()), as_bytes(kMagic))) return std::nullopt;
  if (const auto version = in.u32(); version != kVersion)
    throw Error(ErrorCode::NotSupported, "The log has a version this build does not know.")
        .with("version", version);
  (void)in.raw(sizeof(VaultId));
  return in.u64();
}

Error damaged_frame(std::uint64_t number) {
  return damaged("log").with("frame", static_cast<std::int64_t>(number));
}

// A file system may have made room for the frame before its content reached the disk: such blocks read as
// zeros, which sealed bytes never do. `least` is how many bytes of a block must be there to judge by.
bool has_unwritten_block(std::uint64_t offset, Bytes bytes, std::size_t least) {
  while (!bytes.empty()) {
    const std::size_t piece = std::min<std::uint64_t>(bytes.size(), kSector - offset % kSector);
    const Bytes block = bytes.first(piece);
    if (piece >= least && std::all_of(block.begin(), block.end(), [](std::uint8_t b) { return b == 0; }))
      return true;
    bytes = bytes.subspan(piece);
    offset += piece;
  }
  return false;
}

// Walks the frames of a log once, at opening.
class Reader {
 public:
  Reader(int fd, const StoreKeys& keys) : fd_(fd), keys_(keys), size_(disk::size(fd)) {}

  struct Found {
    std::uint32_t schema = 0;
    std::uint64_t sequence = 0, offset = 0;
    WipedBytes changes;
  };

  void check_file_header() const {
    std::array<std::uint8_t, kFileHeader> header{};
    if (!disk::read_at(fd_, 0, header) || !generation_in(header) || !equal(header, file_header(keys_)))
      throw damaged("log");
  }

  // Empty at the end and at a torn frame; offset() then says where the good part ends.
  std::optional<Found> next() {
    ++number_;
    const std::uint64_t left = size_ - offset_;
    if (left == 0) return std::nullopt;
    std::array<std::uint8_t, kFrameHeader> header{};
    if (left < kFrameHeader) return std::nullopt;
    if (!disk::read_at(fd_, offset_, header)) throw damaged_frame(number_);
    ByteReader in(header, "log");
    const auto length = in.u32();
    Found found{in.u32(), in.u64(), offset_, {}};
    if (!equal(header, frame_header(keys_, length, found.schema, found.sequence))) {
      // Of two or three zeros one cannot tell; what follows a frame in the middle must not be lost to a
      // guess.
      if (has_unwritten_block(offset_, header, 4)) return std::nullopt;
      throw damaged_frame(number_);
    }
    const std::uint64_t body = kSealBytes + std::uint64_t{length};
    if (left - kFrameHeader < body) return std::nullopt;
    WipedBytes sealed(body);
    if (!disk::read_at(fd_, offset_ + kFrameHeader, sealed)) throw damaged_frame(number_);
    found.changes.resize(length);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            found.changes.data(), nullptr, nullptr, sealed.data() + kNonceBytes, sealed.size() - kNonceBytes,
            header.data(), header.size(), sealed.data(), keys_.log.data()) != 0) {
      const bool last = left == kFrameHeader + body;
      if (last && has_unwritten_block(offset_ + kFrameHeader, sealed, 1)) return std::nullopt;
      throw damaged_frame(number_);
    }
    offset_ += kFrameHeader + body;
    return found;
  }

  [[nodiscard]] std::uint64_t number() const noexcept { return number_; }
  [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }

 private:
  int fd_;
  const StoreKeys& keys_;
  std::uint64_t size_;
  std::uint64_t offset_ = kFileHeader;
  std::uint64_t number_ = 0;
};

}  // namespace

void write_empty_log(int directory, const char* name, const StoreKeys& keys) {
  const Fd fd = disk::create(directory, name);
  disk::write(fd.get(), file_header(keys));
  disk::sync(fd.get());
}

std::optional<std::uint64_t> log_generation(int directory, const char* name) {
  const auto fd = disk::open_existing(directory, name, O_RDONLY, "log");
  std::array<std::uint8_t, kFileHeader> header{};
  if (!fd || !disk::read_at(fd->get(), 0, header)) return std::nullopt;
  return generation_in(header);
}

ChangeLog::ChangeLog(int directory, const StoreKeys& keys, std::uint64_t folded,
                     const std::function<void(const Frame&)>& replay)
    : sequence_(folded) {
  auto fd = disk::open_existing(directory, kLog, O_RDWR | O_APPEND, "log");
  if (!fd) throw damaged("log");
  fd_ = std::move(*fd);
  Reader reader(fd_.get(), keys);
  reader.check_file_header();
  std::optional<std::uint64_t> before;
  while (const auto found = reader.next()) {
    // Without a gap, and none between the snapshot and the log.
    const bool follows = before ? found->sequence == *before + 1 : found->sequence <= folded + 1;
    if (!follows || found->sequence == 0) throw damaged_frame(reader.number());
    before = found->sequence;
    last_ = found->offset;
    if (found->sequence <= folded) continue;  // a crash after a fold, before the log was emptied
    replay({found->schema, found->sequence, found->changes});
    sequence_ = found->sequence;
  }
  end_ = reader.offset();
  if (end_ != disk::size(fd_.get())) {
    disk::truncate(fd_.get(), end_);
    disk::sync(fd_.get());
  }
  if (before && *before <= folded) empty();
}

bool ChangeLog::has_frames() const noexcept { return end_ > kFileHeader; }

void ChangeLog::append(const StoreKeys& keys, std::uint32_t schema, std::span<std::uint8_t> changes) {
  if (changes.size() > std::numeric_limits<std::int32_t>::max())
    throw Error(ErrorCode::LimitExceeded, "The change is too large.");
  const auto header = frame_header(keys, static_cast<std::uint32_t>(changes.size()), schema, sequence_ + 1);
  std::array<std::uint8_t, kNonceBytes> nonce{};
  std::array<std::uint8_t, kTagBytes> tag{};
  randombytes_buf(nonce.data(), nonce.size());
  crypto_aead_xchacha20poly1305_ietf_encrypt_detached(changes.data(), tag.data(), nullptr, changes.data(),
                                                      changes.size(), header.data(), header.size(), nullptr,
                                                      nonce.data(), keys.log.data());
  try {
    ByteWriter front;
    front.raw(header);
    front.raw(nonce);
    disk::write(fd_.get(), front.bytes());
    disk::write(fd_.get(), changes);
    disk::write(fd_.get(), tag);
    disk::sync(fd_.get());
  } catch (const Error&) {
    cut(end_);
    throw;
  }
  last_ = std::exchange(end_, end_ + header.size() + kSealBytes + changes.size());
  ++sequence_;
}

void ChangeLog::cut(std::uint64_t end) {
  try {
    disk::truncate(fd_.get(), end);
    disk::sync(fd_.get());
    end_ = end;
  } catch (const Error&) {
    sound_ = false;  // what is on the disk is not known any more; the next opening sorts it out
  }
}

void ChangeLog::drop_last() {
  cut(last_);
  --sequence_;
}

void ChangeLog::empty() {
  disk::truncate(fd_.get(), kFileHeader);
  end_ = last_ = kFileHeader;
  disk::sync(fd_.get());
}

}  // namespace kenkod::vault
