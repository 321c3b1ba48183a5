// Comma separated values (RFC 4180): quotes, doubled quotes, CR LF, LF or CR. A quote that is never closed
// and text behind a closing quote refuse the file; a quote inside an unquoted cell is text.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace kenkod::parse {

struct CsvCell {
  std::string_view text;
  std::uint32_t line = 1, column = 1;  // of its first byte; column in bytes
};

class CsvReader {
 public:
  explicit CsvReader(std::string_view utf8) : text_(utf8) {}

  // The next row, a blank line without cells; false at the end. The cells are valid until the next call.
  // Throws Refused(bad_line, text_too_long) with the place.
  [[nodiscard]] bool next(std::vector<CsvCell>& row);

 private:
  [[nodiscard]] CsvCell cell();
  [[nodiscard]] CsvCell quoted();
  [[nodiscard]] bool at_end() const noexcept { return at_ == text_.size(); }
  [[nodiscard]] bool line_ends_here() const noexcept { return text_[at_] == '\n' || text_[at_] == '\r'; }
  [[nodiscard]] CsvCell here() const noexcept {
    return {{}, line_, static_cast<std::uint32_t>(at_ - line_start_ + 1)};
  }
  void end_line();

  std::string_view text_;
  std::size_t at_ = 0, line_start_ = 0;
  std::uint32_t line_ = 1;
  std::deque<std::string> unescaped_;  // cells of the row that held doubled quotes
};

}  // namespace kenkod::parse
