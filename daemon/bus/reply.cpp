#include "bus/reply.hpp"

#include "common/error.hpp"
#include "gate/authority.hpp"
#include "loop/guard.hpp"

namespace kenkod::bus {
namespace {

sdbus::Error translate(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const Error& e) {
    // Nothing the caller did: whoever runs the machine must be able to find it.
    if (e.code() == ErrorCode::Failed) loop::journal::bug("method", e.text());
    return sdbus::Error(error_name(e.code()), e.text());
  } catch (const gate::InteractionRequired&) {
    return sdbus::Error("org.freedesktop.DBus.Error.InteractiveAuthorizationRequired",
                        "The person must be asked and the call did not allow it.");
  } catch (const sdbus::Error& e) {
    // From decoding arguments: libsystemd's own names are the ones every D-Bus caller knows.
    loop::journal::debug("Arguments could not be read", {{"ERROR_NAME", e.getName()}});
    return sdbus::Error("org.freedesktop.DBus.Error.InvalidArgs", "The arguments could not be read.");
  } catch (const std::exception& e) {
    loop::journal::bug("method", e.what());
  } catch (...) {
    loop::journal::bug("method", "unknown exception");
  }
  return sdbus::Error(error_name(ErrorCode::Failed),
                      "Something went wrong inside kenkod; its journal says where.");
}

}  // namespace

IncomingCall::~IncomingCall() {
  if (call_)
    answer_error(std::make_exception_ptr(Error(ErrorCode::Failed, "The call ended without an answer.")));
}

void IncomingCall::answer_error(const std::exception_ptr& error) noexcept {
  if (!call_) return;
  loop::guarded("error reply", [&] {
    auto call = std::move(*call_);
    call_.reset();
    if (call.doesntExpectReply()) return;
    call.createErrorReply(translate(error)).send();
  });
}

}  // namespace kenkod::bus
