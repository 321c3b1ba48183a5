// A document while it arrives: bytes go into a memfd, size and hash are counted on the way.
#pragma once

#include <openssl/evp.h>

#include <cstdint>
#include <span>

#include "common/fd.hpp"
#include "openssl_pointers.hpp"
#include "retrieval_status.hpp"

namespace kenkod::fetch {

class DocumentFile {
 public:
  explicit DocumentFile(const ListedDocument& expected);

  // False when that is more than was stated, or cannot be kept.
  [[nodiscard]] bool add(std::span<const std::uint8_t> bytes);
  // Size and hash are as stated; the file is sealed and handed over. Empty Fd otherwise.
  [[nodiscard]] Fd finish();

 private:
  ListedDocument expected_;
  Fd file_;
  DigestContext hash_;
  std::size_t size_ = 0;
};

}  // namespace kenkod::fetch
