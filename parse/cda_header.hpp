// The header of 特定健診 CDA: who, where, when, which report. Elements are found by name, never by position.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/record.hpp"
#include "parse/cda_path.hpp"
#include "parse/sax.hpp"

namespace kenkod::parse {

class CdaHeader {
 public:
  explicit CdaHeader(DocumentFacts& facts) : facts_(facts) {}

  // `path`: from the root to the element that starts, as a key. Throws Refused for reports that are not read.
  void start(PathKey path, const Attributes& attributes);
  // Where text below the current element belongs; null where text is not kept.
  [[nodiscard]] std::string* text_target(PathKey path);
  // A child element of the root, in its order.
  void child_of_root(Element element);
  // Decides dates and warnings; throws Refused(no_date).
  void finish();

 private:
  void report(const Attributes& attributes);
  void subject_id(const Attributes& attributes);
  void date(std::string& to, std::string_view value);
  void warn(Warning warning);

  DocumentFacts& facts_;
  std::string exam_date_;
  bool report_seen_ = false, identified_ = false, subject_doubtful_ = false, order_broken_ = false;
  int last_rank_ = 0;
  std::vector<Element> children_;
};

}  // namespace kenkod::parse
