// People the person may act for (代理人).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "client-cli/bus/dict.hpp"
#include "client-cli/show/style.hpp"

namespace kenkod::cli {

// A row of Session.ListPrincipals(), texts as they came.
struct ActedFor {
  std::string id, name;
  bool listed = true;
  std::int64_t last_fetch = 0;  // Unix seconds, 0 = never
};

[[nodiscard]] std::vector<ActedFor> acted_for(const std::vector<Dict>& rows);

// Whoever has this id, or this name alone of all; null when nobody or several have it.
[[nodiscard]] const ActedFor* find_principal(const std::vector<ActedFor>& people, const std::string& wanted);

[[nodiscard]] std::string principals_table(const std::vector<ActedFor>& people, const Style& style);

}  // namespace kenkod::cli
