// The host box on disk: `<uid>.box`, sealed under the host secret and bound to uid and account.
#pragma once

#include <sys/types.h>

#include <string>

#include "vault/host_box.hpp"
#include "vault/host_keys.hpp"

namespace kenkod::vault {

struct BoxOnDisk {
  bool present = false;        // none, or one of another host, which means as little here: an empty box
  bool other_account = false;  // the uid was somebody else's; the box is empty then
  HostBox box;
};

[[nodiscard]] std::string box_name(uid_t uid);
// VaultDamaged part=host-box.
[[nodiscard]] BoxOnDisk read_box(int vaults, uid_t uid, const Hash& account, const HostKeys& host);
void write_box(int vaults, uid_t uid, const Hash& account, const HostKeys& host, const HostBox& box);

}  // namespace kenkod::vault
