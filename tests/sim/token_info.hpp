// EF 0006 and EF 0008 of the JPKI application.
#pragma once

#include "bytes.hpp"

namespace kenko_sim {

// 160 octets: a PKCS#11 token-info block with this label.
Bytes token_info(std::string_view label);

// Which certificates exist: 3 octets, signature first.
Bytes present_certificates(bool sign, bool auth);

}  // namespace kenko_sim
