#include "applications.hpp"

#include <algorithm>
#include <array>

namespace kenko_sim {

namespace {

struct Row {
  std::string_view aid;
  Application application;
};

constexpr std::array<Row, 6> rows{{
    {"D392F000260100000001", Application::jpki},
    {"D3921000310001010408", Application::other},  // 券面事項入力補助AP
    {"D3921000310001010402", Application::other},  // 券面事項確認AP
    {"D3921000310001010401", Application::other},  // 住基AP
    {"D3921000310001010100", Application::other},  // 共通カードAP
    {"A0000001510000", Application::other},        // GlobalPlatform issuer domain
}};

}  // namespace

Application find_application(BytesView aid) {
  const std::string wanted = to_hex(aid);
  if (wanted.size() < 10) return Application::none;
  const auto* found = std::ranges::find_if(rows, [&](const Row& row) { return row.aid.starts_with(wanted); });
  return found == rows.end() ? Application::none : found->application;
}

}  // namespace kenko_sim
