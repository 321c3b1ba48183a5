#include "card/pin_pad.hpp"

#include <reader.h>

#include <cstring>

#include "common/error.hpp"
#include "common/pin.hpp"

namespace kenkod::card {
namespace {

constexpr auto kAskLimit = std::chrono::seconds(3);
constexpr std::uint8_t kTypingSeconds = 30;
constexpr auto kTypingLimit = std::chrono::seconds(kTypingSeconds + 10);
constexpr std::uint8_t kAsciiLeftBytes = 0x82;  // bmFormatString: ASCII, left justified, positions in bytes
constexpr std::uint8_t kWhenValidated = 0x02;   // bEntryValidationCondition: the validation key was pressed
constexpr std::uint16_t kJapanese = 0x0411;
constexpr std::uint16_t kCancelled = 0x6401, kTimedOut = 0x6400;

}  // namespace

std::optional<DWORD> pin_pad_of(PcscLink& link) {
  const auto features = link.control(CM_IOCTL_GET_FEATURE_REQUEST, {}, kAskLimit);
  // Tag, length 4, control code in big endian.
  for (std::size_t at = 0; at + 6 <= features.size(); at += 6) {
    if (features[at] != FEATURE_VERIFY_PIN_DIRECT || features[at + 1] != 4) continue;
    DWORD code = 0;
    for (std::size_t i = 0; i < 4; ++i) code = code << 8 | features[at + 2 + i];
    return code;
  }
  return std::nullopt;
}

Verified verify_on_pin_pad(PcscLink& link, DWORD control_code) {
  constexpr auto kDigits = static_cast<std::uint8_t>(kPinDigits);
  PIN_VERIFY_STRUCTURE wanted{};
  wanted.bTimerOut = kTypingSeconds;
  wanted.bTimerOut2 = kTypingSeconds;
  wanted.bmFormatString = kAsciiLeftBytes;
  wanted.bmPINBlockString = kDigits;
  wanted.wPINMaxExtraDigit = kDigits << 8 | kDigits;  // at least, at most
  wanted.bEntryValidationCondition = kWhenValidated;
  wanted.bNumberMessage = 1;
  wanted.wLangId = kJapanese;
  const std::array<std::uint8_t, 5 + kPinDigits> command{0x00, 0x20, 0x00, profile::kThisFile, kDigits};
  wanted.ulDataLength = command.size();

  constexpr auto kHead = offsetof(PIN_VERIFY_STRUCTURE, abData);
  Bytes input(kHead + command.size());
  std::memcpy(input.data(), &wanted, kHead);
  std::memcpy(input.data() + kHead, command.data(), command.size());
  const auto sw = take_apart(link.control(control_code, std::move(input), kTypingLimit)).sw;
  if (sw == kCancelled || sw == kTimedOut)
    throw Error(ErrorCode::UserCancelled, "No PIN was typed on the reader.");
  return Jpki::verified(sw);
}

}  // namespace kenkod::card
