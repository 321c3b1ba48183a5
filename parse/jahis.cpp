#include "parse/jahis.hpp"

#include <algorithm>
#include <optional>

#include "common/validate.hpp"
#include "parse/copy_budget.hpp"
#include "parse/drug_codes.hpp"
#include "parse/jahis_block.hpp"
#include "parse/jahis_line.hpp"
#include "parse/jahis_parts.hpp"
#include "parse/jahis_repeats.hpp"
#include "parse/japanese_date.hpp"
#include "parse/medication_facts.hpp"
#include "parse/medication_note.hpp"
#include "parse/person_name.hpp"
#include "parse/refusal.hpp"
#include "parse/text_values.hpp"
#include "parse/warn.hpp"

namespace kenkod::parse {
namespace {

constexpr unsigned kNewestVersion = 8;

// 手帳に関する患者の情報 (2) by its type.
std::string_view remark_label(std::string_view type) {
  if (type == "1") return "アレルギー歴: ";
  if (type == "2") return "副作用歴: ";
  if (type == "3") return "既往歴: ";
  return "患者特記: ";
}

class JahisReader {
 public:
  JahisReader(ParsedDocument& parsed, CopyBudget& budget)
      : facts_(parsed.facts), items_(parsed.medication), blocks_(parsed, budget, ranges_) {}

  void read(const JahisText& text) {
    line_ = text.line;
    if (is_jahis_header(text.text)) {
      header(text);
    } else {
      record(JahisLine(text, newer_));
    }
  }

  void end_of_document() {
    blocks_.close();
    own_.clear();
    last_own_.reset();
    remarks_.reset();
  }

  void finish() {
    if (!patient_seen_) warn(Warning::part_missing);
    unite_repeats(items_, ranges_);
  }

  [[nodiscard]] std::uint32_t line() const { return line_; }

 private:
  void header(const JahisText& text) {
    // "JAHISTC07,1": version, who wrote it
    const std::size_t comma = std::min(text.text.find(','), text.text.size());
    const std::string_view version = text.text.substr(7, comma - 7);
    const bool two = digits(version, 2);
    const unsigned number = two ? static_cast<unsigned>((version[0] - '0') * 10 + (version[1] - '0')) : 0;
    newer_ = number == 0 || number > kNewestVersion;
    if (newer_) warn(Warning::format_version_unknown);
    std::string_view output = text.text.substr(std::min(comma + 1, text.text.size()));
    output = trimmed(output.substr(0, output.find(','))).substr(0, 1);
    blocks_.set_patient_side(output == "2");
    if (output != "1" && output != "2") warn(Warning::part_missing);
  }

  void record(const JahisLine& line) {
    if (blocks_.read(line)) return;
    switch (line.record()) {
      case 1:
        patient(line);
        break;
      case 2:
        remark(line);
        break;
      case 3:
        own_medicine(line);
        break;
      case 31:
        own_ingredient(line);
        break;
      case 4:
        memo(line);
        break;
      default:
        // 701 (かかりつけ薬剤師) says nothing of a medicine.
        if (!line.known()) warn(Warning::format_version_unknown);
    }
  }

  // The parts of a set repeat the patient, who is always the same one.
  void patient(const JahisLine& line) {
    Subject given;
    given.name = line[1];
    if (line[2] == "1" || line[2] == "2") given.sex = line[2];
    given.birth_date = japanese_date(line[3]);
    given.kana = line[10];
    if (given.kana.empty()) set_only_name(given, line[1]);
    if (given.name.empty() || given.sex.empty() || given.birth_date.empty()) warn(Warning::part_missing);
    Subject& subject = facts_.subject;
    if (!patient_seen_) {
      subject = std::move(given);
    } else if (subject.name != given.name || subject.sex != given.sex ||
               subject.birth_date != given.birth_date) {
      throw Refused({.reason = Reason::bad_line, .line = line_, .column = line.column(1)});
    } else if (subject.kana.empty()) {
      subject.kana = std::move(given.kana);
    }
    patient_seen_ = true;
  }

  MedicationItem& single(std::string_view creator) {
    MedicationItem& item = blocks_.add_item();
    item.source = blocks_.source_of(creator);
    ranges_.push_back({items_.size() - 1, items_.size()});
    return item;
  }

  void remark(const JahisLine& line) {
    if (line[2].empty()) return;
    blocks_.close();
    if (!remarks_) {
      (void)single(line[3]);
      remarks_ = items_.size() - 1;
    }
    add_note(items_[*remarks_], std::string(remark_label(line[1])).append(line[2]));
  }

  void memo(const JahisLine& line) {
    if (line[1].empty()) return;
    blocks_.close();
    MedicationItem& item = single(line[3]);
    add_note(item, std::string(line[1]));
    item.date = jahis_date(item, line[2], "記入年月日");
  }

  void own_medicine(const JahisLine& line) {
    if (line[1].empty() && line[6].empty())
      throw Refused({.reason = Reason::bad_line, .line = line_, .column = line.column(1)});
    blocks_.close();
    MedicationItem& item = single(line[4]);
    item.source = MedicationSource::own_entry;
    item.name = line[1];
    if (item.name.empty()) parse::warn(item, Warning::part_missing);
    item.date = jahis_date(item, line[2], "服用開始年月日");
    if (!line[3].empty()) item.end_date = jahis_date(item, line[3], "服用終了年月日");
    if (!line[6].empty()) {
      item.code = line[6];
      item.code_system = drug::kJan;
      if (!digits(item.code, 13) && !digits(item.code, 8)) parse::warn(item, Warning::outside_format);
    }
    last_own_ = items_.size() - 1;
    if (!line[5].empty()) own_.insert_or_assign(line[5], *last_own_);
  }

  // Names the 3 it belongs to by its serial number; without one, the last.
  void own_ingredient(const JahisLine& line) {
    const auto named = own_.find(line[1]);
    const std::optional<std::size_t> owner = named != own_.end() ? std::optional(named->second)
                                             : line[1].empty()   ? last_own_
                                                                 : std::nullopt;
    if (!owner) {
      warn(Warning::part_missing);
      return;
    }
    std::string& ingredient = items_[*owner].ingredient;
    const std::string_view name = line[2].empty() ? line[4] : line[2];
    if (ingredient.size() + name.size() + 3 > kMaxNameBytes)
      throw Refused({.reason = Reason::text_too_long, .line = line_});
    if (!ingredient.empty()) ingredient.append("、");
    ingredient.append(name);
  }

  void warn(Warning warning) { parse::warn(facts_, warning); }

  DocumentFacts& facts_;
  std::vector<MedicationItem>& items_;
  std::vector<JahisRange> ranges_;
  JahisBlocks blocks_;
  std::uint32_t line_ = 0;
  bool newer_ = false, patient_seen_ = false;
  std::map<std::string_view, std::size_t> own_;  // medicines of record 3 by their serial number
  std::optional<std::size_t> last_own_, remarks_;
};

}  // namespace

ParsedDocument parse_jahis(std::string_view utf8) {
  ParsedDocument parsed;
  parsed.facts.kind = Kind::medication;
  parsed.facts.layout = to_name(Layout::jahis_tc);
  CopyBudget budget(utf8.size());
  JahisReader reader(parsed, budget);
  // Half of the lines are medicines.
  parsed.medication.reserve(std::min(utf8.size() / 100, kMaxItems));
  try {
    read_jahis_documents(
        utf8, [&](const JahisText& line) { reader.read(line); }, [&] { reader.end_of_document(); });
  } catch (const Refused& refused) {
    Refusal refusal = refused.refusal();
    if (refusal.line == 0) refusal.line = reader.line();
    throw Refused(refusal);
  }
  reader.finish();
  if (parsed.medication.empty()) throw Refused({.reason = Reason::no_results});
  complete_facts(parsed);
  return parsed;
}

}  // namespace kenkod::parse
