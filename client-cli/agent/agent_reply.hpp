// What an agent's thread decided to answer; sent later by the bus thread.
#pragma once

#include <optional>
#include <string>

#include "common/fd.hpp"

namespace kenkod::cli {

class AgentReply {
 public:
  static constexpr const char* kCanceled = "org.kenkod1.Agent.Error.Canceled";
  static constexpr const char* kNoKeyring = "org.kenkod1.Agent.Error.NoKeyring";
  static constexpr const char* kNotFound = "org.kenkod1.Agent.Error.NotFound";

  void done() { error_.clear(); }
  void give(Fd fd) {
    fd_ = std::move(fd);
    done();
  }
  void consent(bool given) {
    consent_ = given;
    done();
  }
  void fail(const char* name) { error_ = name; }

  [[nodiscard]] const std::string& error() const noexcept { return error_; }
  [[nodiscard]] Fd& fd() noexcept { return fd_; }
  [[nodiscard]] const std::optional<bool>& consent() const noexcept { return consent_; }

 private:
  // A task that ends without a word must not leave kenkod waiting, nor pass for success.
  std::string error_ = kCanceled;
  Fd fd_;
  std::optional<bool> consent_;
};

}  // namespace kenkod::cli
