#include "client-cli/bus/call.hpp"

#include <memory>

namespace kenkod::cli {
namespace {

struct Outcome {
  std::optional<sdbus::MethodReply> reply;
  std::optional<CallError> error;
  [[nodiscard]] bool known() const { return reply.has_value() || error.has_value(); }
};

}  // namespace

sdbus::MethodReply send_and_wait(BusLoop& loop, sdbus::IProxy& proxy, sdbus::MethodCall& call) {
  // Shared with the callback, which may come after an interrupt has unwound this frame.
  const auto outcome = std::make_shared<Outcome>();
  const auto timeout = std::chrono::duration_cast<std::chrono::microseconds>(kHeldCallTimeout);
  try {
    proxy.callMethod(
        call,
        [outcome](sdbus::MethodReply& reply, const sdbus::Error* error) {
          if (error != nullptr)
            outcome->error = CallError{error->getName(), error->getMessage()};
          else
            outcome->reply = reply;
        },
        static_cast<std::uint64_t>(timeout.count()));
  } catch (const sdbus::Error& error) {
    throw CallError{error.getName(), error.getMessage()};
  }
  loop.run_until([&outcome] { return outcome->known(); });
  if (outcome->error) throw CallError(*outcome->error);
  return *outcome->reply;
}

}  // namespace kenkod::cli
