#include "vault/host_keys.hpp"

namespace kenkod::vault {
namespace {

SecretBuffer checked(const SecretBuffer& secret) {
  if (secret.size() < 32 || secret.size() > 64)
    throw Error(ErrorCode::InvalidArgument, "The host secret must have 32 to 64 bytes.");
  return secret.copy();
}

SecretBuffer derive(const SecretBuffer& secret, const char (&context)[9]) {
  auto master = keyed_hash<32>(secret.bytes(), {as_bytes("kenkod-host-1")});
  auto key = subkey(master, context);
  explicit_bzero(master.data(), master.size());
  return key;
}

}  // namespace

HostKeys::HostKeys(const SecretBuffer& host_secret)
    : secret_(checked(host_secret)),
      box_(derive(secret_, "host-box")),
      tries_(derive(secret_, "hosttry_")),
      account_(derive(secret_, "hostacct")),
      host_(derive(secret_, "host--id")),
      proof_(derive(secret_, "hostkeys")) {}

Hash HostKeys::account(std::string_view name) const {
  return keyed_hash<32>(account_.bytes(), {as_bytes(name)});
}

ShortHash HostKeys::host_of(const VaultId& vault) const {
  return keyed_hash<16>(host_.bytes(), {as_bytes("vault"), vault});
}

ShortHash HostKeys::host_of(uid_t uid) const {
  return keyed_hash<16>(host_.bytes(), {as_bytes("uid"), as_bytes(std::to_string(uid))});
}

Hash HostKeys::proof(Bytes key_file) const { return keyed_hash<32>(proof_.bytes(), {key_file}); }

ShortHash device_id(const SecretBuffer& device_key, const VaultId& vault) {
  return keyed_hash<16>(device_key.bytes(), {as_bytes("kenkod-device-1"), vault});
}

}  // namespace kenkod::vault
