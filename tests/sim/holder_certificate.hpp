// The two certificates of a card's holder, an invented person, with the profile of JPKI's.
#pragma once

#include "authority.hpp"

namespace kenko_sim {

struct Validity {
  std::time_t from, until;
  // Until the end, in Japan, of the day DAYS after today (before today when negative).
  static Validity ending_in(long days);
  static Validity not_yet();
};

// As long as the one of a real card that was measured.
inline constexpr int real_auth_certificate_size = 1583;

Certificate auth_certificate(const Authority& issuer, EVP_PKEY* key, Validity validity);
Certificate sign_certificate(const Authority& issuer, EVP_PKEY* key, Validity validity);

}  // namespace kenko_sim
