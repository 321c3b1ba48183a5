// The daemon's connection to the system bus, driven by the event loop.
#pragma once

#include <sdbus-c++/sdbus-c++.h>
#include <systemd/sd-bus.h>

#include <functional>
#include <memory>
#include <string>

#include "loop/event_loop.hpp"

namespace kenkod::bus {

class Connection {
 public:
  explicit Connection(loop::EventLoop& loop);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] sdbus::IConnection& get() noexcept { return *connection_; }
  // Blocking: before the loop runs, or as the last thing it does.
  void request_name(const std::string& name) { connection_->requestName(name); }
  void release_name(const std::string& name) { connection_->releaseName(name); }

  // `gone` hears the unique name of every connection that leaves the bus.
  void watch_departures(std::function<void(const std::string&)> gone);
  // The node exists from now on, with or without children: everybody sees the nodes of the root, and must not
  // learn from them that a child came or went.
  void keep_node(const std::string& path);
  // Decides, before any object is looked up, whether a method call may see the object at `path`. Refused
  // calls get exactly what sd-bus says of an object that does not exist.
  void hide_objects(std::function<bool(const std::string& path, const std::string& sender)> visible);
  // `gone` is called when the bus itself ends.
  void on_disconnect(std::function<void()> gone) { disconnected_ = std::move(gone); }

 private:
  static int filter(sd_bus_message* message, void* self, sd_bus_error* error);
  static int prepare(sd_event_source* source, void* self);
  void dispatch();

  loop::EventLoop& loop_;
  std::unique_ptr<sdbus::IConnection> connection_;
  std::unique_ptr<sdbus::IProxy> driver_;
  sd_bus_slot* filter_slot_ = nullptr;
  sd_event_source* io_ = nullptr;
  sd_event_source* time_ = nullptr;
  std::function<bool(const std::string&, const std::string&)> visible_;
  std::function<void()> disconnected_;
};

}  // namespace kenkod::bus
