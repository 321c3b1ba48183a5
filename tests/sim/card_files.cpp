#include "card_files.hpp"

#include "private_key.hpp"

namespace kenko_sim {

namespace {

constexpr long three_years = 3L * 365;

std::filesystem::path made(std::filesystem::path folder) {
  std::filesystem::create_directories(folder);
  return folder;
}

Bytes der(const Certificate& certificate) {
  Bytes out(static_cast<std::size_t>(i2d_X509(certificate.get(), nullptr)));
  auto* at = out.data();
  i2d_X509(certificate.get(), &at);
  return out;
}

}  // namespace

CardFiles::CardFiles(std::filesystem::path folder)
    : folder_(made(std::move(folder))),
      auth_ca_(authority(folder_, "sim-auth-ca", Purpose::authentication)),
      auth_key_(private_key(folder_ / "auth.key", KeyType::rsa_2048)),
      sign_key_(private_key(folder_ / "sign.key", KeyType::rsa_2048)) {
  const Authority sign_ca = authority(folder_, "sim-sign-ca", Purpose::signature);
  sign_issuer_ = der(sign_ca.certificate);
  if (const auto file = folder_ / "sign.pem"; !std::filesystem::exists(file))
    write_certificate(
        kenko_sim::sign_certificate(sign_ca, sign_key_.get(), Validity::ending_in(three_years)).get(), file);
  sign_certificate_ = der(read_certificate(folder_ / "sign.pem"));
  kept_auth_certificate(false);
}

Authority& CardFiles::other_authority() {
  if (!other_auth_ca_) other_auth_ca_ = authority(folder_, "other-auth-ca", Purpose::authentication);
  return *other_auth_ca_;
}

const Key& CardFiles::auth_key(bool elliptic_curve) {
  if (!elliptic_curve) return auth_key_;
  if (!auth_p384_key_) auth_p384_key_ = private_key(folder_ / "auth-p384.key", KeyType::p_384);
  return auth_p384_key_;
}

Bytes CardFiles::kept_auth_certificate(bool elliptic_curve) {
  const auto file = folder_ / (elliptic_curve ? "auth-p384.pem" : "auth.pem");
  if (!std::filesystem::exists(file)) {
    const auto validity = Validity::ending_in(three_years);
    write_certificate(kenko_sim::auth_certificate(auth_ca_, auth_key(elliptic_curve).get(), validity).get(),
                      file);
  }
  return der(read_certificate(file));
}

Bytes CardFiles::auth_certificate(CertificateState state, bool elliptic_curve) {
  EVP_PKEY* key = auth_key(elliptic_curve).get();
  switch (state.kind) {
    case CertificateState::valid:
      return kept_auth_certificate(elliptic_curve);
    case CertificateState::missing:
    case CertificateState::empty:
      return {};
    case CertificateState::expired:
      return der(kenko_sim::auth_certificate(auth_ca_, key, Validity::ending_in(-1)));
    case CertificateState::not_yet:
      return der(kenko_sim::auth_certificate(auth_ca_, key, Validity::not_yet()));
    case CertificateState::ends_in:
      return der(kenko_sim::auth_certificate(auth_ca_, key, Validity::ending_in(state.days)));
    case CertificateState::other_issuer:
      return der(kenko_sim::auth_certificate(other_authority(), key, Validity::ending_in(three_years)));
  }
  return {};
}

Bytes CardFiles::auth_issuer(CertificateState state) {
  return der(state.kind == CertificateState::other_issuer ? other_authority().certificate
                                                          : auth_ca_.certificate);
}

}  // namespace kenko_sim
