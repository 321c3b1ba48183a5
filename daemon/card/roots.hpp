// The published root certificates of the user authentication certificates. All generations have one name and
// differ in their keys, so an issuer is found by its signature.
#pragma once

#include <string>
#include <vector>

#include "card/certificate.hpp"

namespace kenkod::card {

class Roots {
 public:
  // Every *.pem of these folders, in the order of their names; a missing folder is empty, an unreadable file
  // is left out and counted.
  explicit Roots(const std::vector<std::string>& folders);

  // Name (of the file, without ending) of the root that signed the certificate; empty when none did.
  [[nodiscard]] std::string issuer_of(const Certificate& certificate) const;
  [[nodiscard]] std::size_t size() const noexcept { return roots_.size(); }
  [[nodiscard]] std::size_t unreadable() const noexcept { return unreadable_; }

 private:
  struct Root {
    std::string name;
    X509Ptr x509;
  };
  std::vector<Root> roots_;
  std::size_t unreadable_ = 0;
};

}  // namespace kenkod::card
