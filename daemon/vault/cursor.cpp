#include "vault/cursor.hpp"

#include "common/hex.hpp"
#include "vault/seal.hpp"

namespace kenkod::vault {
namespace {

constexpr std::size_t kRecordDigits = 16;
constexpr std::size_t kMacDigits = 32;

}  // namespace

Error foreign_cursor() {
  return Error(ErrorCode::InvalidArgument, "The cursor is not from this vault.").with("key", "cursor");
}

std::string cursor_text(Kind kind, std::int64_t record, Bytes key) {
  ByteWriter out;
  out.i64(record);
  const auto mac = keyed_hash<16>(key, {as_bytes("cursor"), as_bytes(to_name(kind)), out.bytes()});
  return hex(out.bytes()) + hex(mac);
}

std::int64_t parse_cursor(Kind kind, std::string_view cursor, Bytes key) {
  if (cursor.size() != kRecordDigits + kMacDigits) throw foreign_cursor();
  std::uint64_t record = 0;
  for (std::size_t i = 0; i < kRecordDigits; ++i) {
    const auto digit = std::string_view("0123456789abcdef").find(cursor[i]);
    if (digit == std::string_view::npos) throw foreign_cursor();
    record |= static_cast<std::uint64_t>(digit) << (8 * (i / 2) + (i % 2 == 0 ? 4 : 0));
  }
  const auto id = static_cast<std::int64_t>(record);
  if (!equal(as_bytes(cursor_text(kind, id, key)), as_bytes(cursor))) throw foreign_cursor();
  return id;
}

}  // namespace kenkod::vault
