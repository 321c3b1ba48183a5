#include "authority.hpp"

#include <openssl/pem.h>

#include "certificate_parts.hpp"
#include "private_key.hpp"

namespace kenko_sim {

namespace {

constexpr std::time_t year = 365L * 24 * 3600;

NameParts authority_name(Purpose purpose) {
  return {{"C", "JP"},
          {"O", "KENKO-SIM"},
          {"OU", purpose == Purpose::authentication ? "JPKI for user authentication"
                                                    : "JPKI for digital signature"},
          {"OU", "Simulated Agency for Local Authority Information Systems"}};
}

Certificate self_signed(const Key& key, Purpose purpose) {
  const auto now = std::time(nullptr);
  const Name name = make_name(authority_name(purpose));
  Certificate made = new_certificate(name, key.get(), now - 3 * year, now + 7 * year);
  must(X509_set_issuer_name(made.get(), name.get()), "issuer");
  add_extension(made.get(), made.get(), "keyUsage", "critical,keyCertSign,cRLSign");
  add_directory_name(made.get(), NID_subject_alt_name, {{"C", "JP"}, {"O", "模擬の公的個人認証サービス"}});
  add_extension(made.get(), made.get(), "basicConstraints", "critical,CA:TRUE");
  add_crl_distribution_point(made.get(), authority_name(purpose));
  add_extension(made.get(), made.get(), "subjectKeyIdentifier", "hash");
  must(X509_sign(made.get(), key.get(), EVP_sha256()) > 0 ? 1 : 0, "sign");
  return made;
}

}  // namespace

Authority authority(const std::filesystem::path& folder, const std::string& name, Purpose purpose) {
  const auto file = folder / (name + ".pem");
  Key key = private_key(folder / (name + ".key"), KeyType::rsa_2048);
  if (!std::filesystem::exists(file)) write_certificate(self_signed(key, purpose).get(), file);
  return {std::move(key), read_certificate(file), purpose};
}

Certificate read_certificate(const std::filesystem::path& file) {
  const Bio in(must(BIO_new_file(file.c_str(), "r"), "open certificate"));
  return Certificate(must(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr), "read certificate"));
}

void write_certificate(X509* certificate, const std::filesystem::path& file) {
  const std::string part = file.string() + ".part";
  {
    const Bio out(must(BIO_new_file(part.c_str(), "w"), "write certificate"));
    must(PEM_write_bio_X509(out.get(), certificate), "write certificate");
  }
  std::filesystem::rename(part, file);
}

}  // namespace kenko_sim
