// org.kenkod1.Session (dbus/org.kenkod1.Session.xml): one per open session, seen by its owner only.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <memory>
#include <string>

#include "bus/exporter.hpp"

namespace kenkod::bus {

class SessionObject {
 public:
  SessionObject(sdbus::IConnection& connection, Serving serving, const access::SessionPtr& session);
  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  static std::string path_of(const std::string& session_id) { return "/org/kenkod1/session/" + session_id; }

 private:
  std::string path_;
  std::shared_ptr<sdbus::IObject> object_;
};

}  // namespace kenkod::bus
