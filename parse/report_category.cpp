#include "parse/report_category.hpp"

#include <algorithm>
#include <array>

namespace kenkod::parse {
namespace {

template <std::size_t N>
bool among(const std::array<std::string_view, N>& list, std::string_view one) noexcept {
  return std::find(list.begin(), list.end(), one) != list.end();
}

constexpr std::array<std::string_view, 5> kDeletes{"19", "49", "69", "79", "89"};
constexpr std::array<std::string_view, 5> kGuidance{"21", "22", "23", "24", "25"};
constexpr std::array<std::string_view, 7> kImported{"10", "40", "41", "42", "60", "70", "80"};

}  // namespace

Layout layout_of_report(std::string_view category) noexcept {
  if (among(kDeletes, category)) return Layout::delete_request;
  if (among(kGuidance, category)) return Layout::guidance_cda;
  if (category == "30") return Layout::state_report;
  if (category == "43" || category == "44") return Layout::other_checkup_cda;
  return Layout::tokutei_cda;
}

bool importable_report(std::string_view category) noexcept { return among(kImported, category); }

}  // namespace kenkod::parse
