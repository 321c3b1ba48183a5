// Any file: bytes → records. Decodes, recognises, hands the text to the parser of its layout.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "common/record.hpp"
#include "parse/checkup_meaning.hpp"
#include "parse/encoding.hpp"
#include "parse/installed_tables.hpp"
#include "parse/reference_ranges.hpp"

namespace kenkod::parse {

// A document that was read. What its check-up items mean is still to be said, for each when it is wanted:
// whoever writes them out need not wait for the last one. Movable; the tables must outlive it.
class ReadDocument {
 public:
  ReadDocument(ParsedDocument read, const InstalledTables& tables);

  [[nodiscard]] const ParsedDocument& parsed() const noexcept { return parsed_; }
  // Completes every record and hands it out, a CheckupItem, MedicationItem or ExpenseItem.
  template <class Receiver>
  void for_each_record(const Receiver& receive) {
    for (CheckupItem& item : parsed_.checkup) {
      complete(item);
      receive(item);
    }
    for (const MedicationItem& item : parsed_.medication) receive(item);
    for (const ExpenseItem& item : parsed_.expense) receive(item);
  }
  // All at once.
  [[nodiscard]] ParsedDocument completed() &&;

 private:
  void complete(CheckupItem& item);

  ParsedDocument parsed_;
  std::optional<CheckupMeaning> meaning_;  // of layouts that do not say it themselves
  std::optional<RangeCheck> ranges_;
};

// Throws Refused for what is not read.
[[nodiscard]] ReadDocument read_document(std::span<const std::uint8_t> bytes, const InstalledTables& tables,
                                         const Cp932& cp932);
// The same, completed.
[[nodiscard]] inline ParsedDocument parse_document(std::span<const std::uint8_t> bytes,
                                                   const InstalledTables& tables, const Cp932& cp932) {
  return read_document(bytes, tables, cp932).completed();
}

}  // namespace kenkod::parse
