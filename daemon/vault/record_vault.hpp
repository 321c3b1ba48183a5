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

class Compartments;
class DocumentWriter;
struct PrincipalRow;

// Whose records a vault holds: the person's own, or, inside of that vault, those of somebody they act for.
enum class Holder : std::uint8_t { person, principal };

class RecordVault final : public Vault {
 public:
  // The files of a new vault in an empty folder; names are not fsynced yet.
  static void create(int directory, const StoreKeys& keys, const std::string& question,
                     const SecretBuffer& recovery_wrapping_key /* or empty */);
  RecordVault(Fd directory, StoreKeys keys, const Clock& clock, Holder holder = Holder::person);
  RecordVault(const RecordVault&) = delete;
  RecordVault& operator=(const RecordVault&) = delete;
  ~RecordVault() override;

  Judgement judge(const DocumentFacts& facts, std::span<const std::uint8_t> sha256) override;
  Added add(const ParsedDocument& parsed, std::span<const std::uint8_t> bytes,
            std::span<const std::uint8_t> sha256, const DocumentSource& source) override;
  std::vector<AddedOrRefused> add_all(std::span<const NewDocument> documents) override;

  RecordPage query(const RecordQuery& query) override;
  [[nodiscard]] std::optional<DocumentInfo> find_document(const std::string& id) override;
  [[nodiscard]] WipedBytes read_document(const std::string& id) override;
  void for_each_document(
      const std::function<void(const DocumentInfo&, std::span<const std::uint8_t>)>& each) override;
  [[nodiscard]] std::uint64_t document_count() override;

  [[nodiscard]] std::optional<PortalLink> portal_link() override;
  void set_portal_link(const std::optional<PortalLink>& link) override;
  void add_fetch(const Fetch& fetch) override;
  [[nodiscard]] std::vector<Fetch> fetches() override;
  [[nodiscard]] std::vector<Principal> principals() override;
  void set_principals(const std::vector<ListedPrincipal>& listed) override;
  [[nodiscard]] Vault& compartment(const std::string& principal) override;
  [[nodiscard]] std::vector<PurgePreview> preview_purge(const std::map<Kind, std::string>& window) override;

  void discard() noexcept override;
  void fold() override;
  void fold_if_outgrown() override;
  [[nodiscard]] std::string dump() override;

  // The question as kept inside, from which a lost host box is made again.
  [[nodiscard]] std::string question();
  [[nodiscard]] const VaultId& id() const noexcept { return id_; }

  // What wraps the data key for this host, and for the recovery key (key_wrap.hpp): so that new keys can be
  // made without asking anything. The first is kept in locked memory, the second inside the vault.
  void keep_wrapping_key(SecretBuffer key) noexcept { wrapping_key_ = std::move(key); }
  [[nodiscard]] const SecretBuffer& wrapping_key() const noexcept { return wrapping_key_; }
  void keep_recovery_wrapping_key(const SecretBuffer& key);
  [[nodiscard]] SecretBuffer recovery_wrapping_key();  // empty: not known

  // Before the replacement of `keys`: the next generation under another question, …
  void prepare_change(const StoreKeys& next, const std::string& question,
                      const SecretBuffer& recovery_wrapping_key);
  // … or without what was fetched, of the person or (`principal` not empty) all there is of a principal.
  // NothingToShow; InvalidArgument key=principal.
  Purged prepare_purge(const StoreKeys& next, const std::string& principal);
  // After it. Closes the vault when it fails: the next opening finishes it.
  void adopt_change(StoreKeys next) noexcept;

  // From here on everything says Locked.
  void close() noexcept { store_.close(); }

 private:
  [[nodiscard]] AddedOrRefused take_in(Database& database, DocumentWriter& writer,
                                       const NewDocument& document);
  [[nodiscard]] WipedBytes content_of(const StoredDocument& document);
  void remove_unnamed_files();
  [[nodiscard]] Compartments& compartments();  // InvalidArgument inside of one
  [[nodiscard]] bool holds_data(const PrincipalRow& row);

  VaultId id_;
  Holder holder_;
  const Clock& clock_;
  Store store_;
  DocumentFiles files_;
  SecretBuffer cursor_key_, wrapping_key_;
  std::unique_ptr<Compartments> compartments_;  // none inside of one
};

}  // namespace kenkod::vault
