// Puts methods on a bus object. Each call goes the same way: arguments → gate row → state → polkit → state
// again → act → exactly one answer; every exception becomes an error of the closed list.
//
// A method is given as `prepare`, a callable that takes the decoded arguments, checks them (throwing
// Error(InvalidArgument)) and returns what to do once the gate has let the call through: a callable
// `Task<Out>(jobs::Call)`. Out is void, or anything `append(sdbus::Message&, const Out&)` can write.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <functional>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "bus/append.hpp"
#include "bus/options.hpp"
#include "bus/reply.hpp"
#include "gate/authority.hpp"
#include "gate/table.hpp"
#include "jobs/services.hpp"

namespace kenkod::bus {

class Jobs;

// What every object needs to serve calls.
struct Serving {
  jobs::Services& services;
  gate::Authority& authority;
  Jobs& jobs;
};

namespace detail {

template <class T>
struct Signature;
template <class C, class R, class... A>
struct Signature<R (C::*)(A...) const> {
  using Arguments = std::tuple<std::decay_t<A>...>;
  static std::string text() { return (std::string() + ... + sdbus::signature_of<std::decay_t<A>>::str()); }
};

template <class T>
struct TaskResult;
template <class T>
struct TaskResult<loop::Task<T>> {
  using type = T;
};

// The caller, let through the gate; registered as a running job until the object ends.
struct Admitted {
  std::shared_ptr<void> running;
  jobs::Call call;
};
// `token` empty: no Job object. `session`: the call belongs to it and ends with it.
loop::Task<Admitted> admit(Serving serving, const gate::Row& row, std::string sender, bool interactive,
                           std::string token, access::SessionPtr session);

// `object` lives until the answer is sent: sd-bus compares a reply with the signature in the object's own
// table.
template <class Act>
loop::Task<> serve(Serving serving, const gate::Row& row, IncomingCall incoming, Act act, std::string token,
                   access::SessionPtr session, std::shared_ptr<sdbus::IObject> object) {
  std::exception_ptr failure;
  try {
    auto admitted =
        co_await admit(serving, row, incoming.sender(), incoming.interactive(), std::move(token), session);
    using Out = typename TaskResult<decltype(act(std::declval<jobs::Call>()))>::type;
    if constexpr (std::is_void_v<Out>) {
      co_await act(admitted.call);
      incoming.answer([](sdbus::Message&) {});
    } else {
      const auto out = co_await act(admitted.call);
      incoming.answer([&](sdbus::Message& reply) { append(reply, out); });
    }
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure) incoming.answer_error(failure);
  // Perhaps its last owner, and perhaps inside one of its own callbacks.
  if (object.use_count() == 1)
    serving.services.loop.post([last = std::move(object)]() mutable { last.reset(); });
}

}  // namespace detail

class Exporter {
 public:
  Exporter(const std::shared_ptr<sdbus::IObject>& object, Serving serving, std::string interface,
           access::SessionPtr session = nullptr)
      : object_(object), serving_(serving), interface_(std::move(interface)), session_(std::move(session)) {}

  // `held`: the call accepts `token` among its options (always the last argument).
  template <class Prepare>
  void method(const std::string& name, const std::vector<std::string>& in, const std::string& out_signature,
              const std::vector<std::string>& out, Prepare prepare, bool held = false) {
    using Signature = detail::Signature<decltype(&Prepare::operator())>;
    object_->registerMethod(
        interface_, name, Signature::text(), in, out_signature, out,
        [weak = std::weak_ptr(object_), serving = serving_, session = session_, interface = interface_, name,
         prepare, held](sdbus::MethodCall message) {
          IncomingCall incoming(std::move(message));
          try {
            const auto* row = gate::find_row(interface, name);
            if (row == nullptr) throw Error(ErrorCode::NotAuthorized, "There is no rule for this method.");
            typename Signature::Arguments arguments;
            std::apply([&](auto&... each) { (void)(incoming.message() >> ... >> each); }, arguments);
            std::string token;
            if (held) {
              auto& options = std::get<std::tuple_size_v<typename Signature::Arguments> - 1>(arguments);
              token = take_token(options);
            }
            auto act = std::apply([&](auto&... each) { return prepare(std::move(each)...); }, arguments);
            loop::spawn(detail::serve(serving, *row, std::move(incoming), std::move(act), std::move(token),
                                      session, weak.lock()));
          } catch (...) {
            incoming.answer_error(std::current_exception());
          }
        });
  }

 private:
  static std::string take_token(Options& options);
  template <class T>
  static std::string take_token(T& /*other*/) {
    static_assert(std::is_same_v<T, Options>, "a held call ends with options");
    return {};
  }

  std::shared_ptr<sdbus::IObject> object_;
  Serving serving_;
  std::string interface_;
  access::SessionPtr session_;
};

}  // namespace kenkod::bus
