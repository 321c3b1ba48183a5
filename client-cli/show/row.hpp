// One row of Session.Query(), free of D-Bus types.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace kenkod::cli {

using Cell = std::variant<std::string, bool, std::uint64_t, std::vector<std::string>>;
using Row = std::map<std::string, Cell, std::less<>>;

// The documented keys in the order of dbus/org.kenkod1.Session.xml.
inline constexpr std::array kRowKeys{"id",
                                     "document",
                                     "kind",
                                     "date",
                                     "date-is-file-date",
                                     "origin",
                                     "stated-origin",
                                     "stored-at",
                                     "layout",
                                     "facility",
                                     "facility-code",
                                     "revision",
                                     "section",
                                     "code",
                                     "code-system",
                                     "name",
                                     "name-received",
                                     "category",
                                     "type",
                                     "value",
                                     "decimal",
                                     "unit",
                                     "value-system",
                                     "value-meaning",
                                     "qualifier",
                                     "absence",
                                     "interpretation",
                                     "range-low",
                                     "range-high",
                                     "range-unit",
                                     "method",
                                     "author",
                                     "series",
                                     "group",
                                     "group-relation",
                                     "warnings",
                                     "document-warnings"};

// Empty when the key is absent or of another type.
[[nodiscard]] std::string text(const Row& row, std::string_view key);
[[nodiscard]] std::vector<std::string> texts(const Row& row, std::string_view key);
[[nodiscard]] bool flag(const Row& row, std::string_view key);
[[nodiscard]] std::uint64_t number(const Row& row, std::string_view key);

}  // namespace kenkod::cli
