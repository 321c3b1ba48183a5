// The driver of vpcd, loaded from the world's folder ($KENKO_IFD_FOLDER/driver).
#pragma once

#include <string>

extern "C" {
#include <ifdhandler.h>
}

namespace kenko_sim {

struct VpcdDriver {
  decltype(&IFDHCreateChannelByName) create_by_name;
  decltype(&IFDHCreateChannel) create;
  decltype(&IFDHCloseChannel) close;
  decltype(&IFDHGetCapabilities) get_capabilities;
  decltype(&IFDHSetCapabilities) set_capabilities;
  decltype(&IFDHSetProtocolParameters) set_protocol;
  decltype(&IFDHPowerICC) power;
  decltype(&IFDHTransmitToICC) transmit;
  decltype(&IFDHICCPresence) presence;
};

// Nothing without the library.
const VpcdDriver* vpcd_driver();

// FOLDER/ifd/NAME: how world-card tells what goes wrong.
std::string told_in(const char* name);

}  // namespace kenko_sim
