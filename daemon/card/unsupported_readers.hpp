// Card readers that are plugged in but have no driver on Linux, so that the smart card service does not know
// them.
#pragma once

#include <string>
#include <vector>

namespace kenkod::card {

// Names by USB ids. `devices`: where the kernel lists USB devices.
[[nodiscard]] std::vector<std::string> unsupported_readers(
    const std::string& devices = "/sys/bus/usb/devices");

}  // namespace kenkod::card
