#include "parse/refusal.hpp"

#include <array>
#include <string_view>
#include <tuple>
#include <utility>

namespace kenkod::parse {
namespace {

struct Words {
  ErrorCode code;
  std::string_view sentence;
};

constexpr std::array<Words, 24> kWords{{
    {ErrorCode::NotSupported, "This kind of file cannot be imported."},
    {ErrorCode::BadDocument, "The file is no health record that kenkod knows."},
    {ErrorCode::BadDocument, "The XML file is no health record that kenkod knows."},
    {ErrorCode::BadDocument, "The XML is not well-formed or is cut off."},
    {ErrorCode::BadDocument, "The XML file declares a document type (DTD), which health records never have."},
    {ErrorCode::BadDocument, "The XML file uses an entity that is not defined."},
    {ErrorCode::BadDocument, "The text is not valid UTF-8 or Shift_JIS."},
    {ErrorCode::BadDocument, "The file holds a NUL byte."},
    {ErrorCode::BadDocument, "The file holds a character that no record may hold."},
    {ErrorCode::BadDocument, "The elements are nested too deeply."},
    {ErrorCode::BadDocument, "The file has too many elements."},
    {ErrorCode::BadDocument, "The file has too many records."},
    {ErrorCode::BadDocument, "A text in the file is too long."},
    {ErrorCode::BadDocument, "The file has no results: it is an empty form."},
    {ErrorCode::BadDocument, "The file has no valid date."},
    {ErrorCode::PersonalNumberFound, "The document holds what looks like an individual number (個人番号)."},
    {ErrorCode::BadDocument, "A document in the export is damaged."},
    {ErrorCode::TooLarge, "A document in the export is larger than a document may be."},
    {ErrorCode::BadDocument, "The JSON is not well-formed or is cut off."},
    {ErrorCode::BadDocument, "The JSON has the same name twice in one object."},
    {ErrorCode::BadDocument, "A line does not have the form that this format requires."},
    {ErrorCode::BadDocument, "This is one part of a set that was split; import the set joined in one file."},
    {ErrorCode::BadDocument, "The file holds no records: the sender answered with an error."},
    {ErrorCode::BadDocument, "The file holds records of more than one person."},
}};
static_assert(kWords.size() == static_cast<std::size_t>(Reason::several_persons) + 1);

Error worded(const Refusal& refusal) {
  const Words& words = kWords.at(static_cast<std::size_t>(refusal.reason));
  const std::string_view sentence = refusal.reason == Reason::not_supported && !advice(refusal.layout).empty()
                                        ? advice(refusal.layout)
                                        : words.sentence;
  Error error(words.code, sentence);
  // NOLINTBEGIN(bugprone-use-after-move): with() changes the error in place and moves nothing
  if (refusal.layout != Layout::unknown)
    std::ignore = std::move(error).with("layout", to_name(refusal.layout));
  if (refusal.line != 0) std::ignore = std::move(error).with("line", static_cast<std::int64_t>(refusal.line));
  if (refusal.column != 0)
    std::ignore = std::move(error).with("column", static_cast<std::int64_t>(refusal.column));
  if (refusal.element != Element::none)
    std::ignore = std::move(error).with("element", to_name(refusal.element));
  return error;
  // NOLINTEND(bugprone-use-after-move)
}

}  // namespace

bool known(Reason reason) noexcept { return reason <= Reason::several_persons; }

Refused::Refused(const Refusal& refusal) : Error(worded(refusal)), refusal_(refusal) {}

}  // namespace kenkod::parse
