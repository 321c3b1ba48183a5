#include "fetcher/channel.hpp"

#include <fcntl.h>
#include <sys/epoll.h>

#include <chrono>
#include <optional>

#include "fetcher/portal_error.hpp"

namespace kenkod::fetcher {
namespace {

// Longer than any limit of the worker itself.
constexpr auto kSilence = std::chrono::minutes(20);

Error gone() { return {ErrorCode::Unavailable, "The connection to the portal was lost."}; }

}  // namespace

Channel::Channel(loop::EventLoop& loop, Fd socket) : loop_(loop), socket_(std::move(socket)) {
  fcntl(socket_.get(), F_SETFL, O_NONBLOCK);
}

void Channel::send(const fetch::Request& request) { fetch::send(socket_.get(), request); }

loop::Task<fetch::Answer> Channel::receive(loop::Cancel cancel) {
  const loop::Promise<void> readable(loop_);
  const auto watch =
      loop_.watch(socket_.get(), EPOLLIN, [readable](std::uint32_t /*events*/) { readable.fulfil(); });
  const auto listener = cancel.fail_on_cancel(readable);
  const auto timer = loop_.after(kSilence, [readable] { readable.fail(gone()); });
  co_await readable;
  auto answer = fetch::receive_answer(socket_.get());
  if (!answer) throw gone();
  if (const auto* failed = std::get_if<fetch::Failed>(&*answer)) throw PortalError(*failed);
  co_return std::move(*answer);
}

}  // namespace kenkod::fetcher
