#include "client-cli/show/row.hpp"

#include <array>

#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

constexpr std::array kCheckup{"id",
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
                              "flag",
                              "flag-basis",
                              "method",
                              "author",
                              "series",
                              "group",
                              "group-relation",
                              "warnings",
                              "document-warnings"};

constexpr std::array kMedication{"id",
                                 "document",
                                 "kind",
                                 "date",
                                 "origin",
                                 "stated-origin",
                                 "stored-at",
                                 "layout",
                                 "revision",
                                 "source",
                                 "prescribed-date",
                                 "end-date",
                                 "facility",
                                 "facility-code",
                                 "prescriber",
                                 "prescriber-code",
                                 "doctor",
                                 "department",
                                 "pharmacist",
                                 "code",
                                 "code-system",
                                 "name",
                                 "generic-name",
                                 "generic-code",
                                 "ingredient",
                                 "amount",
                                 "amount-decimal",
                                 "unit",
                                 "usage",
                                 "usage-code",
                                 "times",
                                 "times-unit",
                                 "form",
                                 "group",
                                 "notes",
                                 "newer-block",
                                 "warnings",
                                 "document-warnings"};

constexpr std::array kExpense{"id",
                              "document",
                              "kind",
                              "date",
                              "origin",
                              "stated-origin",
                              "stored-at",
                              "layout",
                              "revision",
                              "person",
                              "category",
                              "days",
                              "facility",
                              "total",
                              "insurer",
                              "other-public",
                              "own",
                              "total-received",
                              "insurer-received",
                              "other-public-received",
                              "own-received",
                              "changed-later",
                              "warnings",
                              "document-warnings"};

template <typename T>
T get(const Row& row, std::string_view key) {
  const auto found = row.find(key);
  if (found == row.end()) return {};
  const T* value = std::get_if<T>(&found->second);
  return value != nullptr ? *value : T{};
}

}  // namespace

std::span<const char* const> row_keys(std::string_view kind) noexcept {
  if (kind == "medication") return kMedication;
  if (kind == "expense") return kExpense;
  return kCheckup;
}

std::string text(const Row& row, std::string_view key) { return get<std::string>(row, key); }
std::string clean(const Row& row, std::string_view key) { return printable(text(row, key)); }
std::vector<std::string> texts(const Row& row, std::string_view key) {
  return get<std::vector<std::string>>(row, key);
}
bool flag(const Row& row, std::string_view key) { return get<bool>(row, key); }
std::uint64_t number(const Row& row, std::string_view key) { return get<std::uint64_t>(row, key); }

}  // namespace kenkod::cli
