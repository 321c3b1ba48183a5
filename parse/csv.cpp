#include "parse/csv.hpp"

#include <algorithm>

#include "common/validate.hpp"
#include "parse/refusal.hpp"

namespace kenkod::parse {
namespace {

constexpr std::size_t kMaxCells = 1'024;  // of one row

[[noreturn]] void refuse(Reason reason, const CsvCell& place) {
  throw Refused({.reason = reason, .line = place.line, .column = place.column});
}

}  // namespace

bool CsvReader::next(std::vector<CsvCell>& row) {
  row.clear();
  unescaped_.clear();
  if (at_end()) return false;
  if (line_ends_here()) {
    end_line();
    return true;
  }
  for (;;) {
    if (row.size() == kMaxCells) refuse(Reason::bad_line, here());
    row.push_back(cell());
    if (row.back().text.size() > kMaxTextBytes) refuse(Reason::text_too_long, row.back());
    if (at_end()) return true;
    if (line_ends_here()) {
      end_line();
      return true;
    }
    ++at_;  // the comma
  }
}

CsvCell CsvReader::cell() {
  if (!at_end() && text_[at_] == '"') return quoted();
  CsvCell cell = here();
  const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
  cell.text = text_.substr(at_, end - at_);
  at_ = end;
  return cell;
}

CsvCell CsvReader::quoted() {
  CsvCell cell = here();
  std::string* own = nullptr;
  for (;;) {
    std::size_t begin = ++at_;  // behind the quote
    while (!at_end() && text_[at_] != '"') {
      if (line_ends_here()) {
        end_line();
      } else {
        ++at_;
      }
    }
    if (at_end()) refuse(Reason::bad_line, cell);
    const std::string_view piece = text_.substr(begin, at_ - begin);
    ++at_;
    const bool doubled = !at_end() && text_[at_] == '"';
    if (doubled && own == nullptr) own = &unescaped_.emplace_back();
    if (own == nullptr) {
      cell.text = piece;
    } else {
      own->append(piece);
    }
    if (!doubled) break;
    own->push_back('"');
  }
  if (own != nullptr) cell.text = *own;
  if (!at_end() && text_[at_] != ',' && !line_ends_here()) refuse(Reason::bad_line, here());
  return cell;
}

void CsvReader::end_line() {
  if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
  ++at_;
  ++line_;
  line_start_ = at_;
}

}  // namespace kenkod::parse
