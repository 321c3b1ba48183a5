#include "card/unsupported_readers.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace kenkod::card {
namespace {

struct Known {
  std::string_view vendor, product, name;
};

// They speak a protocol of Sony's own instead of CCID.
constexpr std::array kKnown{
    Known{"054c", "06c1", "Sony RC-S380/S"},
    Known{"054c", "06c3", "Sony RC-S380/P"},
};

std::string word_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::string word;
  stream >> word;
  return word;
}

}  // namespace

std::vector<std::string> unsupported_readers(const std::string& devices) {
  std::vector<std::string> names;
  std::error_code none;
  for (const auto& device : std::filesystem::directory_iterator(devices, none)) {
    const auto vendor = word_of(device.path() / "idVendor"), product = word_of(device.path() / "idProduct");
    const auto* found = std::ranges::find_if(
        kKnown, [&](const Known& known) { return known.vendor == vendor && known.product == product; });
    if (found != kKnown.end()) names.emplace_back(found->name);
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace kenkod::card
