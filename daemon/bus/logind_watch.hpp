// Screen lock, suspend and user switch end the sessions of whom they concern.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>

#include "bus/connection.hpp"
#include "loop/task.hpp"

namespace kenkod::bus {

class LogindWatch {
 public:
  // `user_left` hears of a screen lock, a switch to another user, or the end of a login session of `uid`;
  // `sleep` of a suspend about to happen (true) or over.
  LogindWatch(Connection& connection, loop::EventLoop& loop, std::function<void(uid_t)> user_left,
              std::function<void(bool begins)> sleep);

 private:
  loop::Task<> session_left(std::string path);

  Connection& connection_;
  loop::EventLoop& loop_;
  std::function<void(uid_t)> user_left_;
};

}  // namespace kenkod::bus
