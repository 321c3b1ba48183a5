// Blocks of a JAHIS notebook: all that was dispensed on one day by one facility.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/record.hpp"
#include "parse/copy_budget.hpp"
#include "parse/jahis_line.hpp"

namespace kenkod::parse {

// Records of one block, or one record that belongs to none.
struct JahisRange {
  std::size_t begin = 0, end = 0;
};

// Reads records 5 to 601. Whatever comes before the first 5, or with a second facility in one block, makes a
// block without a date: nothing is given the date of another block.
class JahisBlocks {
 public:
  JahisBlocks(ParsedDocument& parsed, CopyBudget& budget, std::vector<JahisRange>& ranges)
      : items_(parsed.medication), facts_(parsed.facts), budget_(budget), ranges_(ranges) {}

  // Patient → provider: facilities may lack their codes, and what no professional wrote is the person's own.
  void set_patient_side(bool patient_side) { patient_side_ = patient_side; }
  // False when the record belongs to no block.
  bool read(const JahisLine& line);
  // Ends the open block.
  void close();

  // Who entered a record (作成者): 1 professional, 2 patient side, 8 other, 9 unknown.
  [[nodiscard]] MedicationSource source_of(std::string_view creator) const;
  // Throws Refused when there are too many records.
  MedicationItem& add_item();

 private:
  // What is taken together: the medicines of one RP number, closed by its usage (301).
  struct Rp {
    std::vector<std::size_t> items;
    bool closed = false;
  };

  void open(std::string_view date);
  void require_open();
  void facility(const JahisLine& line);
  void prescriber(const JahisLine& line);
  void drug(const JahisLine& line);
  void usage(const JahisLine& line);
  void rp_note(const JahisLine& line);
  void block_note(std::string note, bool by_patient);
  void give(const std::vector<std::size_t>& items, const std::string& note);
  Rp* rp_named(std::string_view number);
  void forget_rps();
  void warn(Warning warning);

  std::vector<MedicationItem>& items_;
  DocumentFacts& facts_;
  CopyBudget& budget_;
  std::vector<JahisRange>& ranges_;
  bool patient_side_ = false;

  bool open_ = false;
  std::size_t begin_ = 0;
  std::string date_, date_received_;
  std::string facility_code_, facility_, pharmacist_;
  bool facility_seen_ = false, prescriber_seen_ = false;
  std::string prescriber_code_, prescriber_, doctor_, department_;
  std::vector<std::string> notes_;
  bool patient_notes_only_ = true;
  std::vector<Rp> rps_;
  std::map<std::string_view, std::size_t> rp_numbers_;  // of the doctor at hand
};

// The record shows a code of JAHIS code type 2, 3, 4 or 6, or none (1).
void set_jahis_code(MedicationItem& item, std::string_view type, std::string_view code);

// `text` as a day, else a warning, with what was received as a note.
[[nodiscard]] std::string jahis_date(MedicationItem& item, std::string_view text, std::string_view label);

}  // namespace kenkod::parse
