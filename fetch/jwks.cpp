#include "jwks.hpp"

#include <openssl/core_names.h>

#include <array>
#include <optional>
#include <utility>

#include "common/base64.hpp"
#include "json.hpp"
#include "refused.hpp"

namespace kenkod::fetch {
namespace {

constexpr std::size_t kMaxKeys = 32;
constexpr std::size_t kMaxKid = 256, kMaxMember = 2048;
constexpr int kLeastRsaBits = 2048, kMostRsaBits = 8192;
constexpr std::size_t kCoordinate = 32;  // of P-256, bytes; the same for r and s

KeyPointer from_params(const char* type, OSSL_PARAM* params) {
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
    return nullptr;
  return KeyPointer(key);
}

std::optional<WipedBytes> member(const Json& jwk, const char* name) {
  const auto encoded = optional_text(jwk, name, kMaxMember);
  return encoded ? from_base64url(*encoded) : std::nullopt;
}

KeyPointer rsa_key(const Json& jwk) {
  const auto modulus = member(jwk, "n"), exponent = member(jwk, "e");
  if (!modulus || !exponent) return nullptr;
  const Number n(BN_bin2bn(modulus->data(), static_cast<int>(modulus->size()), nullptr));
  const Number e(BN_bin2bn(exponent->data(), static_cast<int>(exponent->size()), nullptr));
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  if (n == nullptr || e == nullptr || builder == nullptr || BN_num_bits(n.get()) < kLeastRsaBits ||
      BN_num_bits(n.get()) > kMostRsaBits ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
    return nullptr;
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  return params == nullptr ? nullptr : from_params("RSA", params.get());
}

KeyPointer ec_key(const Json& jwk) {
  if (optional_text(jwk, "crv", kMaxMember) != "P-256") return nullptr;
  const auto x = member(jwk, "x"), y = member(jwk, "y");
  if (!x || !y || x->size() != kCoordinate || y->size() != kCoordinate) return nullptr;
  std::array<std::uint8_t, 1 + 2 * kCoordinate> point{0x04};  // uncompressed
  std::copy(x->begin(), x->end(), point.begin() + 1);
  std::copy(y->begin(), y->end(), point.begin() + 1 + kCoordinate);
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  if (builder == nullptr ||
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) !=
          1)
    return nullptr;
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  return params == nullptr ? nullptr : from_params("EC", params.get());
}

// JWS has r and s one after the other, OpenSSL wants them in DER.
std::optional<WipedBytes> der_signature(std::span<const std::uint8_t> raw) {
  if (raw.size() != 2 * kCoordinate) return std::nullopt;
  const EcSignature signature(ECDSA_SIG_new());
  Number r(BN_bin2bn(raw.data(), kCoordinate, nullptr));
  Number s(BN_bin2bn(raw.data() + kCoordinate, kCoordinate, nullptr));
  if (signature == nullptr || r == nullptr || s == nullptr ||
      ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1)
    return std::nullopt;
  // The signature has them now.
  static_cast<void>(r.release());  // NOLINT(bugprone-unused-return-value)
  static_cast<void>(s.release());  // NOLINT(bugprone-unused-return-value)
  const int size = i2d_ECDSA_SIG(signature.get(), nullptr);
  if (size <= 0) return std::nullopt;
  WipedBytes der;
  der.resize(static_cast<std::size_t>(size));
  unsigned char* out = der.data();
  i2d_ECDSA_SIG(signature.get(), &out);
  return der;
}

}  // namespace

Jwks Jwks::parse(std::span<const std::uint8_t> json) {
  const auto object = parse_object(json);
  const auto list = object.find("keys");
  if (list == object.end() || !list->is_array() || list->size() > kMaxKeys) violation();
  Jwks jwks;
  for (const Json& jwk : *list) {
    if (!jwk.is_object()) violation();
    const auto kid = optional_text(jwk, "kid", kMaxKid);
    const auto type = optional_text(jwk, "kty", kMaxMember);
    const auto use = optional_text(jwk, "use", kMaxMember);
    const auto algorithm = optional_text(jwk, "alg", kMaxMember);
    if (!kid || (use && *use != "sig")) continue;
    PublicKey key;
    if (type == "RSA" && (!algorithm || *algorithm == "RS256")) key = {Algorithm::rs256, rsa_key(jwk)};
    if (type == "EC" && (!algorithm || *algorithm == "ES256")) key = {Algorithm::es256, ec_key(jwk)};
    if (key.key == nullptr) continue;
    if (!jwks.keys_.emplace(*kid, std::move(key)).second) violation();  // two keys of one name
  }
  if (jwks.keys_.empty()) violation();
  return jwks;
}

const PublicKey* Jwks::find(std::string_view kid) const {
  const auto found = keys_.find(kid);
  return found == keys_.end() ? nullptr : &found->second;
}

bool verify(const PublicKey& key, std::string_view signed_text, std::span<const std::uint8_t> signature) {
  WipedBytes bytes(signature.begin(), signature.end());
  if (key.algorithm == Algorithm::es256) {
    auto der = der_signature(signature);
    if (!der) return false;
    bytes = *std::move(der);
  }
  const DigestContext context(EVP_MD_CTX_new());
  return context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.key.get()) == 1 &&
         EVP_DigestVerify(context.get(), bytes.data(), bytes.size(),
                          reinterpret_cast<const unsigned char*>(signed_text.data()),
                          signed_text.size()) == 1;
}

}  // namespace kenkod::fetch
