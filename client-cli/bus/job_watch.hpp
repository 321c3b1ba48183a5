// Progress and Ctrl-C of one held call.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "client-cli/bus/call.hpp"

namespace kenkod::cli {

class JobWatch {
 public:
  using Show = std::function<void(const std::string& stage, std::uint64_t done, std::uint64_t total)>;

  // Subscribes before the call is made. The first Ctrl-C cancels the job, the second gives up waiting.
  JobWatch(BusLoop& loop, Show show);
  ~JobWatch();
  JobWatch(const JobWatch&) = delete;
  JobWatch& operator=(const JobWatch&) = delete;

  // Options of the call: the token, to which more may be added.
  [[nodiscard]] Options options() const;
  [[nodiscard]] bool interrupted() const noexcept { return interrupts_ > 0; }

 private:
  void interrupt();

  BusLoop& loop_;
  std::string token_;
  std::unique_ptr<sdbus::IProxy> job_;
  int interrupts_ = 0;
};

}  // namespace kenkod::cli
