// The official documents, byte for byte: `documents/<id>`, each sealed under a random key of its own that
// only the record database knows.
#pragma once

#include <string>
#include <unordered_set>

#include "common/fd.hpp"
#include "vault/seal.hpp"

namespace kenkod::vault {

inline constexpr const char* kDocuments = "documents";

class DocumentFiles {
 public:
  DocumentFiles(int vault_directory, const VaultId& vault);

  // The file, not fsynced yet; nothing is left when it throws.
  [[nodiscard]] Fd write(const std::string& id, Bytes key, Bytes content);
  void sync();  // the folder
  void discard(const std::string& id) noexcept;
  // VaultDamaged part=document document=<id>.
  [[nodiscard]] WipedBytes read(const std::string& id, Bytes key, std::uint64_t size) const;
  // Files no record names: left by a crash before their commit.
  void remove_all_but(const std::unordered_set<std::string>& named);

 private:
  Fd directory_;
  VaultId vault_;
};

}  // namespace kenkod::vault
