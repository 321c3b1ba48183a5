#include "jobs/link_assertion.hpp"

#include <sodium.h>

#include <array>
#include <nlohmann/json.hpp>

#include "common/base64.hpp"

namespace kenkod::jobs {
namespace {

constexpr std::int64_t kValidSeconds = 120;
constexpr std::size_t kRandomBytes = 16;

std::string thumbprint(const card::Certificate& certificate) {
  std::array<std::uint8_t, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), certificate.der().data(), certificate.der().size());
  return base64url(hash);
}

}  // namespace

std::string signing_input(const PortalConfiguration& portal, const Assertion& assertion,
                          const card::Certificate& certificate) {
  const auto print = thumbprint(certificate);
  const nlohmann::json header{{"alg", certificate.algorithm()},
                              {"typ", "JWT"},
                              {"x5t#S256", print},
                              {"x5c", nlohmann::json::array({base64(certificate.der())})}};
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
