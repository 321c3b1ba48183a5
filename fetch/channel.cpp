#include "channel.hpp"

#include <cerrno>
#include <optional>
#include <utility>

#include "process.hpp"

namespace kenkod::fetch {
Channel::Channel(Fd socket) : socket_(std::move(socket)), signals_(watch_for_termination()) {
  descriptors_ = {socket_.get(), signals_.get()};
}

Request Channel::next() {
  std::vector<pollfd> readable{{socket_.get(), POLLIN, 0}, {signals_.get(), POLLIN, 0}};
  while (::poll(readable.data(), readable.size(), -1) < 0)
    if (errno != EINTR) throw Ended();
  if (readable[1].revents != 0) throw Ended();
  auto request = receive_request(socket_.get());
  if (!request) throw Ended();
  return *std::move(request);
}

void Channel::send(Answer answer) {
  try {
    fetch::send(socket_.get(), std::move(answer));
  } catch (const Error& error) {
    if (error.code() == ErrorCode::Unavailable) throw Ended();
    throw;
  }
}

void Channel::look() {
  if (!watching_) return;
  // Not for what can be read: kenkod may have asked something that is not due yet.
  std::array<pollfd, 2> states{{{socket_.get(), POLLRDHUP, 0}, {signals_.get(), POLLIN, 0}}};
  if (::poll(states.data(), states.size(), 0) <= 0) return;
  throw Ended();
}

void Channel::wait(std::vector<pollfd>& also, std::chrono::milliseconds time) {
  const auto count = also.size();
  also.push_back({watching_ ? socket_.get() : -1, POLLRDHUP, 0});
  also.push_back({watching_ ? signals_.get() : -1, POLLIN, 0});
  const int ready = ::poll(also.data(), also.size(), static_cast<int>(time.count()));
  const bool ended = ready > 0 && (also[count].revents != 0 || also[count + 1].revents != 0);
  also.resize(count);
  if (ended) throw Ended();
  if (ready <= 0)
    for (pollfd& one : also) one.revents = 0;
}

void Channel::sleep(std::chrono::milliseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  std::vector<pollfd> nothing;
  for (auto left = time; left.count() > 0;
       left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()))
    wait(nothing, left);
}

}  // namespace kenkod::fetch
