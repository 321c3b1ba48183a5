#include "card/certificate.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <array>
#include <ctime>
#include <string_view>

#include "common/error.hpp"

namespace kenkod::card {
namespace {

// DER of DigestInfo for SHA-256 up to the hash, with the NULL that verifiers insist on (RFC 8017 §9.2).
constexpr std::array<std::uint8_t, 19> kSha256{0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                               0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
constexpr std::string_view kRsa = "RS256", kEc = "ES384";
constexpr int kRsaBits = 2048, kEcBits = 384;

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

std::int64_t seconds_of(const ASN1_TIME* time) {
  std::tm utc{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &utc) != 1)
    throw Error(ErrorCode::CardSilent, "The card's certificate has no readable period.");
  return timegm(&utc);
}

std::string algorithm_of(const EVP_PKEY* key) {
  const int bits = key == nullptr ? 0 : EVP_PKEY_get_bits(key);
  if (key != nullptr && EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA && bits >= kRsaBits)
    return std::string(kRsa);
  if (key != nullptr && EVP_PKEY_get_base_id(key) == EVP_PKEY_EC && bits == kEcBits) return std::string(kEc);
  throw Error(ErrorCode::NotSupported, "The card is of a generation that kenkod does not know.");
}

}  // namespace

Certificate::Certificate(Bytes der) : der_(std::move(der)) {
  const auto* at = der_.data();
  x509_ = X509Ptr(d2i_X509(nullptr, &at, static_cast<long>(der_.size())), X509_free);
  ERR_clear_error();
  if (x509_ == nullptr || at != der_.data() + der_.size())
    throw Error(ErrorCode::CardSilent, "What the card gives as its certificate is none.");
  not_before_ = seconds_of(X509_get0_notBefore(x509_.get()));
  not_after_ = seconds_of(X509_get0_notAfter(x509_.get()));
  algorithm_ = algorithm_of(X509_get0_pubkey(x509_.get()));
}

Validity Certificate::validity(std::int64_t now) const noexcept {
  if (now > not_after_) return Validity::expired;
  return now < not_before_ ? Validity::not_yet : Validity::valid;
}

Bytes Certificate::digest_info(std::span<const std::uint8_t> text) const {
  // ES384 is announced for the next card; what such a card wants to be sent is not published.
  if (algorithm_ != kRsa)
    throw Error(ErrorCode::NotSupported, "The card is of a generation that kenkod cannot sign with yet.");
  Bytes info(kSha256.begin(), kSha256.end());
  info.resize(kSha256.size() + 32);
  if (EVP_Digest(text.data(), text.size(), info.data() + kSha256.size(), nullptr, EVP_sha256(), nullptr) != 1)
    throw Error(ErrorCode::Failed, "SHA-256 is not available.");
  return info;
}

bool Certificate::signed_by_it(std::span<const std::uint8_t> text,
                               std::span<const std::uint8_t> signature) const {
  const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  const auto* hash = algorithm_ == kRsa ? EVP_sha256() : EVP_sha384();
  const bool good =
      context != nullptr &&
      EVP_DigestVerifyInit(context.get(), nullptr, hash, nullptr, X509_get0_pubkey(x509_.get())) == 1 &&
      EVP_DigestVerify(context.get(), signature.data(), signature.size(), text.data(), text.size()) == 1;
  ERR_clear_error();  // a wrong signature leaves its reasons in the thread's queue
  return good;
}

}  // namespace kenkod::card
