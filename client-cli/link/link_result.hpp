// What Link() did to each kind of records, and the words for it. The same rows stand in the list of fetches.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "client-cli/bus/dict.hpp"
#include "client-cli/show/style.hpp"
#include "client-cli/text/error_words.hpp"

namespace kenkod::cli {

// The keys of a row of org.kenkod1.Manager.Link(), see there; texts are as they came.
struct LinkedKind {
  std::string kind, outcome;
  std::uint32_t imported = 0, revised = 0, unchanged = 0, unread = 0, refused = 0;
  CallError error;  // of a kind that failed, or of the first document that was refused

  [[nodiscard]] bool failed() const { return outcome == "failed"; }
};

// In the order of the founding manual's menu.
[[nodiscard]] std::vector<LinkedKind> linked_kinds(const std::vector<Dict>& rows);

// "3 new, 1 newer revision"; 表示できる情報がありません for a kind without anything to show, whatever the
// reason.
[[nodiscard]] std::string outcome_words(const LinkedKind& kind);

// A line for each kind, and under it why one failed or a document was refused and what to do about it.
[[nodiscard]] std::string link_table(const std::vector<LinkedKind>& kinds, const Style& style);

// ok; partial when a kind failed; document when one was refused.
[[nodiscard]] ExitCode link_exit(const std::vector<LinkedKind>& kinds);

}  // namespace kenkod::cli
