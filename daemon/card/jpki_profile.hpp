// What of the My Number card kenkod may touch: the one application and the five files named here. There is no
// way to name another, so that the 券面 applications, the signature certificate and the 個人番号 cannot be
// reached.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace kenkod::card::profile {

// 公的個人認証AP
inline constexpr std::array<std::uint8_t, 10> kApplication{0xD3, 0x92, 0xF0, 0x00, 0x26,
                                                           0x01, 0x00, 0x00, 0x00, 0x01};

// Elementary files; their low five bits are also their short identifiers.
enum class File : std::uint8_t {
  token_info = 0x06,
  certificate = 0x0A,  // user authentication (利用者証明用)
  key = 0x17,
  pin = 0x18,
};

inline constexpr std::uint8_t kThisFile = 0x80;    // P2: the selected PIN or key
inline constexpr std::uint8_t kPadAndSign = 0x00;  // P1 of the signature command: DigestInfo in, PKCS #1 out
inline constexpr std::size_t kLabelBytes = 32;     // of the token info
inline constexpr std::size_t kMaxCertificate = 8192;
inline constexpr unsigned kMostTries = 3;  // restored by a right PIN

// The label in the token info tells what speaks JPKI.
inline constexpr std::string_view kMyNumber = "JPKIAPICCTOKEN2";
inline constexpr std::string_view kJuki = "JPKIAPICCTOKEN";
inline constexpr std::string_view kAndroid = "JPKIAPGPSETOKEN";
inline constexpr std::string_view kIphone = "JPKIAPIOSTOKEN";

}  // namespace kenkod::card::profile
