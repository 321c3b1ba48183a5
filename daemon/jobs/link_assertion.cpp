#include "jobs/link_assertion.hpp"

#include <sodium.h>

#include <array>
#include <nlohmann/json.hpp>

namespace kenkod::jobs {
namespace {

constexpr std::int64_t kValidSeconds = 120;
constexpr std::size_t kRandomBytes = 16;

using Bytes = std::span<const std::uint8_t>;

std::string base64(Bytes bytes, int variant) {
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  text.pop_back();  // its NUL
  return text;
}

std::string base64url(Bytes bytes) { return base64(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING); }

std::string base64url(const std::string& text) {
  return base64url(Bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

std::string thumbprint(const card::Certificate& certificate) {
  std::array<std::uint8_t, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), certificate.der().data(), certificate.der().size());
  return base64url(hash);
}

}  // namespace

std::string signing_input(const PortalConfiguration& portal, const Assertion& assertion,
                          const card::Certificate& certificate) {
  const auto print = thumbprint(certificate);
  const nlohmann::json header{
      {"alg", certificate.algorithm()},
      {"typ", "JWT"},
      {"x5t#S256", print},
      {"x5c", nlohmann::json::array({base64(certificate.der(), sodium_base64_VARIANT_ORIGINAL)})}};
  auto kinds = nlohmann::json::array();
  for (const auto kind : assertion.kinds) kinds.push_back(std::string(to_name(kind)));
  const auto random = SecretBuffer::random(kRandomBytes);
  const nlohmann::json claims{{"iss", portal.client_id},
                              {"sub", "urn:x5t-s256:" + print},
                              {"aud", portal.token_endpoint},
                              {"iat", assertion.issued_at},
                              {"nbf", assertion.issued_at},
                              {"exp", assertion.issued_at + kValidSeconds},
                              {"jti", base64url(random.bytes())},
                              {"nonce", assertion.nonce},
                              {"kinds", kinds},
                              {"consent", assertion.consent}};
  return base64url(header.dump()) + "." + base64url(claims.dump());
}

SecretBuffer signed_jwt(const std::string& signing_input, std::span<const std::uint8_t> signature) {
  return SecretBuffer(signing_input + "." + base64url(signature));
}

}  // namespace kenkod::jobs
