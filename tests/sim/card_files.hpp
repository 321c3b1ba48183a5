// Keys and certificates of one card, kept in a folder: made once, found there afterwards.
#pragma once

#include <filesystem>

#include "bytes.hpp"
#include "holder_certificate.hpp"

namespace kenko_sim {

struct CertificateState {
  enum Kind { valid, missing, empty, expired, not_yet, ends_in, other_issuer } kind = valid;
  long days = 0;  // of ends_in
};

class CardFiles {
 public:
  // `auth.pem` and `sign.pem` are the holder's certificates, `sim-auth-ca.pem` and `sim-sign-ca.pem` those of
  // the authorities; `auth-p384.pem` is the one of a next-generation card. Private keys end in `.key`.
  explicit CardFiles(std::filesystem::path folder);

  // The certificate in DER, as in an EF; empty for a state without one.
  Bytes auth_certificate(CertificateState state, bool elliptic_curve);
  Bytes auth_issuer(CertificateState state);
  const Bytes& sign_certificate() const { return sign_certificate_; }
  const Bytes& sign_issuer() const { return sign_issuer_; }

  const Key& auth_key(bool elliptic_curve);
  const Key& sign_key() const { return sign_key_; }

 private:
  Authority& other_authority();
  Bytes kept_auth_certificate(bool elliptic_curve);

  std::filesystem::path folder_;
  Authority auth_ca_;
  Key auth_key_, auth_p384_key_, sign_key_;
  Bytes sign_certificate_, sign_issuer_;
  std::optional<Authority> other_auth_ca_;
};

}  // namespace kenko_sim
