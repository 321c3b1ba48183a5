// The records a session is for: the person's own, or those of somebody they act for. Copied into work for the
// user's vault lane; everything here belongs there.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "access/open_vault.hpp"

namespace kenkod::access {

class SessionVault {
 public:
  SessionVault(std::shared_ptr<OpenVault> slot, std::string principal)
      : slot_(std::move(slot)), principal_(std::move(principal)) {}

  // `act` with the principal's id; one that is gone is the end of what the session is for.
  template <class Act>
  decltype(auto) find(Act act) const {
    try {
      return act();
    } catch (const Error& error) {
      if (error.code() != ErrorCode::InvalidArgument) throw;
      throw Error(ErrorCode::Locked, "What the session was for has been purged.");
    }
  }

  // The person's own, whatever the session is for.
  [[nodiscard]] vault::Vault& own() const { return slot_->get(); }
  // Asked for anew by each piece of work: a purge takes a compartment away. Error(Locked) after that.
  [[nodiscard]] vault::Vault& get() const {
    return find([&]() -> vault::Vault& { return slot_->get(principal_); });
  }
  [[nodiscard]] const std::string& principal() const noexcept { return principal_; }

 private:
  std::shared_ptr<OpenVault> slot_;
  std::string principal_;
};

}  // namespace kenkod::access
