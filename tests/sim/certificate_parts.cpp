#include "certificate_parts.hpp"

#include <openssl/conf.h>
#include <openssl/rand.h>

#include <array>

namespace kenko_sim {

namespace {

using Extension = std::unique_ptr<X509_EXTENSION, Release<X509_EXTENSION_free>>;
using GeneralNames = std::unique_ptr<GENERAL_NAMES, Release<GENERAL_NAMES_free>>;
using Configuration = std::unique_ptr<CONF, Release<NCONF_free>>;
using DistributionPoints = std::unique_ptr<CRL_DIST_POINTS, Release<CRL_DIST_POINTS_free>>;

// Between 2^30 and 2^31: always four octets.
long random_serial() {
  std::array<unsigned char, 4> bytes{};
  must(RAND_bytes(bytes.data(), bytes.size()), "random");
  unsigned value = 0;
  for (const auto byte : bytes) value = value << 8 | byte;
  return static_cast<long>((value & 0x3FFFFFFFU) | 0x40000000U);
}

GeneralNames directory_name(const NameParts& parts) {
  GeneralNames names(must(sk_GENERAL_NAME_new_null(), "name"));
  auto* name = must(GENERAL_NAME_new(), "name");
  GENERAL_NAME_set0_value(name, GEN_DIRNAME, make_name(parts).release());
  sk_GENERAL_NAME_push(names.get(), name);
  return names;
}

}  // namespace

Name make_name(const NameParts& parts) {
  Name name(must(X509_NAME_new(), "name"));
  for (const auto& [type, value] : parts)
    must(X509_NAME_add_entry_by_txt(name.get(), type, MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(value.data()),
                                    static_cast<int>(value.size()), -1, 0),
         "name");
  return name;
}

Certificate new_certificate(const Name& subject, EVP_PKEY* key, std::time_t from, std::time_t until) {
  Certificate certificate(must(X509_new(), "certificate"));
  must(X509_set_version(certificate.get(), X509_VERSION_3), "version");
  must(ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), random_serial()), "serial");
  must(X509_set_subject_name(certificate.get(), subject.get()), "subject");
  must(X509_set_pubkey(certificate.get(), key), "key");
  must(ASN1_TIME_set(X509_getm_notBefore(certificate.get()), from), "time");
  must(ASN1_TIME_set(X509_getm_notAfter(certificate.get()), until), "time");
  return certificate;
}

void add_extension(X509* certificate, X509* issuer, const char* name, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Configuration none(must(NCONF_new(nullptr), "configuration"));  // some extensions insist on one
  X509V3_set_nconf(&context, none.get());
  const Extension extension(must(X509V3_EXT_conf(nullptr, &context, name, value.c_str()), name));
  must(X509_add_ext(certificate, extension.get(), -1), name);
}

void add_directory_name(X509* certificate, int nid, const NameParts& name) {
  must(X509_add1_ext_i2d(certificate, nid, directory_name(name).get(), 0, X509V3_ADD_APPEND),
       "directoryName");
}

void add_crl_distribution_point(X509* certificate, const NameParts& name) {
  const DistributionPoints points(must(sk_DIST_POINT_new_null(), "distribution point"));
  auto* point = must(DIST_POINT_new(), "distribution point");
  sk_DIST_POINT_push(points.get(), point);
  point->distpoint = must(DIST_POINT_NAME_new(), "distribution point");
  point->distpoint->type = 0;  // fullName
  point->distpoint->name.fullname = directory_name(name).release();
  must(X509_add1_ext_i2d(certificate, NID_crl_distribution_points, points.get(), 0, X509V3_ADD_APPEND),
       "distribution point");
}

}  // namespace kenko_sim
