// One incoming method call until it is answered, exactly once: a dropped call is answered `Failed` by the
// destructor.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <exception>
#include <optional>
#include <string>

#include "bus/native.hpp"

namespace kenkod::bus {

class IncomingCall {
 public:
  explicit IncomingCall(sdbus::MethodCall call) : call_(std::move(call)) {}
  IncomingCall(IncomingCall&& other) noexcept : call_(std::move(other.call_)) { other.call_.reset(); }
  IncomingCall& operator=(IncomingCall&&) = delete;
  IncomingCall(const IncomingCall&) = delete;
  IncomingCall& operator=(const IncomingCall&) = delete;
  ~IncomingCall();

  [[nodiscard]] sdbus::MethodCall& message() { return *call_; }
  [[nodiscard]] std::string sender() const { return call_->getSender(); }
  [[nodiscard]] bool interactive() const { return native::interactive(*call_); }

  // `fill` appends the results. Content may be in it: the message is wiped when freed.
  template <class F>
  void answer(F fill) {
    auto reply = call_->createReply();
    native::mark_sensitive(reply);
    fill(static_cast<sdbus::Message&>(reply));
    reply.send();
    call_.reset();  // only now: what cannot be sent is still answered, with an error
  }
  // Maps what was thrown to a name of the closed list; everything unknown is `Failed` with a fixed text.
  void answer_error(const std::exception_ptr& error) noexcept;

 private:
  std::optional<sdbus::MethodCall> call_;
};

}  // namespace kenkod::bus
