// The one open vault of a user, shared by the user's sessions. Its content is touched on that user's vault
// lane only, so the order of the lane decides: an opening, a commit and a closing never overlap.
#pragma once

#include <memory>

#include "common/error.hpp"
#include "loop/lanes.hpp"
#include "vault/vault.hpp"

namespace kenkod::access {

class OpenVault {
 public:
  // Lane only. Throws Error(Locked) once closed.
  [[nodiscard]] vault::Vault& get() const {
    if (vault_ == nullptr) throw Error(ErrorCode::Locked, "The session has ended.");
    return *vault_;
  }
  // Lane only. The vault itself, or what it holds of a principal. InvalidArgument key=principal.
  [[nodiscard]] vault::Vault& get(const std::string& principal) const {
    return principal.empty() ? get() : get().compartment(principal);
  }
  // Lane only. Keeps the vault that is open already: two copies of one log must never exist.
  void hold(std::unique_ptr<vault::Vault> opened) {
    if (vault_ == nullptr) {
      vault_ = std::move(opened);
      holders_ = 0;
    } else {
      opened->discard();
    }
    ++holders_;
  }
  // Lane only. The last holder closes; memory is wiped here.
  void release() {
    if (holders_ > 0 && --holders_ == 0) vault_.reset();
  }
  // Lane only. Whoever still holds it finds it Locked.
  void close() {
    vault_.reset();
    holders_ = 0;
  }

 private:
  std::unique_ptr<vault::Vault> vault_;
  unsigned holders_ = 0;
};

// One holder's share; made after a successful hold(). Given back on the lane.
class VaultHold {
 public:
  VaultHold(loop::Lanes& lanes, uid_t uid, std::shared_ptr<OpenVault> vault)
      : lanes_(lanes), uid_(uid), vault_(std::move(vault)) {}
  VaultHold(const VaultHold&) = delete;
  VaultHold& operator=(const VaultHold&) = delete;
  ~VaultHold() {
    lanes_.run(uid_, loop::Lane::vault, [vault = vault_] { vault->release(); });
  }
  [[nodiscard]] const std::shared_ptr<OpenVault>& vault() const noexcept { return vault_; }

 private:
  loop::Lanes& lanes_;
  uid_t uid_;
  std::shared_ptr<OpenVault> vault_;
};

}  // namespace kenkod::access
