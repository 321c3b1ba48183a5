#include "client-cli/agent/qr_code.hpp"

#include <qrencode.h>
#include <sodium.h>

#include <memory>

namespace kenkod::cli {
namespace {

struct FreeCode {
  void operator()(QRcode* code) const {
    // The modules are the secret in another writing.
    sodium_memzero(code->data, static_cast<std::size_t>(code->width) * static_cast<std::size_t>(code->width));
    QRcode_free(code);
  }
};

constexpr int kQuietZone = 4;

}  // namespace

std::string qr_code(std::string_view text) {
  const std::unique_ptr<QRcode, FreeCode> code(QRcode_encodeData(
      static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M));
  if (!code) return {};
  const auto dark = [&](int x, int y) {
    if (x < 0 || y < 0 || x >= code->width || y >= code->width) return false;
    return (code->data[y * code->width + x] & 1U) != 0;
  };
  std::string lines;
  for (int y = -kQuietZone; y < code->width + kQuietZone; y += 2) {
    lines += "\033[30;47m";  // dark on light: some readers do not take it the other way round
    for (int x = -kQuietZone; x < code->width + kQuietZone; ++x) {
      const bool upper = dark(x, y);
      const bool lower = dark(x, y + 1);
      lines += upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
    }
    lines += "\033[0m\n";
  }
  return lines;
}

}  // namespace kenkod::cli
