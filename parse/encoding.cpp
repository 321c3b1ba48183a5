#include "parse/encoding.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <stdexcept>

#include "common/validate.hpp"
#include "parse/refusal.hpp"
#include "parse/text_values.hpp"

namespace kenkod::parse {
namespace {

enum class Encoding : std::uint8_t { utf8, cp932, other };

// The name in `<?xml version="1.0" encoding="…"?>`, lower case; empty when there is none.
std::string declared_encoding(std::string_view text) {
  if (!text.starts_with("<?xml")) return {};
  const std::string_view declaration = text.substr(0, std::min<std::size_t>(text.find("?>"), 200));
  const std::size_t key = declaration.find("encoding");
  if (key == std::string_view::npos) return {};
  const std::size_t open = declaration.find_first_of("\"'", key);
  if (open == std::string_view::npos) return {};
  const std::size_t close = declaration.find(declaration[open], open + 1);
  if (close == std::string_view::npos) return {};
  std::string name(declaration.substr(open + 1, close - open - 1));
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  return name;
}

Encoding encoding_named(std::string_view name) {
  constexpr std::array<std::string_view, 4> kUtf8{"", "utf-8", "utf8", "us-ascii"};
  constexpr std::array<std::string_view, 9> kCp932{
      "shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j", "cp932", "ms932", "csshiftjis"};
  if (std::find(kUtf8.begin(), kUtf8.end(), name) != kUtf8.end()) return Encoding::utf8;
  if (std::find(kCp932.begin(), kCp932.end(), name) != kCp932.end()) return Encoding::cp932;
  return Encoding::other;
}

}  // namespace

Cp932::Cp932() : converter_(iconv_open("UTF-8", "CP932")) {
  // iconv_open reports failure as (iconv_t)-1.
  if (converter_ == reinterpret_cast<iconv_t>(-1)) throw std::runtime_error("no CP932 converter");  // NOLINT
}

Cp932::~Cp932() { iconv_close(converter_); }

std::optional<std::string> Cp932::to_utf8(std::string_view bytes) const {
  std::string out(bytes.size() * 2 + 16,
                  '\0');  // two bytes become three, one (half-width kana) becomes three
  iconv(converter_, nullptr, nullptr, nullptr, nullptr);
  auto* in = const_cast<char*>(bytes.data());  // iconv does not write to its input
  std::size_t in_left = bytes.size(), done = 0;
  while (in_left > 0) {
    char* to = out.data() + done;
    std::size_t room = out.size() - done;
    const std::size_t result = iconv(converter_, &in, &in_left, &to, &room);
    done = out.size() - room;
    if (result != static_cast<std::size_t>(-1)) break;
    if (errno != E2BIG) return std::nullopt;
    out.resize(out.size() * 2);
  }
  out.resize(done);
  return out;
}

namespace {

// Text that is no XML: UTF-8 as it is, CP932 converted; anything else is no text.
std::string_view plain_document(std::string_view text, const Cp932& cp932, std::string& storage) {
  if (text.find('\0') != std::string_view::npos) throw Refused({.reason = Reason::unknown_file});
  if (valid_utf8(text)) return text;
  auto converted = cp932.to_utf8(text);
  if (!converted) throw Refused({.reason = Reason::unknown_file});
  storage = std::move(*converted);
  return storage;
}

}  // namespace

std::string_view utf8_document(std::span<const std::uint8_t> bytes, const Cp932& cp932,
                               std::string& storage) {
  std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (text.starts_with(kBom)) text.remove_prefix(kBom.size());
  const std::size_t first = white_before(text);
  if (text.starts_with("\xFE\xFF") || text.starts_with("\xFF\xFE"))
    throw Refused({.reason = Reason::encoding});
  if (first == text.size() || text[first] != '<') return plain_document(text, cp932, storage);
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    const auto lines = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(nul), '\n');
    throw Refused({.reason = Reason::nul_byte, .line = static_cast<std::uint32_t>(lines)});
  }
  switch (encoding_named(declared_encoding(text))) {
    case Encoding::utf8:
      return text;
    case Encoding::other:
      throw Refused({.reason = Reason::encoding, .line = 1});
    case Encoding::cp932:
      break;
  }
  auto converted = cp932.to_utf8(text);
  if (!converted) throw Refused({.reason = Reason::encoding});
  storage = std::move(*converted);
  return storage;
}

}  // namespace kenkod::parse
