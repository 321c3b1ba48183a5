// Calls in progress: each can be cancelled by its caller's death, the end of its session, shutdown, and, when
// it has a token, by its Job object, which also carries its progress.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <map>
#include <memory>
#include <string>

#include "bus/exporter.hpp"
#include "jobs/services.hpp"

namespace kenkod::bus {

class Jobs {
 public:
  static constexpr std::size_t kMaxPerCaller = 32;

  Jobs(sdbus::IConnection& connection, jobs::Services& services);
  ~Jobs();
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;

  void serve_with(Serving& serving) { serving_ = &serving; }
  // Error(InvalidArgument) unless 1–64 characters of [A-Za-z0-9_].
  static void check_token(const std::string& token);

  // LimitExceeded; InvalidArgument for a token in use.
  [[nodiscard]] detail::Admitted begin(const gate::CallerPtr& caller, const std::string& token,
                                       const access::SessionPtr& session);
  void cancel_all(const Error& reason);
  [[nodiscard]] bool idle() const noexcept { return running_.empty(); }
  // Whether the object at `path` is a job of `sender`.
  [[nodiscard]] bool owns(const std::string& path, const std::string& sender) const;

 private:
  struct Running;
  struct JobObject;
  void forget(const Running* job);

  sdbus::IConnection& connection_;
  jobs::Services& services_;
  Serving* serving_ = nullptr;
  std::map<const Running*, std::weak_ptr<Running>> running_;
  std::map<std::string, std::string> objects_;  // path → owner
};

}  // namespace kenkod::bus
