// Single values of a vault: its question, its person, its key of cursors.
#pragma once

#include <optional>

#include "vault/database.hpp"

namespace kenkod::vault {

inline constexpr std::string_view kQuestion = "question";
inline constexpr std::string_view kCursorKey = "cursor-key";
inline constexpr std::string_view kSubject =
    "subject";  // encode_person(); absent until the first is confirmed
inline constexpr std::string_view kPortalLink = "portal-link";  // link_codec.hpp; absent without a link
// Wraps the data key for the recovery key (key_wrap.hpp), so that new keys keep it valid; absent without a
// recovery key, and in vaults made before it was kept.
inline constexpr std::string_view kRecoveryWrappingKey = "recovery-wrapping-key";
// The largest number a purged document had: numbers are never given again. Absent before the first purge.
inline constexpr std::string_view kLastNumber = "last-number";

void set_meta(Database& database, std::string_view name, Bytes value);
void remove_meta(Database& database, std::string_view name);
[[nodiscard]] std::optional<WipedBytes> find_meta(Database& database, std::string_view name);
[[nodiscard]] WipedBytes meta(Database& database, std::string_view name);  // VaultDamaged when absent

}  // namespace kenkod::vault
