// The values of section [portal], each checked by itself. Internal to portal_configuration.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/configuration_files.hpp"
#include "common/portal_configuration.hpp"

namespace kenkod::portal {

// One key of the section, and what is the matter with it.
struct Value {
  std::string_view key;
  const ConfiguredValue& given;

  [[nodiscard]] std::string_view text() const noexcept { return given.text; }
  [[noreturn]] void refuse(const std::string& what) const {
    throw std::runtime_error(given.file + ": [portal] " + std::string(key) + " " + what);
  }
};

// Each returns the value in its one form, or refuses.
[[nodiscard]] std::uint32_t number(const Value& value, std::string_view text, std::uint32_t low,
                                   std::uint32_t high);
[[nodiscard]] std::string portal_id(const Value& value);
[[nodiscard]] std::string credential(const Value& value);
[[nodiscard]] std::string client_id(const Value& value);
[[nodiscard]] std::string absolute_path(const Value& value);
[[nodiscard]] std::string endpoint(const Value& value);
[[nodiscard]] std::string base(const Value& value);  // a URL that paths are added to
[[nodiscard]] std::string redirect_path(const Value& value);
[[nodiscard]] std::string pin(const Value& value);
[[nodiscard]] std::vector<LoginFlow> flows(const Value& value);
[[nodiscard]] std::map<Kind, std::string> scopes(const Value& value);
[[nodiscard]] ServiceHours hours(const Value& value);
[[nodiscard]] Holidays holidays(const Value& value);  // read from the file it names

template <typename Choice>
Choice choose(const Value& value, std::initializer_list<std::pair<std::string_view, Choice>> choices) {
  std::string names;
  for (const auto& [name, choice] : choices) {
    if (name == value.text()) return choice;
    names.append(names.empty() ? "" : ", ").append(name);
  }
  value.refuse("must be one of " + names);
}

}  // namespace kenkod::portal
