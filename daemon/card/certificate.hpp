// The card's user authentication certificate, as far as a log-in needs it. It names nobody: no name, no
// address.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "card/apdu.hpp"

struct x509_st;

namespace kenkod::card {

using X509Ptr = std::shared_ptr<x509_st>;

enum class Validity : std::uint8_t { valid, expired, not_yet };

class Certificate {
 public:
  // Throws CardSilent for bytes that are no certificate, NotSupported for a key kenkod does not know.
  explicit Certificate(Bytes der);

  [[nodiscard]] const Bytes& der() const noexcept { return der_; }
  // Seconds since 1970.
  [[nodiscard]] std::int64_t not_after() const noexcept { return not_after_; }
  [[nodiscard]] Validity validity(std::int64_t now) const noexcept;
  // JWS name of what its key signs with: "RS256", "ES384".
  [[nodiscard]] const std::string& algorithm() const noexcept { return algorithm_; }
  // What goes to the card to sign `text`. NotSupported where no card is known that signs with such a key.
  [[nodiscard]] Bytes digest_info(std::span<const std::uint8_t> text) const;
  [[nodiscard]] bool signed_by_it(std::span<const std::uint8_t> text,
                                  std::span<const std::uint8_t> signature) const;
  [[nodiscard]] const X509Ptr& x509() const noexcept { return x509_; }

 private:
  Bytes der_;
  X509Ptr x509_;
  std::int64_t not_before_ = 0, not_after_ = 0;
  std::string algorithm_;
};

}  // namespace kenkod::card
