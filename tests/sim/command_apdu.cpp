#include "command_apdu.hpp"

namespace kenko_sim {

namespace {

std::size_t length(std::uint8_t le) { return le == 0 ? 256 : le; }

}  // namespace

std::optional<CommandApdu> CommandApdu::parse(BytesView bytes) {
  if (bytes.size() < 4) return std::nullopt;
  CommandApdu apdu{bytes[0], bytes[1], bytes[2], bytes[3], {}, std::nullopt};
  if (bytes.size() == 4) return apdu;
  if (bytes.size() == 5) {
    apdu.le = length(bytes[4]);
    return apdu;
  }
  const std::size_t lc = bytes[4];
  if (lc == 0 || (bytes.size() != 5 + lc && bytes.size() != 6 + lc)) return std::nullopt;
  apdu.body = bytes.subspan(5, lc);
  if (bytes.size() == 6 + lc) apdu.le = length(bytes.back());
  return apdu;
}

}  // namespace kenko_sim
