// The device key in the person's keyring (Secret Service): one item per vault.
#pragma once

#include <optional>
#include <string>

#include "common/secret_buffer.hpp"

using GCancellable = struct _GCancellable;

namespace kenkod::cli {

// No Secret Service in this session, or it is locked and stays so.
struct NoKeyring {};

// Every call blocks (a keyring daemon may ask for its password when there is a display): never on the bus
// thread.
class Keyring {
 public:
  Keyring();
  ~Keyring();
  Keyring(const Keyring&) = delete;
  Keyring& operator=(const Keyring&) = delete;

  // All throw NoKeyring. `vault` is 32 hex digits.
  [[nodiscard]] std::optional<SecretBuffer> find(const std::string& vault);
  void store(const std::string& vault, const SecretBuffer& key);
  void remove(const std::string& vault);
  // From any thread: ends a blocking call.
  void cancel() noexcept;

 private:
  GCancellable* cancellable_;
};

}  // namespace kenkod::cli
