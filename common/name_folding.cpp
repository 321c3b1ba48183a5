#include "common/name_folding.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <optional>

#include "common/code_points.hpp"

namespace kenkod {
namespace {

bool is_blank(std::int32_t c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_kana(std::int32_t c) noexcept {
  return (c >= 0x3041 && c <= 0x309F) || (c >= 0x30A0 && c <= 0x30FF) || (c >= 0x31F0 && c <= 0x31FF) ||
         c == '-';
}

bool is_kanji(std::int32_t c) noexcept {
  return (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x3FFFF) || c == 0x3005 /* 々 */ || c == 0x3007 /* 〇 */;
}

// NFKC makes every blank of names a plain space.
std::optional<CodePoints> folded_points(std::string_view name) {
  auto text = code_points(name, Form::nfkc_folded);
  if (text) std::erase_if(*text, is_blank);
  return text;
}

std::int32_t large_katakana(std::int32_t c) noexcept {
  if (c >= 0x3041 && c <= 0x3096) c += 0x60;
  switch (c) {
    case 0x30A1:  // ァ ィ ゥ ェ ォ stand before their large ones, as ッ ャ ュ ョ ヮ do
    case 0x30A3:
    case 0x30A5:
    case 0x30A7:
    case 0x30A9:
    case 0x30C3:
    case 0x30E3:
    case 0x30E5:
    case 0x30E7:
    case 0x30EE:
      return c + 1;
    case 0x30F5:  // ヵ
      return 0x30AB;
    case 0x30F6:  // ヶ
      return 0x30B1;
    default:
      return c;
  }
}

std::string utf8(const CodePoints& text) {
  std::string out(text.size() * 4, '\0');
  std::size_t used = 0;
  for (const std::int32_t c : text)
    used += static_cast<std::size_t>(
        utf8proc_encode_char(c, reinterpret_cast<utf8proc_uint8_t*>(out.data()) + used));
  out.resize(used);
  return out;
}

}  // namespace

std::string fold_name(std::string_view name) {
  const auto text = folded_points(name);
  return text ? utf8(*text) : std::string(name);
}

std::string fold_kana(std::string_view name) {
  auto text = folded_points(name);
  if (!text) return std::string(name);
  for (std::int32_t& c : *text) c = large_katakana(c);
  return utf8(*text);
}

Script script_of(std::string_view name) {
  const auto text = folded_points(name);
  if (!text) return Script::other;
  if (text->empty()) return Script::none;
  if (std::ranges::all_of(*text, is_kana)) return Script::kana;
  return std::ranges::any_of(*text, is_kanji) ? Script::kanji : Script::other;
}

}  // namespace kenkod
