#include "client-cli/trend/series.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

namespace kenkod::cli {
namespace {

std::string hiragana_to_katakana(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    utf8proc_int32_t point = -1;
    const auto read = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                                       static_cast<utf8proc_ssize_t>(text.size() - at), &point);
    const std::size_t size = read > 0 ? static_cast<std::size_t>(read) : 1;
    if (point >= 0x3041 && point <= 0x3096) {
      std::array<utf8proc_uint8_t, 4> bytes{};
      const auto written = utf8proc_encode_char(point + 0x60, bytes.data());
      out.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(written));
    } else {
      out.append(text, at, size);
    }
    at += size;
  }
  return out;
}

// ＨｂＡ１ｃ = hba1c, ﾍﾓｸﾞﾛﾋﾞﾝ = へもぐろびん; blanks do not count.
std::string folded(std::string_view text) {
  utf8proc_uint8_t* raw = nullptr;
  const auto size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &raw,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                                                  UTF8PROC_CASEFOLD | UTF8PROC_IGNORE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(raw, &std::free);
  if (size < 0) return std::string(text);
  std::string plain(reinterpret_cast<const char*>(raw), static_cast<std::size_t>(size));
  std::erase(plain, ' ');
  return hiragana_to_katakana(plain);
}

template <typename Holds>
std::vector<const Series*> those(const std::vector<Series>& all, Holds holds) {
  std::vector<const Series*> found;
  for (const Series& series : all)
    if (holds(series)) found.push_back(&series);
  return found;
}

}  // namespace

std::vector<Series> all_series(const std::vector<Row>& rows, const ItemNames& names) {
  std::vector<Series> all;
  std::map<std::string, std::size_t> known;
  for (const Row& row : rows) {
    const std::string key = text(row, "series");
    if (key.empty()) continue;
    const std::string code = text(row, "code");
    const auto [at, is_new] = known.try_emplace(key, all.size());
    if (is_new) all.push_back({key, text(row, "name"), names.english(code), {}, {}, {}});
    Series& series = all[at->second];
    series.codes.insert(code);
    for (const std::string& name : {text(row, "name"), names.english(code)})
      if (!name.empty()) series.names.insert(name);
    const std::string absence = text(row, "absence");
    if (!text(row, "decimal").empty() && (absence.empty() || absence == "none"))
      series.numbers.push_back(row);
  }
  for (Series& series : all) std::ranges::reverse(series.numbers);
  return all;
}

std::vector<const Series*> meant(const std::vector<Series>& all, std::string_view item) {
  auto found =
      those(all, [&](const Series& s) { return s.key == item || s.codes.contains(std::string(item)); });
  if (!found.empty()) return found;
  const std::string wanted = folded(item);
  if (wanted.empty()) return {};
  found = those(all, [&](const Series& s) {
    return std::ranges::any_of(s.names, [&](const auto& name) { return folded(name) == wanted; });
  });
  if (!found.empty()) return found;
  return those(all, [&](const Series& s) {
    return std::ranges::any_of(
        s.names, [&](const auto& name) { return folded(name).find(wanted) != std::string::npos; });
  });
}

}  // namespace kenkod::cli
