#include "client-cli/bus/interactive.hpp"

#include <systemd/sd-bus.h>

namespace kenkod::cli {

void allow_interactive_authorization(sdbus::Message& message) {
  // The pointer is protected; a derived class may name it.
  struct Access : sdbus::Message {
    static sd_bus_message* pointer(sdbus::Message& of) {
      return static_cast<sd_bus_message*>(of.*(&Access::msg_));
    }
  };
  sd_bus_message_set_allow_interactive_authorization(Access::pointer(message), 1);
}

}  // namespace kenkod::cli
