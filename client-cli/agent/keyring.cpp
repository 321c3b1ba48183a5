#include "client-cli/agent/keyring.hpp"

#include <libsecret/secret.h>
#include <sodium.h>

#include <cstdlib>
#include <memory>

#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {
namespace {

template <typename T>
struct Unref {
  void operator()(T* object) const { g_object_unref(object); }
};
template <typename T>
using Object = std::unique_ptr<T, Unref<T>>;

struct FreeAttributes {
  void operator()(GHashTable* table) const { g_hash_table_unref(table); }
};
struct FreeValue {
  void operator()(SecretValue* value) const { secret_value_unref(value); }
};
using Attributes = std::unique_ptr<GHashTable, FreeAttributes>;
using Value = std::unique_ptr<SecretValue, FreeValue>;

constexpr SecretSchema kSchema{
    "org.kenkod1.DeviceKey",
    SECRET_SCHEMA_NONE,
    {{"vault", SECRET_SCHEMA_ATTRIBUTE_STRING}, {nullptr, SECRET_SCHEMA_ATTRIBUTE_STRING}},
    0,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr};

// Frees the GLib error and reports what it means here: the keyring did not do it.
struct GlibError {
  GError* error = nullptr;
  GlibError() = default;
  GlibError(const GlibError&) = delete;
  GlibError& operator=(const GlibError&) = delete;
  ~GlibError() { g_clear_error(&error); }
  void check() const {
    if (error != nullptr) throw NoKeyring{};
  }
};

bool has_display() { return std::getenv("DISPLAY") != nullptr || std::getenv("WAYLAND_DISPLAY") != nullptr; }

// A locked keyring "finds nothing", which must not be taken for a missing key: so look at the lock first.
// Unlocking opens a window of the keyring daemon, which only makes sense where there is a display.
Object<SecretService> unlocked_service(GCancellable* cancellable) {
  // libsecret keeps one connection for ever, also to a keyring daemon that has restarted since.
  secret_service_disconnect();
  GlibError failure;
  Object<SecretService> service(
      secret_service_get_sync(SECRET_SERVICE_OPEN_SESSION, cancellable, &failure.error));
  failure.check();
  const Object<SecretCollection> collection(secret_collection_for_alias_sync(
      service.get(), SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, cancellable, &failure.error));
  failure.check();
  if (!collection) {
    if (has_display()) return service;  // store() lets the keyring daemon offer to make one
    throw NoKeyring{};
  }
  if (secret_collection_get_locked(collection.get()) == FALSE) return service;
  if (!has_display()) throw NoKeyring{};
  GList objects{collection.get(), nullptr, nullptr};
  const gint unlocked =
      secret_service_unlock_sync(service.get(), &objects, cancellable, nullptr, &failure.error);
  failure.check();
  if (unlocked == 0) throw NoKeyring{};
  return service;
}

Attributes attributes_of(const std::string& vault) {
  return Attributes(secret_attributes_build(&kSchema, "vault", vault.c_str(), nullptr));
}

}  // namespace

Keyring::Keyring() : cancellable_(g_cancellable_new()) {}
Keyring::~Keyring() { g_object_unref(cancellable_); }

std::optional<SecretBuffer> Keyring::find(const std::string& vault) {
  const auto service = unlocked_service(cancellable_);
  const Attributes attributes = attributes_of(vault);
  GlibError failure;
  const Value value(
      secret_service_lookup_sync(service.get(), &kSchema, attributes.get(), cancellable_, &failure.error));
  failure.check();
  if (!value) return std::nullopt;
  gsize length = 0;
  const gchar* hex = secret_value_get(value.get(), &length);
  SecretBuffer key(length / 2);
  std::size_t written = 0;
  if (sodium_hex2bin(key.data(), key.size(), hex, length, nullptr, &written, nullptr) != 0 ||
      written != key.size())
    return std::nullopt;
  return key;
}

void Keyring::store(const std::string& vault, const SecretBuffer& key) {
  const auto service = unlocked_service(cancellable_);
  const Attributes attributes = attributes_of(vault);
  SecretBuffer hex(key.size() * 2 + 1);
  sodium_bin2hex(reinterpret_cast<char*>(hex.data()), hex.size(), key.data(), key.size());
  const Value value(secret_value_new(reinterpret_cast<const char*>(hex.data()),
                                     static_cast<gssize>(hex.size() - 1), "text/plain"));
  GlibError failure;
  const gboolean stored = secret_service_store_sync(
      service.get(), &kSchema, attributes.get(), SECRET_COLLECTION_DEFAULT,
      tr("Device key of your health records (kenkod)"), value.get(), cancellable_, &failure.error);
  failure.check();
  if (stored == FALSE) throw NoKeyring{};
}

void Keyring::remove(const std::string& vault) {
  const auto service = unlocked_service(cancellable_);
  const Attributes attributes = attributes_of(vault);
  GlibError failure;
  secret_service_clear_sync(service.get(), &kSchema, attributes.get(), cancellable_, &failure.error);
  failure.check();
}

void Keyring::cancel() noexcept { g_cancellable_cancel(cancellable_); }

}  // namespace kenkod::cli
