#include "card/jpki.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "common/error.hpp"
#include "common/pin.hpp"

namespace kenkod::card {
namespace {

using profile::File;

constexpr auto kLimit = std::chrono::seconds(5);
constexpr auto kSignLimit = std::chrono::seconds(10);  // an RSA key on a slow chip over radio
constexpr std::uint16_t kBlock = 256;
constexpr std::uint16_t kNotFound = 0x6A82, kEndOfFile = 0x6282, kPastEnd = 0x6B00, kNotVerified = 0x6982;

// A word that has no meaning in its place.
Error unexpected(std::uint16_t sw) {
  return Error(ErrorCode::CardSilent, "The card answers with a fault.").with("sw", fmt::format("{:04X}", sw));
}

// 63Cx: x tries; 63C0 and both words for a blocked reference: locked.
Tries tries_of(std::uint16_t sw) {
  if ((sw & 0xFFF0) == 0x63C0) return sw & 0xF;
  if (sw == 0x6983 || sw == 0x6984) return 0;
  if (sw == 0x9000 || sw == 0x6300) return std::nullopt;
  throw unexpected(sw);
}

// The whole length of the DER object that begins here; 0 when there is none.
std::size_t der_length(const Bytes& start) {
  if (start.size() < 4 || start[0] != 0x30) return 0;
  if (start[1] < 0x80) return start[1] + std::size_t{2};
  if (start[1] == 0x81) return start[2] + std::size_t{3};
  if (start[1] == 0x82) return (std::size_t{start[2]} << 8 | start[3]) + 4;
  return 0;
}

Kind kind_of(std::string_view label) {
  label = label.substr(0, label.find('\0'));
  while (label.ends_with(' ')) label.remove_suffix(1);
  if (label == profile::kMyNumber) return Kind::my_number;
  if (label == profile::kJuki) return Kind::juki;
  if (label == profile::kAndroid || label == profile::kIphone) return Kind::phone;
  return Kind::other;
}

}  // namespace

Answer Jpki::send(const Command& command) { return exchange(channel_, command, kLimit); }

bool Jpki::select() {
  return send({.cla = 0x00, .ins = 0xA4, .p1 = 0x04, .p2 = 0x0C, .data = profile::kApplication}).ok();
}

Answer Jpki::select_file(File file) {
  const std::array<std::uint8_t, 2> name{0x00, static_cast<std::uint8_t>(file)};
  return send({.cla = 0x00, .ins = 0xA4, .p1 = 0x02, .p2 = 0x0C, .data = name});
}

Answer Jpki::read_file(File file, std::uint16_t le) {
  const auto short_name = static_cast<std::uint8_t>(0x80 | static_cast<std::uint8_t>(file));
  auto answer = send({.cla = 0x00, .ins = 0xB0, .p1 = short_name, .le = le});
  if (answer.ok() || answer.sw == kEndOfFile || answer.sw == kNotVerified) return answer;
  // Not found, or a card that does not take short identifiers: selecting decides.
  answer = select_file(file);
  if (!answer.ok()) return answer;
  return send({.cla = 0x00, .ins = 0xB0, .le = le});
}

Kind Jpki::recognise() {
  if (!select()) return Kind::other;
  const auto answer = read_file(File::token_info, profile::kLabelBytes);
  const std::string_view label(reinterpret_cast<const char*>(answer.data.data()), answer.data.size());
  return answer.ok() || answer.sw == kEndOfFile ? kind_of(label) : Kind::other;
}

Tries Jpki::tries_left() {
  if (const auto selected = select_file(File::pin); !selected.ok()) throw unexpected(selected.sw);
  return tries_of(send({.cla = 0x00, .ins = 0x20, .p2 = profile::kThisFile}).sw);
}

Bytes Jpki::certificate() {
  auto answer = read_file(File::certificate, kBlock);
  if (answer.sw == kNotFound || answer.sw == kPastEnd) return {};
  if (!answer.ok() && answer.sw != kEndOfFile) throw unexpected(answer.sw);
  auto bytes = std::move(answer.data);
  // A file kept empty for a certificate that was never issued, or was taken back.
  if (bytes.empty() || bytes[0] == 0x00 || bytes[0] == 0xFF) return {};
  const auto size = der_length(bytes);
  if (size == 0 || size > profile::kMaxCertificate)
    throw Error(ErrorCode::CardSilent, "What the card gives as its certificate is none.");
  while (bytes.size() < size) {
    const auto at = bytes.size();
    answer = send({.cla = 0x00,
                   .ins = 0xB0,
                   .p1 = static_cast<std::uint8_t>(at >> 8),
                   .p2 = static_cast<std::uint8_t>(at),
                   .le = static_cast<std::uint16_t>(std::min<std::size_t>(kBlock, size - at))});
    if ((!answer.ok() && answer.sw != kEndOfFile) || answer.data.empty()) throw unexpected(answer.sw);
    bytes.insert(bytes.end(), answer.data.begin(), answer.data.end());
  }
  bytes.resize(size);
  return bytes;
}

Verified Jpki::verified(std::uint16_t sw) {
  if (sw == 0x9000) return {.right = true, .left = {}};
  return {.right = false, .left = tries_of(sw)};
}

Verified Jpki::verify(const SecretBuffer& pin) {
  // A malformed PIN must never cost a try; whoever asked for it has checked it already.
  if (!is_pin(pin.text())) throw Error(ErrorCode::Failed, "A PIN without four digits reached the card.");
  return verified(send({.cla = 0x00, .ins = 0x20, .p2 = profile::kThisFile, .data = pin.bytes()}).sw);
}

Bytes Jpki::sign(std::span<const std::uint8_t> digest_info) {
  if (const auto selected = select_file(File::key); !selected.ok()) throw unexpected(selected.sw);
  auto answer = exchange(channel_,
                         {.cla = 0x80,
                          .ins = 0x2A,
                          .p1 = profile::kPadAndSign,
                          .p2 = profile::kThisFile,
                          .data = digest_info,
                          .le = kBlock},
                         kSignLimit);
  if (answer.sw == kNotVerified)
    throw Error(ErrorCode::CardBusy, "The card has forgotten the PIN: another program came in between.");
  if (!answer.ok()) throw unexpected(answer.sw);
  return std::move(answer.data);
}

}  // namespace kenkod::card
