// One row of Session.Query(), free of D-Bus types.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kenkod::cli {

using Cell = std::variant<std::string, bool, std::uint64_t, std::vector<std::string>>;
using Row = std::map<std::string, Cell, std::less<>>;

// The documented keys of a kind of records in the order of dbus/org.kenkod1.Session.xml.
[[nodiscard]] std::span<const char* const> row_keys(std::string_view kind) noexcept;

// Empty when the key is absent or of another type.
[[nodiscard]] std::string text(const Row& row, std::string_view key);
[[nodiscard]] std::string clean(const Row& row, std::string_view key);  // text(), harmless for a terminal
[[nodiscard]] std::vector<std::string> texts(const Row& row, std::string_view key);
[[nodiscard]] bool flag(const Row& row, std::string_view key);
[[nodiscard]] std::uint64_t number(const Row& row, std::string_view key);

}  // namespace kenkod::cli
