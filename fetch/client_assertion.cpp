#include "client_assertion.hpp"

#include <openssl/pem.h>

#include <cstdio>
#include <span>

#include "common/base64.hpp"
#include "json.hpp"
#include "random_text.hpp"
#include "refused.hpp"

namespace kenkod::fetch {
namespace {

constexpr std::int64_t kValid = 60;      // seconds
constexpr std::size_t kCoordinate = 32;  // of P-256, bytes
constexpr int kP256Bits = 256;

[[noreturn]] void cannot() { throw Refused(ErrorCode::Failed); }

std::string encoded(const Json& object) { return base64url(object.dump()); }

// OpenSSL gives DER, JWS wants r and s one after the other.
WipedBytes plain_signature(const WipedBytes& der) {
  const unsigned char* at = der.data();
  const EcSignature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  WipedBytes raw;
  raw.resize(2 * kCoordinate);
  if (signature == nullptr || BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw.data(), kCoordinate) < 0 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw.data() + kCoordinate, kCoordinate) < 0)
    cannot();
  return raw;
}

WipedBytes sign(EVP_PKEY* key, std::string_view signed_text) {
  const DigestContext context(EVP_MD_CTX_new());
  const auto* const bytes = reinterpret_cast<const unsigned char*>(signed_text.data());
  std::size_t size = 0;
  if (context == nullptr || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, bytes, signed_text.size()) != 1)
    cannot();
  WipedBytes signature;
  signature.resize(size);
  if (EVP_DigestSign(context.get(), signature.data(), &size, bytes, signed_text.size()) != 1) cannot();
  signature.resize(size);
  return signature;
}

}  // namespace

KeyPointer read_private_key(const std::string& file) {
  std::FILE* const opened = std::fopen(file.c_str(), "re");
  if (opened == nullptr) cannot();
  KeyPointer key(PEM_read_PrivateKey(opened, nullptr, nullptr, nullptr));
  std::fclose(opened);
  if (key == nullptr) cannot();
  const bool rsa = EVP_PKEY_is_a(key.get(), "RSA") == 1;
  const bool p256 = EVP_PKEY_is_a(key.get(), "EC") == 1 && EVP_PKEY_get_bits(key.get()) == kP256Bits;
  if (!rsa && !p256) cannot();
  return key;
}

SecretBuffer client_assertion(EVP_PKEY* key, std::string_view client_id, std::string_view audience,
                              std::int64_t now) {
  const bool elliptic = EVP_PKEY_is_a(key, "EC") == 1;
  const Json header{{"alg", elliptic ? "ES256" : "RS256"}, {"typ", "JWT"}};
  const Json claims{{"iss", client_id}, {"sub", client_id}, {"aud", audience},    {"jti", random_text()},
                    {"iat", now},       {"nbf", now},       {"exp", now + kValid}};
  std::string jwt = encoded(header) + "." + encoded(claims);
  auto signature = sign(key, jwt);
  if (elliptic) signature = plain_signature(signature);
  jwt += "." + base64url(signature);
  return SecretBuffer(jwt);
}

}  // namespace kenkod::fetch
