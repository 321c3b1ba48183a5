#include "parse/jahis_line.hpp"

#include <algorithm>
#include <span>

#include "common/personal_number.hpp"
#include "common/validate.hpp"
#include "parse/encoding.hpp"
#include "parse/refusal.hpp"
#include "parse/text_values.hpp"

namespace kenkod::parse {
namespace {

struct Shape {
  unsigned record;
  std::size_t fields;        // in the newest version
  unsigned identifiers = 0;  // bit n: field n is a code, a number of a facility or a telephone
};

constexpr unsigned bits() { return 0; }
template <class... Rest>
constexpr unsigned bits(unsigned first, Rest... rest) {
  return 1U << first | bits(rest...);
}

constexpr std::array<Shape, 22> kShapes{{
    {1, 10, bits(4U, 6U, 7U)},
    {2, 3},
    {3, 6, bits(6U)},
    {4, 3},
    {5, 2},
    {11, 8, bits(4U, 5U, 7U)},
    {15, 3, bits(2U)},
    {31, 5, bits(4U)},
    {51, 5, bits(4U)},
    {55, 3},
    {201, 10, bits(6U, 10U)},
    {281, 3},
    {291, 3},
    {301, 8, bits(7U)},
    {311, 3},
    {391, 3},
    {401, 2},
    {411, 3},
    {421, 2},
    {501, 2},
    {601, 2},
    {701, 6, bits(3U)},
}};
constexpr Shape kSplit{911, 3, bits(1U)};

const Shape* shape_of(unsigned record) {
  if (record == kSplit.record) return &kSplit;
  const auto* const found = std::ranges::find(kShapes, record, &Shape::record);
  return found == kShapes.end() ? nullptr : found;
}

bool blank(char c) { return c == ' ' || c == '\t'; }

// Files end in 0x1A, and joined ones have it and a byte order mark in the middle.
std::string_view bare(std::string_view line) {
  while (!line.empty() && line.front() == '\x1A') line.remove_prefix(1);
  if (line.starts_with(kBom)) line.remove_prefix(kBom.size());
  while (!line.empty() && (line.back() == '\x1A' || blank(line.back()))) line.remove_suffix(1);
  return line;
}

}  // namespace

bool JahisLines::next(JahisText& line) {
  while (!rest_.empty()) {
    const auto* const stop = std::ranges::find_if(rest_, [](char c) { return c == '\n' || c == '\r'; });
    const auto end = static_cast<std::size_t>(stop - rest_.begin());
    line = {bare(rest_.substr(0, end)), ++number_};
    rest_.remove_prefix(end);
    rest_.remove_prefix(rest_.starts_with("\r\n") ? 2 : std::min<std::size_t>(rest_.size(), 1));
    if (!white(line.text)) return true;
  }
  return false;
}

bool is_jahis_header(std::string_view line) noexcept { return line.starts_with("JAHISTC"); }

unsigned jahis_record(std::string_view line) noexcept {
  const std::string_view digits = trimmed(line.substr(0, line.find(',')));
  if (digits.empty() || digits.size() > 4) return 0;
  unsigned value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return 0;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

JahisLine::JahisLine(const JahisText& source, bool newer)
    : text_(source.text), line_(source.line), record_(jahis_record(source.text)) {
  if (!plain_text(text_, true)) throw Refused({.reason = Reason::forbidden_character, .line = line_});
  if (record_ == 0) throw Refused({.reason = Reason::bad_line, .line = line_, .column = 1});
  const Shape* const shape = shape_of(record_);
  known_ = shape != nullptr;
  std::size_t at = text_.find(',');
  for (std::size_t field = 1; at != std::string_view::npos; ++field) {
    const std::size_t begin = at + 1;
    at = text_.find(',', begin);
    const std::string_view value =
        trimmed(text_.substr(begin, at == std::string_view::npos ? at : at - begin));
    const auto refuse = [&](Reason reason) {
      throw Refused({.reason = reason, .line = line_, .column = static_cast<std::uint32_t>(begin + 1)});
    };
    if (value.size() > kMaxNameBytes) refuse(Reason::text_too_long);
    const bool extra = known_ && field > shape->fields;
    const bool identifier = known_ && !extra && (shape->identifiers >> field & 1U) != 0;
    if (!identifier && contains_personal_number(value)) refuse(Reason::personal_number);
    // One comma too many: which field is which can no longer be told.
    if (extra && !newer && !value.empty()) refuse(Reason::bad_line);
    if (field <= fields_.size()) fields_.at(field - 1) = value;
  }
}

std::uint32_t JahisLine::column(std::size_t field) const {
  std::size_t at = 0;
  for (std::size_t i = 0; i < field && at != std::string_view::npos; ++i) at = text_.find(',', at) + 1;
  return static_cast<std::uint32_t>(at + 1);
}

}  // namespace kenkod::parse
