// The terms a person agrees to before anything is stored: installed texts, one version in several languages.
#pragma once

#include <map>
#include <string>

#include "jobs/call_fwd.hpp"

namespace kenkod::jobs {

class Terms {
 public:
  // Reads `terms-<version>.<lang>.txt` of `directory`; throws std::runtime_error when the Japanese text is
  // missing.
  explicit Terms(const std::string& directory);

  [[nodiscard]] const std::string& version() const noexcept { return version_; }
  // By BCP 47 tag; Japanese when there is no such text.
  [[nodiscard]] const std::string& text(const std::string& lang) const;
  // SHA-256 in hex of the Japanese text, which is the one agreed to.
  [[nodiscard]] const std::string& sha256() const noexcept { return sha256_; }

 private:
  std::string version_;
  std::map<std::string, std::string> texts_;  // by language
  std::string sha256_;
};

[[nodiscard]] loop::Task<> accept_terms(Services& services, Call call, std::string version);
[[nodiscard]] loop::Task<> withdraw_consent(Services& services, Call call);

}  // namespace kenkod::jobs
