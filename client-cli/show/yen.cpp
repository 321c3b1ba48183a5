#include "client-cli/show/yen.hpp"

#include <algorithm>
#include <charconv>

#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {
namespace {

std::string_view digits_of(std::string_view yen) {
  if (yen.starts_with('-')) yen.remove_prefix(1);
  const bool digits = !yen.empty() && std::ranges::all_of(yen, [](char c) { return c >= '0' && c <= '9'; });
  return digits ? yen : std::string_view{};
}

}  // namespace

std::string with_separators(std::string_view yen) {
  const std::string_view digits = digits_of(yen);
  if (digits.empty()) return std::string(yen);
  std::string out(yen.starts_with('-') ? "-" : "");
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out.push_back(',');
    out.push_back(digits[i]);
  }
  return out;
}

void YenSum::add(std::string_view yen) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(yen.data(), yen.data() + yen.size(), value);
  const bool whole = error == std::errc{} && end == yen.data() + yen.size() && !digits_of(yen).empty();
  std::int64_t sum = 0;
  if (!whole || __builtin_add_overflow(sum_, value, &sum)) {
    ++unknown_;
    return;
  }
  sum_ = sum;
  ++known_;
}

std::string YenSum::words() const {
  if (known_ == 0) return tr("unknown");
  std::string words = trf("{} yen", with_separators(std::to_string(sum_)));
  if (unknown_ > 0) words.append(" ").append(trn("+ {} unknown", "+ {} unknown", unknown_));
  return words;
}

}  // namespace kenkod::cli
