// The open vault: records and documents over a sealed store.
#pragma once

#include <memory>
#include <string>

#include "common/clock.hpp"
#include "vault/document_files.hpp"
#include "vault/document_table.hpp"
#include "vault/store.hpp"
#include "vault/vault.hpp"

namespace kenkod::vault {

class RecordVault final : public Vault {
 public:
  // The files of a new vault in an empty folder; names are not fsynced yet.
  static void create(int directory, const StoreKeys& keys, const std::string& question);
  RecordVault(Fd directory, StoreKeys keys, const Clock& clock);

  Added add(const ParsedDocument& parsed, std::span<const std::uint8_t> bytes,
            std::span<const std::uint8_t> sha256, const DocumentSource& source) override;
  Judgement judge(const DocumentFacts& facts, std::span<const std::uint8_t> sha256) override;
  RecordPage query(const RecordQuery& query) override;
  [[nodiscard]] std::optional<DocumentInfo> find_document(const std::string& id) override;
  [[nodiscard]] WipedBytes read_document(const std::string& id) override;
  void for_each_document(
      const std::function<void(const DocumentInfo&, std::span<const std::uint8_t>)>& each) override;
  [[nodiscard]] std::uint64_t document_count() override;
  void fold() override;
  void fold_if_outgrown() override;
  [[nodiscard]] std::string dump() override;

  // The question as kept inside, from which a lost host box is made again.
  [[nodiscard]] std::string question();
  // Around the replacement of `keys`.
  void prepare_change(const StoreKeys& next, const std::string& question);
  void adopt_change(StoreKeys next) noexcept;  // closes the vault when it fails: the next opening finishes it
  [[nodiscard]] const VaultId& id() const noexcept { return id_; }

 private:
  [[nodiscard]] WipedBytes content_of(const StoredDocument& document);

  VaultId id_;
  const Clock& clock_;
  Store store_;
  DocumentFiles files_;
  SecretBuffer cursor_key_;
};

}  // namespace kenkod::vault
