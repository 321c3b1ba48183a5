// What sdbus-c++ 1.2 does not offer and sd-bus does: the interactive flag, wiping of messages, a filter
// before the object tree. The only file that reaches below the library.
#pragma once

#include <sdbus-c++/sdbus-c++.h>
#include <systemd/sd-bus.h>

namespace kenkod::bus::native {

// The protected message pointer, named through a derived class; never instantiated.
struct Access : sdbus::Message {
  static sd_bus_message* pointer(const sdbus::Message& message) {
    return static_cast<sd_bus_message*>(message.*(&Access::msg_));
  }
};

inline bool interactive(const sdbus::Message& message) {
  return sd_bus_message_get_allow_interactive_authorization(Access::pointer(message)) > 0;
}
// The message's memory is wiped when it is freed.
inline void mark_sensitive(const sdbus::Message& message) {
  sd_bus_message_sensitive(Access::pointer(message));
}

inline sd_bus* bus_of(const sdbus::Message& message) {
  return sd_bus_message_get_bus(Access::pointer(message));
}

}  // namespace kenkod::bus::native
