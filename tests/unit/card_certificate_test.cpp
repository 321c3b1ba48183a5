// Certificates and the published roots.
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "card/certificate.hpp"
#include "card/roots.hpp"
#include "card_kind.hpp"
#include "card_support.hpp"
#include "jobs/card_status.hpp"

namespace kenkod::card {
namespace {

namespace fs = std::filesystem;
using kenko_sim::CertificateState;

Certificate certificate(CertificateState state = {}, bool elliptic = false) {
  return Certificate(sim_files().auth_certificate(state, elliptic));
}

struct Folder {
  Folder() {
    std::string name = (fs::temp_directory_path() / "kenkod-roots.XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    path = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path); }
  fs::path path;
};

std::string sha256_of_root(const std::string& name) {
  const Roots roots({std::string(KENKOD_SOURCE_ROOT) + "/data/card-roots"});
  std::ifstream file(std::string(KENKOD_SOURCE_ROOT) + "/data/card-roots/" + name, std::ios::binary);
  std::string pem((std::istreambuf_iterator<char>(file)), {});
  std::string base64;
  for (std::size_t at = pem.find('\n') + 1; pem[at] != '-'; ++at)
    if (pem[at] != '\n') base64.push_back(pem[at]);
  Bytes der(base64.size());
  const int size = EVP_DecodeBlock(der.data(), reinterpret_cast<const std::uint8_t*>(base64.data()),
                                   static_cast<int>(base64.size()));
  der.resize(static_cast<std::size_t>(size) - static_cast<std::size_t>(std::ranges::count(base64, '=')));
  std::array<std::uint8_t, 32> hash{};
  EVP_Digest(der.data(), der.size(), hash.data(), nullptr, EVP_sha256(), nullptr);
  std::string hex;
  for (const auto byte : hash) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    hex.push_back(kDigits[byte >> 4]);
    hex.push_back(kDigits[byte & 15]);
  }
  return hex;
}

// As published by others beside the certificates.
TEST(Roots, OursAreThePublishedOnes) {
  EXPECT_EQ(sha256_of_root("jpki-auth-2015.pem"),
            "4DCFC4CA0AAF9FB2A3081B3F0C991C320B3ACC008667A341EEAEC5AF1D58CA7D");
  EXPECT_EQ(sha256_of_root("jpki-auth-2023.pem"),
            "64114F29620C24ED2631D46476A040E7EE740D956089C00B036A6A8118C322B5");
  const Roots roots({std::string(KENKOD_SOURCE_ROOT) + "/data/card-roots"});
  EXPECT_EQ(roots.size(), 2u);
  EXPECT_EQ(roots.unreadable(), 0u);
}

TEST(Roots, IssuerIsFoundBySignatureNotByName) {
  const Folder folder;
  fs::copy_file(fs::path(KENKO_SIM_CARD_FILES) / "sim-auth-ca.pem", folder.path / "sim-2023.pem");
  const Roots roots({std::string(KENKOD_SOURCE_ROOT) + "/data/card-roots", folder.path});
  EXPECT_EQ(roots.size(), 3u);
  EXPECT_EQ(roots.issuer_of(certificate()), "sim-2023");
  // Its authority has the same name and another key.
  EXPECT_EQ(roots.issuer_of(certificate({.kind = CertificateState::other_issuer})), "");
}

TEST(Roots, AnUnreadableFileIsLeftOut) {
  const Folder folder;
  std::ofstream(folder.path / "none.pem") << "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
  std::ofstream(folder.path / "empty.pem");
  std::ofstream(folder.path / "other.txt") << "not looked at";
  const Roots roots({folder.path, folder.path / "missing"});
  EXPECT_EQ(roots.size(), 0u);
  EXPECT_EQ(roots.unreadable(), 2u);
}

TEST(CertificateTest, AlgorithmFollowsTheKey) {
  EXPECT_EQ(certificate().algorithm(), "RS256");
  const auto elliptic = certificate({}, true);
  EXPECT_EQ(elliptic.algorithm(), "ES384");
  // Nothing is known of how such a card wants to be asked.
  const Bytes text{1};
  EXPECT_EQ(code_of([&] { (void)elliptic.digest_info(text); }), ErrorCode::NotSupported);
}

TEST(CertificateTest, BytesThatAreNone) {
  auto der = sim_files().auth_certificate({}, false);
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, std::size_t{4}, der.size() / 2, der.size() - 1})
    EXPECT_EQ(
        code_of([&] { Certificate(Bytes(der.begin(), der.begin() + static_cast<std::ptrdiff_t>(size))); }),
        ErrorCode::CardSilent);
  der.push_back(0);  // something behind it
  EXPECT_EQ(code_of([&] { Certificate{der}; }), ErrorCode::CardSilent);
}

jobs::CardStatus status(CertificateState state, std::int64_t days_later = 0) {
  Look look;
  look.certificate = std::make_shared<const Certificate>(sim_files().auth_certificate(state, false));
  const auto now = static_cast<std::int64_t>(time(nullptr)) + days_later * 86400;
  return jobs::card_status_of(std::move(look), now * 1'000'000);
}

TEST(CardStatus, TellsTheStateOfTheCertificate) {
  EXPECT_EQ(status({}).certificate, "valid");
  EXPECT_FALSE(status({}).expires_soon);
  EXPECT_EQ(status({.kind = CertificateState::expired}).certificate, "expired");
  EXPECT_FALSE(status({.kind = CertificateState::expired}).expires_soon);
  EXPECT_EQ(status({.kind = CertificateState::not_yet}).certificate, "not-yet-valid");
  EXPECT_EQ(jobs::card_status_of({}, 0).certificate, "missing");
  EXPECT_EQ(jobs::card_status_of({}, 0).certificate_end, "");
}

TEST(CardStatus, WarnsThreeMonthsBefore) {
  EXPECT_FALSE(status({.kind = CertificateState::ends_in, .days = 95}).expires_soon);
  EXPECT_TRUE(status({.kind = CertificateState::ends_in, .days = 85}).expires_soon);
  EXPECT_TRUE(status({.kind = CertificateState::ends_in, .days = 1}).expires_soon);
  EXPECT_EQ(status({.kind = CertificateState::ends_in, .days = 1}, 2).certificate, "expired");
}

}  // namespace
}  // namespace kenkod::card
