#include "document_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

namespace kenkod::fetch {

DocumentFile::DocumentFile(const ListedDocument& expected)
    : expected_(expected),
      file_(memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING)),
      hash_(EVP_MD_CTX_new()) {
  if (!file_ || hash_ == nullptr || EVP_DigestInit_ex(hash_.get(), EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("no room for a document");
}

bool DocumentFile::add(std::span<const std::uint8_t> bytes) {
  size_ += bytes.size();
  if (size_ > expected_.size || EVP_DigestUpdate(hash_.get(), bytes.data(), bytes.size()) != 1) return false;
  while (!bytes.empty()) {
    const auto written = write(file_.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

Fd DocumentFile::finish() {
  std::array<std::uint8_t, 32> hash{};
  if (size_ != expected_.size || EVP_DigestFinal_ex(hash_.get(), hash.data(), nullptr) != 1 ||
      hash != expected_.sha256)
    return {};
  constexpr int kSeals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
  if (lseek(file_.get(), 0, SEEK_SET) != 0 || fcntl(file_.get(), F_ADD_SEALS, kSeals) != 0) return {};
  return std::move(file_);
}

}  // namespace kenkod::fetch
