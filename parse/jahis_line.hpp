// One line of a JAHIS notebook: a record number and its fields.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace kenkod::parse {

struct JahisText {
  std::string_view text;  // without line end, blanks and 0x1A around it
  std::uint32_t line = 0;
};

// The lines of a text, one after the other. They end at CR, LF or both and nowhere else; empty ones and the
// final 0x1A are left out.
class JahisLines {
 public:
  explicit JahisLines(std::string_view utf8) : rest_(utf8) {}
  // False when there are no more.
  [[nodiscard]] bool next(JahisText& line);

 private:
  std::string_view rest_;
  std::uint32_t number_ = 0;  // of the last one
};

inline constexpr std::size_t kMaxJahisFields = 10;

class JahisLine {
 public:
  // Throws Refused: no record number, a field too many of a known record (unless `newer`), a text that is too
  // long, a forbidden character, a 個人番号 where no identifier is expected.
  JahisLine(const JahisText& source, bool newer);

  [[nodiscard]] unsigned record() const noexcept { return record_; }
  [[nodiscard]] bool known() const noexcept { return known_; }
  [[nodiscard]] std::uint32_t line() const noexcept { return line_; }
  // Counted from 1 behind the record number, without blanks around it; missing ones are empty.
  [[nodiscard]] std::string_view operator[](std::size_t field) const { return fields_.at(field - 1); }
  [[nodiscard]] std::uint32_t column(std::size_t field) const;

 private:
  std::string_view text_;
  std::uint32_t line_ = 0;
  unsigned record_ = 0;
  bool known_ = false;
  std::array<std::string_view, kMaxJahisFields> fields_;
};

// "JAHISTC07,1".
[[nodiscard]] bool is_jahis_header(std::string_view line) noexcept;
// The record number at the beginning of a line; 0 when there is none.
[[nodiscard]] unsigned jahis_record(std::string_view line) noexcept;

}  // namespace kenkod::parse
