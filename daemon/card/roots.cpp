#include "card/roots.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

namespace kenkod::card {
namespace {

struct Close {
  void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};

X509Ptr read(const std::string& path) {
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "re"));
  X509Ptr x509(file == nullptr ? nullptr : PEM_read_X509(file.get(), nullptr, nullptr, nullptr), X509_free);
  ERR_clear_error();
  return x509;
}

}  // namespace

Roots::Roots(const std::vector<std::string>& folders) {
  namespace fs = std::filesystem;
  std::vector<fs::path> files;
  for (const auto& folder : folders) {
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder, none))
      if (entry.path().extension() == ".pem") files.push_back(entry.path());
  }
  std::ranges::sort(files, {}, [](const fs::path& path) { return path.filename(); });
  for (const auto& path : files) {
    auto x509 = read(path);
    if (x509 == nullptr)
      ++unreadable_;
    else
      roots_.push_back({path.stem(), std::move(x509)});
  }
}

std::string Roots::issuer_of(const Certificate& certificate) const {
  const auto signed_it = [&](const Root& root) {
    return X509_verify(certificate.x509().get(), X509_get0_pubkey(root.x509.get())) == 1;
  };
  const auto found = std::ranges::find_if(roots_, signed_it);
  ERR_clear_error();
  return found == roots_.end() ? std::string() : found->name;
}

}  // namespace kenkod::card
