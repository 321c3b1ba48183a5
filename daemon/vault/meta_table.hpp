// Single values of a vault: its question, its person, its key of cursors.
#pragma once

#include <optional>

#include "vault/database.hpp"

namespace kenkod::vault {

inline constexpr std::string_view kQuestion = "question";
inline constexpr std::string_view kCursorKey = "cursor-key";
inline constexpr std::string_view kSubject =
    "subject";  // encode_person(); absent until the first is confirmed

void set_meta(Database& database, std::string_view name, Bytes value);
[[nodiscard]] std::optional<WipedBytes> find_meta(Database& database, std::string_view name);
[[nodiscard]] WipedBytes meta(Database& database, std::string_view name);  // VaultDamaged when absent

}  // namespace kenkod::vault
