#include "common/code_points.hpp"

#include <utf8proc.h>

#include <array>

namespace kenkod {
namespace {

utf8proc_option_t options(Form form) {
  int bits = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
  if (form != Form::nfc) bits |= UTF8PROC_COMPAT;
  if (form == Form::nfkc_folded) bits |= UTF8PROC_CASEFOLD;
  return static_cast<utf8proc_option_t>(bits);
}

}  // namespace

std::optional<CodePoints> code_points(std::string_view utf8, Form form) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(utf8.data());
  const auto length = static_cast<utf8proc_ssize_t>(utf8.size());
  if (length == 0) return CodePoints{};
  const auto needed = utf8proc_decompose(bytes, length, nullptr, 0, options(form));
  if (needed < 0) return std::nullopt;
  CodePoints text(static_cast<std::size_t>(needed) + 1);
  if (utf8proc_decompose(bytes, length, text.data(), needed, options(form)) != needed) return std::nullopt;
  const auto composed = utf8proc_normalize_utf32(text.data(), needed, options(form));
  if (composed < 0) return std::nullopt;
  text.resize(static_cast<std::size_t>(composed));
  return text;
}

SecretBuffer to_utf8(const CodePoints& text) {
  SecretBuffer out(text.size() * 4);
  std::size_t used = 0;
  for (const std::int32_t c : text)
    used += static_cast<std::size_t>(utf8proc_encode_char(c, out.data() + used));
  out.shrink(used);
  return out;
}

}  // namespace kenkod
