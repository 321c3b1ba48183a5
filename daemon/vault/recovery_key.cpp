#include "vault/recovery_key.hpp"

#include <sodium.h>

#include <string_view>

#include "common/error.hpp"

namespace kenkod::vault {
namespace {

constexpr std::string_view kSymbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";  // the last five only check
constexpr std::uint32_t kBase = 32;
constexpr std::uint32_t kCheckBase = 37;
constexpr std::size_t kLength = 27;
constexpr std::size_t kGroup = 4;
static_assert(kSymbols.size() == kCheckBase);

char canonical(char c) noexcept {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'O') return '0';
  if (c == 'I' || c == 'L') return '1';
  return c;
}

// The number the symbols write, modulo 37: finds every single wrong symbol and every exchange of neighbours.
char check_symbol(std::string_view symbols) {
  std::uint32_t rest = 0;
  for (const char c : symbols)
    rest = (rest * kBase + static_cast<std::uint32_t>(kSymbols.find(c))) % kCheckBase;
  return kSymbols[rest];
}

}  // namespace

RecoveryKey new_recovery_key() {
  RecoveryKey made{SecretBuffer(kLength), SecretBuffer(kLength + 1 + kLength / kGroup)};
  for (std::size_t i = 0; i < kLength; ++i)
    made.key.data()[i] = static_cast<std::uint8_t>(kSymbols[randombytes_uniform(kBase)]);
  std::size_t at = 0;
  for (std::size_t i = 0; i <= kLength; ++i) {
    if (i > 0 && i % kGroup == 0) made.printed.data()[at++] = '-';
    made.printed.data()[at++] =
        i < kLength ? made.key.data()[i] : static_cast<std::uint8_t>(check_symbol(made.key.text()));
  }
  return made;
}

SecretBuffer parse_recovery_key(const SecretBuffer& typed) {
  const Error mistyped(ErrorCode::InvalidArgument, "The recovery key is mistyped.");
  SecretBuffer symbols(kLength + 1);
  std::size_t used = 0;
  for (const char c : typed.text()) {
    if (c == ' ' || c == '-' || c == '\n' || c == '\r' || c == '\t') continue;
    const char symbol = canonical(c);
    const auto value = kSymbols.find(symbol);
    if (used > kLength || value == std::string_view::npos || (value >= kBase && used != kLength))
      throw mistyped;
    symbols.data()[used++] = static_cast<std::uint8_t>(symbol);
  }
  if (used != kLength + 1) throw mistyped;
  const char check = symbols.text().back();
  symbols.shrink(kLength);
  if (check_symbol(symbols.text()) != check) throw mistyped;
  return symbols;
}

}  // namespace kenkod::vault
