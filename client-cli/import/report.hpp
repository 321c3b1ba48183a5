// What an import did, or would do: one line per document and a summary.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "client-cli/text/error_words.hpp"

namespace kenkod::cli {

// One row of Session.Import().
struct ImportRow {
  std::string outcome, kind, layout, date;
  std::uint32_t records = 0, warnings = 0;
  std::vector<std::string> document_warnings;
  bool subject_unconfirmed = false;
  CallError error;  // when refused
};

class ImportReport {
 public:
  explicit ImportReport(bool check) : check_(check) {}

  // `name` as the person knows the file; any bytes. Each ends with LF and is counted.
  [[nodiscard]] std::string line(const std::string& name, const ImportRow& row);
  [[nodiscard]] std::string unopened(const std::string& name);

  [[nodiscard]] std::string summary() const;
  [[nodiscard]] unsigned long documents() const noexcept;
  [[nodiscard]] unsigned long stored() const noexcept { return check_ ? 0 : imported_ + revised_; }
  [[nodiscard]] ExitCode exit() const noexcept;

 private:
  std::string refused(const std::string& name, const CallError& error);

  unsigned long imported_ = 0, revised_ = 0, already_there_ = 0, unopened_ = 0;
  bool check_;
  std::map<std::string, unsigned long> refused_;  // by error name
};

}  // namespace kenkod::cli
