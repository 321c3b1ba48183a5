#include "parse/decimal.hpp"

#include "parse/text_values.hpp"

namespace kenkod::parse {
namespace {

constexpr std::size_t kMaxDigits = 60;

struct Parts {
  bool negative = false;
  std::string_view whole, fraction;
};

Parts split(std::string_view canonical) {
  Parts parts;
  parts.negative = canonical.starts_with('-');
  if (parts.negative) canonical.remove_prefix(1);
  const std::size_t point = canonical.find('.');
  parts.whole = canonical.substr(0, point);
  if (point != std::string_view::npos) parts.fraction = canonical.substr(point + 1);
  return parts;
}

bool less_magnitude(const Parts& a, const Parts& b) {
  if (a.whole.size() != b.whole.size()) return a.whole.size() < b.whole.size();
  if (a.whole != b.whole) return a.whole < b.whole;
  return a.fraction < b.fraction;  // no trailing zeros: text order is number order
}

}  // namespace

std::optional<std::string> canonical(std::string_view text) {
  text = trimmed(text);
  if (text.empty()) return std::nullopt;
  const bool negative = text.front() == '-';
  if (negative || text.front() == '+') text.remove_prefix(1);
  const std::size_t point = text.find('.');
  std::string_view whole = text.substr(0, point);
  std::string_view fraction = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
  if ((whole.empty() && fraction.empty()) || !digits(whole) || !digits(fraction)) return std::nullopt;
  while (!whole.empty() && whole.front() == '0') whole.remove_prefix(1);
  while (!fraction.empty() && fraction.back() == '0') fraction.remove_suffix(1);
  if (whole.size() + fraction.size() > kMaxDigits) return std::nullopt;
  std::string out = whole.empty() ? "0" : std::string(whole);
  if (!fraction.empty()) out.append(".").append(fraction);
  return negative && out != "0" ? "-" + out : out;
}

bool less(std::string_view a, std::string_view b) {
  const Parts left = split(a), right = split(b);
  if (left.negative != right.negative) return left.negative;
  return left.negative ? less_magnitude(right, left) : less_magnitude(left, right);
}

bool fits(std::string_view decimal, std::string_view format) {
  if (format.empty()) return true;
  const Parts value = split(decimal), allowed = split(format);
  if (value.fraction.size() > allowed.fraction.size()) return false;
  return allowed.whole == "*" || value.whole.size() <= allowed.whole.size();
}

}  // namespace kenkod::parse
