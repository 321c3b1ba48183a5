// libFuzzer: bytes of one format (KENKOD_FUZZ_LAYOUTS; any when it is empty) through decoder, recogniser and
// parser, then through the frames and the checks of the other side. What a parser accepts must encode, decode
// and compare equal, and hold nothing that a record may not hold.
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.hpp"
#include "common/frames.hpp"
#include "common/validate.hpp"
#include "parse/document.hpp"
#include "parse/recognise.hpp"
#include "parse/refusal.hpp"
#include "parse/sax.hpp"

namespace {

using namespace kenkod;

const parse::InstalledTables& tables() {
  // With the described layout of the samples.
  static const auto loaded =
      parse::InstalledTables::load(KENKOD_SOURCE_ROOT "/data", KENKOD_SOURCE_ROOT "/tests/data");
  return loaded;
}

const parse::Cp932& cp932() {
  static const parse::Cp932 converter;
  return converter;
}

// Whether this target is about such bytes: libFuzzer keeps only these.
bool wanted(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kLayouts = KENKOD_FUZZ_LAYOUTS;
  if (kLayouts.empty()) return true;
  std::string storage;
  try {
    const std::string_view text = parse::utf8_document(bytes, cp932(), storage);
    if (kLayouts == parse::to_name(parse::Layout::expense_xml)) {
      const parse::RootElement root = parse::root_element(text);
      return tables().expense_layouts.find(root.name, root.space, text) != nullptr;
    }
    const std::string_view name = parse::to_name(parse::recognise(text));
    return (" " + std::string(kLayouts) + " ").find(" " + std::string(name) + " ") != std::string::npos;
  } catch (const parse::Refused&) {
    return false;
  }
}

ParsedDocument through_frames(const ParsedDocument& parsed) {
  std::vector<std::uint8_t> bytes;
  FrameWriter writer(bytes);
  writer.facts(parsed.facts);
  for (const CheckupItem& item : parsed.checkup) writer.item(item);
  for (const MedicationItem& item : parsed.medication) writer.item(item);
  for (const ExpenseItem& item : parsed.expense) writer.item(item);
  writer.end();
  ParsedDocument back;
  FrameReader::Handler handler;
  handler.facts = [&](DocumentFacts&& facts) { back.facts = std::move(facts); };
  handler.item = [&](CheckupItem&& item) { back.checkup.push_back(std::move(item)); };
  handler.medication = [&](MedicationItem&& item) { back.medication.push_back(std::move(item)); };
  handler.expense = [&](ExpenseItem&& item) { back.expense.push_back(std::move(item)); };
  FrameReader reader(std::move(handler));
  reader.feed(bytes);
  if (!reader.complete()) std::abort();
  return back;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (!wanted(std::span(data, size))) return -1;
  ParsedDocument parsed;
  try {
    parsed = parse::parse_document(std::span(data, size), tables(), cp932());
  } catch (const parse::Refused&) {
    return 0;
  }
  if (through_frames(parsed) != parsed) std::abort();
  try {
    validate(parsed, "9999-12-31");
  } catch (const Error& error) {
    // A number may be seen only when pieces are put together; nothing else may slip past the parser's own
    // checks.
    if (error.code() != ErrorCode::PersonalNumberFound) std::abort();
  }
  return 0;
}
