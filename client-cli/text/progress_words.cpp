#include "client-cli/text/progress_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "client-cli/text/i18n.hpp"
#include "client-cli/text/rule_words.hpp"

namespace kenkod::cli {
namespace {

constexpr std::uint64_t kBarCells = 20;

std::string bar(std::uint64_t done, std::uint64_t total) {
  const std::uint64_t part = std::min(done, total);
  // total ≥ 1; divided first so that nothing can overflow for absurd totals.
  const auto full = static_cast<std::size_t>(total > UINT64_MAX / kBarCells ? part / (total / kBarCells)
                                                                            : part * kBarCells / total);
  return std::string(full, '#').append(kBarCells - std::min<std::size_t>(full, kBarCells), '.');
}

}  // namespace

std::string progress_line(const std::string& stage, std::uint64_t done, std::uint64_t total,
                          const std::string& count, const std::string& name) {
  std::string line = count;
  if (line.empty() && total > 0) line = fmt::format("{}/{}", done, total);
  // Few steps need no picture.
  if (count.empty() && total > 3) line.append(" [").append(bar(done, total)).append("]");
  line.append(line.empty() ? "" : " ").append(stage_words(stage)).append("…");
  if (!name.empty()) line.append(" ").append(name);
  return line;
}

std::string stage_line(const std::string& stage, std::uint64_t total) {
  if (stage == "fetch" && total > 0) return trn("Fetching {} document", "Fetching {} documents", total);
  return stage_words(stage);
}

}  // namespace kenkod::cli
