// Where a page ended: the id of its last record, in a form that only this vault makes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/record.hpp"
#include "vault/bytes.hpp"

namespace kenkod::vault {

[[nodiscard]] Error foreign_cursor();
[[nodiscard]] std::string cursor_text(Kind kind, std::int64_t record, Bytes key);
// Throws foreign_cursor() unless cursor_text() made it for this kind with this key.
[[nodiscard]] std::int64_t parse_cursor(Kind kind, std::string_view cursor, Bytes key);

}  // namespace kenkod::vault
