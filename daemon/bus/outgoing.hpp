// Asynchronous calls to other bus names, awaited by coroutines. The reply to a call nobody waits for any more
// is dropped with its proxy.
#pragma once

#include <fcntl.h>
#include <sdbus-c++/sdbus-c++.h>

#include <chrono>
#include <memory>
#include <string>
#include <type_traits>

#include "bus/connection.hpp"
#include "common/fd.hpp"
#include "loop/cancel.hpp"
#include "loop/guard.hpp"
#include "loop/task.hpp"

namespace kenkod::bus {

struct Target {
  std::string name, path, interface;
};

// `fill` appends the arguments; `read` takes the reply apart and gives the result. Throws sdbus::Error as the
// other side answered it, or the reason of the cancellation.
template <class Fill, class Read>
auto call_method(Connection& connection, loop::EventLoop& loop, Target target, std::string member, Fill fill,
                 Read read, std::chrono::microseconds timeout, loop::Cancel cancel)
    -> loop::Task<std::invoke_result_t<Read, sdbus::MethodReply&>> {
  using R = std::invoke_result_t<Read, sdbus::MethodReply&>;
  const auto proxy = sdbus::createProxy(connection.get(), target.name, target.path);
  auto message = proxy->createMethodCall(target.interface, member);
  fill(message);
  const loop::Promise<R> promise(loop);
  proxy->callMethod(
      message,
      [promise, read](sdbus::MethodReply& reply, const sdbus::Error* error) {
        if (error != nullptr) {
          promise.fail(std::make_exception_ptr(*error));
          return;
        }
        try {
          if constexpr (std::is_void_v<R>) {
            read(reply);
            promise.fulfil();
          } else {
            promise.fulfil(read(reply));
          }
        } catch (...) {
          promise.fail(std::current_exception());
        }
      },
      static_cast<std::uint64_t>(timeout.count()));
  const auto listener = cancel.fail_on_cancel(promise);
  co_return co_await promise;
}

// A descriptor as the only result; a received one is not close-on-exec by itself.
inline std::shared_ptr<Fd> read_fd(sdbus::MethodReply& reply) {
  sdbus::UnixFd received;
  reply >> received;
  auto fd = std::make_shared<Fd>(received.release());
  fcntl(fd->get(), F_SETFD, FD_CLOEXEC);
  return fd;
}

}  // namespace kenkod::bus
