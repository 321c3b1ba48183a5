#include "parse/person_name.hpp"

#include <utf8proc.h>

namespace kenkod::parse {
namespace {

bool blank(std::int32_t c) { return c == ' ' || c == 0x3000 || c == 0xA0; }

bool kana(std::int32_t c) {
  return (c >= 0x3041 && c <= 0x309F) || (c >= 0x30A0 && c <= 0x30FF) || (c >= 0xFF65 && c <= 0xFF9F) ||
         (c >= 0x31F0 && c <= 0x31FF) || c == '-' || c == 0xFF0D;
}

}  // namespace

bool is_kana(std::string_view utf8) {
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(utf8.data());
  auto left = static_cast<utf8proc_ssize_t>(utf8.size());
  bool any = false;
  while (left > 0) {
    utf8proc_int32_t c = 0;
    const utf8proc_ssize_t taken = utf8proc_iterate(at, left, &c);
    if (taken <= 0 || (!blank(c) && !kana(c))) return false;
    any = any || !blank(c);
    at += taken;
    left -= taken;
  }
  return any;
}

void set_only_name(Subject& subject, std::string_view name) {
  subject.name = name;
  if (is_kana(name)) subject.kana = name;
}

}  // namespace kenkod::parse
