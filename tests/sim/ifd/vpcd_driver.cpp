#include "vpcd_driver.hpp"

#include <dlfcn.h>

#include <cstdlib>
#include <optional>

namespace kenko_sim {

namespace {

std::string folder() {
  const char* value = std::getenv("KENKO_IFD_FOLDER");
  return value == nullptr ? "." : value;
}

template <class Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function != nullptr;
}

std::optional<VpcdDriver> load() {
  void* library = dlopen((folder() + "/driver/libifdvpcd.so").c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return std::nullopt;
  VpcdDriver driver{};
  const bool whole =
      find(library, "IFDHCreateChannelByName", driver.create_by_name) &&
      find(library, "IFDHCreateChannel", driver.create) && find(library, "IFDHCloseChannel", driver.close) &&
      find(library, "IFDHGetCapabilities", driver.get_capabilities) &&
      find(library, "IFDHSetCapabilities", driver.set_capabilities) &&
      find(library, "IFDHSetProtocolParameters", driver.set_protocol) &&
      find(library, "IFDHPowerICC", driver.power) && find(library, "IFDHTransmitToICC", driver.transmit) &&
      find(library, "IFDHICCPresence", driver.presence);
  return whole ? std::optional(driver) : std::nullopt;
}

}  // namespace

const VpcdDriver* vpcd_driver() {
  static const auto driver = load();
  return driver ? &*driver : nullptr;
}

std::string told_in(const char* name) { return folder() + "/ifd/" + name; }

}  // namespace kenko_sim
