// One method call on kenkod, written as if it blocked: the loop keeps running (and the agent keeps answering)
// meanwhile.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <chrono>
#include <functional>
#include <optional>

#include "client-cli/bus/bus_loop.hpp"
#include "client-cli/bus/interactive.hpp"
#include "client-cli/text/error_words.hpp"

namespace kenkod::cli {

using Options = std::map<std::string, sdbus::Variant>;

inline constexpr const char* kBusName = "org.kenkod1";
inline constexpr const char* kManagerPath = "/org/kenkod1";
inline constexpr const char* kManager = "org.kenkod1.Manager";
inline constexpr const char* kSession = "org.kenkod1.Session";
inline constexpr const char* kJob = "org.kenkod1.Job";
inline constexpr const char* kAgent = "org.kenkod1.Agent";
// Longer than any call kenkod holds: a link may wait ten minutes for the log-in, a quarter of an hour for the
// portal, and then fetches.
inline constexpr std::chrono::minutes kHeldCallTimeout{60};

// Throws CallError when kenkod answers with an error.
[[nodiscard]] sdbus::MethodReply send_and_wait(BusLoop& loop, sdbus::IProxy& proxy, sdbus::MethodCall& call);

template <typename... Arguments>
[[nodiscard]] sdbus::MethodReply call(BusLoop& loop, sdbus::IProxy& proxy, const char* interface,
                                      const char* method, const Arguments&... arguments) {
  sdbus::MethodCall message = proxy.createMethodCall(interface, method);
  allow_interactive_authorization(message);
  ((message << arguments), ...);
  return send_and_wait(loop, proxy, message);
}

// Reads the arguments of an answer. Throws CallError when they are not what the interface says.
template <typename... Values>
void unpack(sdbus::MethodReply reply, Values&... into) {
  try {
    ((reply >> into), ...);
  } catch (const sdbus::Error& error) {
    throw CallError{error.getName(), error.getMessage()};
  }
}

}  // namespace kenkod::cli
