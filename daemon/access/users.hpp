// What the daemon knows of each OS user without an answer: consent, vault, waiting time. Read once from disk
// on the user's vault lane, then kept, so that a status question never waits for anybody's work.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "gate/table.hpp"
#include "loop/lanes.hpp"
#include "vault/vault_directory.hpp"

namespace kenkod::access {

// The OS account of a uid; asks the name service, so it belongs on a lane. Throws Error(NotAuthorized)
// without one.
struct AccountNames {
  vault::Account account;
  std::string real_name;
};
[[nodiscard]] AccountNames account_of(uid_t uid);

class Users {
 public:
  Users(loop::EventLoop& loop, loop::Lanes& lanes, vault::VaultDirectory& directory,
        std::string terms_version)
      : loop_(loop), lanes_(lanes), directory_(directory), terms_version_(std::move(terms_version)) {}

  struct Known {
    vault::Overview overview;
    std::int64_t wait_until_us = 0;  // boottime
  };
  // From memory, or from disk the first time.
  [[nodiscard]] loop::Task<Known> known(uid_t uid);
  // From disk: after anything that may have changed it.
  [[nodiscard]] loop::Task<Known> refresh(uid_t uid);

  [[nodiscard]] gate::State gate_state(const Known& known) const;
  [[nodiscard]] bool consented(const vault::HostBox& box) const;
  [[nodiscard]] std::uint32_t wait_seconds(const Known& known) const;

 private:
  loop::EventLoop& loop_;
  loop::Lanes& lanes_;
  vault::VaultDirectory& directory_;
  std::string terms_version_;
  std::map<uid_t, Known> known_;
};

}  // namespace kenkod::access
