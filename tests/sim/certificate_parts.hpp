// What the certificates of JPKI are put together from, in names of the simulation's own.
#pragma once

#include <ctime>
#include <string>
#include <utility>
#include <vector>

#include "openssl_pointers.hpp"

namespace kenko_sim {

// In order; C is a PrintableString, everything else UTF8String.
using NameParts = std::vector<std::pair<const char*, std::string>>;
using Name = std::unique_ptr<X509_NAME, Release<X509_NAME_free>>;
Name make_name(const NameParts& parts);

// Of version 3, with a random serial of 32 bits.
Certificate new_certificate(const Name& subject, EVP_PKEY* key, std::time_t from, std::time_t until);

// By OpenSSL's configuration words: ("keyUsage", "critical,digitalSignature").
void add_extension(X509* certificate, X509* issuer, const char* name, const std::string& value);
// subjectAltName or issuerAltName with one directoryName.
void add_directory_name(X509* certificate, int nid, const NameParts& name);
void add_crl_distribution_point(X509* certificate, const NameParts& name);

}  // namespace kenko_sim
