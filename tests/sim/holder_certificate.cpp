#include "holder_certificate.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>

#include "certificate_parts.hpp"

namespace kenko_sim {

namespace {

constexpr std::time_t day = 24L * 3600;
constexpr std::time_t year = 365 * day;
constexpr std::time_t japan = 9L * 3600;

// 14 opaque characters, the code of the municipality, 4 more.
std::string common_name() {
  static constexpr std::string_view letters = "0123456789ABCDEFGHJKLMNPQRSTUVWX";
  std::array<unsigned char, 18> bytes{};
  must(RAND_bytes(bytes.data(), bytes.size()), "random");
  std::string text;
  for (const auto byte : bytes) text += letters[byte % letters.size()];
  return text.insert(14, "13221");
}

void add_other_name(GENERAL_NAMES* names, const char* type, const std::string& value) {
  auto* text = must(ASN1_UTF8STRING_new(), "name");
  must(ASN1_STRING_set(text, value.data(), static_cast<int>(value.size())), "name");
  auto* any = must(ASN1_TYPE_new(), "name");
  ASN1_TYPE_set(any, V_ASN1_UTF8STRING, text);
  auto* name = must(GENERAL_NAME_new(), "name");
  must(GENERAL_NAME_set0_othername(name, OBJ_txt2obj(type, 1), any), "name");
  sk_GENERAL_NAME_push(names, name);
}

void add_person(X509* certificate) {
  const std::unique_ptr<GENERAL_NAMES, Release<GENERAL_NAMES_free>> names(
      must(sk_GENERAL_NAME_new_null(), "name"));
  add_other_name(names.get(), "1.2.392.200149.8.5.5.1", "見本　けんこ");
  add_other_name(names.get(), "1.2.392.200149.8.5.5.2", "000000");
  add_other_name(names.get(), "1.2.392.200149.8.5.5.3", "2");
  add_other_name(names.get(), "1.2.392.200149.8.5.5.4", "319800101");
  add_other_name(names.get(), "1.2.392.200149.8.5.5.5", "東京都清瀬市見本町零丁目零番");
  add_other_name(names.get(), "1.2.392.200149.8.5.5.6", "00000000000000");
  must(X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(), 0, X509V3_ADD_APPEND),
       "subjectAltName");
}

// `filling` lengthens the address of the revocation service, which nobody asks.
Certificate issue(const Authority& issuer, EVP_PKEY* key, const Name& subject, Validity validity,
                  const std::string& filling) {
  const bool login = issuer.purpose == Purpose::authentication;
  X509* ca = issuer.certificate.get();
  Certificate made = new_certificate(subject, key, validity.from, validity.until);
  must(X509_set_issuer_name(made.get(), X509_get_subject_name(ca)), "issuer");
  add_extension(made.get(), ca, "keyUsage",
                login ? "critical,digitalSignature" : "critical,digitalSignature,nonRepudiation");
  add_extension(made.get(), ca, "certificatePolicies",
                login ? "critical,1.2.392.200149.8.5.1.3.30" : "critical,1.2.392.200149.8.5.1.1.20");
  if (!login) add_person(made.get());
  add_directory_name(made.get(), NID_issuer_alt_name, {{"C", "JP"}, {"O", "模擬の公的個人認証サービス"}});
  add_crl_distribution_point(
      made.get(),
      {{"C", "JP"}, {"O", "KENKO-SIM"}, {"OU", "CRL Distribution Points"}, {"CN", "simulated CRLDP"}});
  add_extension(made.get(), ca, "authorityInfoAccess", "OCSP;URI:http://ocsp.kenko-sim.invalid/" + filling);
  add_extension(made.get(), ca, "authorityKeyIdentifier", "keyid:always,issuer:always");
  add_extension(made.get(), ca, "subjectKeyIdentifier", "hash");
  must(X509_sign(made.get(), issuer.key.get(), EVP_sha256()) > 0 ? 1 : 0, "sign");
  return made;
}

}  // namespace

Validity Validity::ending_in(long days) {
  const auto now = std::time(nullptr);
  const auto midnight = (now + japan) / day * day - japan;
  const auto until = midnight + (days + 1) * day - 1;
  return {std::min(now, until) - year, until};
}

Validity Validity::not_yet() {
  const auto from = std::time(nullptr) + 2 * day;
  return {from, from + 5 * year};
}

Certificate auth_certificate(const Authority& issuer, EVP_PKEY* key, Validity validity) {
  const Name subject = make_name({{"C", "JP"}, {"CN", common_name()}});
  std::string filling;
  for (;;) {
    Certificate made = issue(issuer, key, subject, validity, filling);
    const int missing = real_auth_certificate_size - i2d_X509(made.get(), nullptr);
    if (missing == 0 || (missing < 0 && filling.empty())) return made;
    // The length octets around it grow too.
    filling.resize(static_cast<std::size_t>(std::max<long>(0, static_cast<long>(filling.size()) + missing)),
                   '0');
  }
}

Certificate sign_certificate(const Authority& issuer, EVP_PKEY* key, Validity validity) {
  return issue(issuer, key, make_name({{"C", "JP"}, {"L", "Kiyose-shi"}, {"CN", common_name()}}), validity,
               "");
}

}  // namespace kenko_sim
