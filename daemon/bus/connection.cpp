#include "bus/connection.hpp"

#include <systemd/sd-bus.h>

#include <ctime>
#include <string_view>
#include <utility>

#include "bus/native.hpp"
#include "loop/guard.hpp"

namespace kenkod::bus {

Connection::Connection(loop::EventLoop& loop) : loop_(loop), connection_(sdbus::createSystemBusConnection()) {
  driver_ = sdbus::createProxy(*connection_, "org.freedesktop.DBus", "/org/freedesktop/DBus");
  const auto poll = connection_->getEventLoopPollData();
  sd_event_add_io(
      loop_.native(), &io_, poll.fd, static_cast<std::uint32_t>(poll.events),
      [](sd_event_source*, int, std::uint32_t, void* self) {
        static_cast<Connection*>(self)->dispatch();
        return 0;
      },
      this);
  sd_event_add_time(
      loop_.native(), &time_, CLOCK_MONOTONIC, 0, 1,
      [](sd_event_source*, std::uint64_t, void* self) {
        static_cast<Connection*>(self)->dispatch();
        return 0;
      },
      this);
  sd_event_source_set_enabled(time_, SD_EVENT_OFF);
  // Before each sleep: what the bus waits for changes with every message queued or expected.
  sd_event_source_set_prepare(io_, &Connection::prepare);
}

Connection::~Connection() {
  sd_event_source_disable_unref(io_);
  sd_event_source_disable_unref(time_);
  sd_bus_slot_unref(filter_slot_);
  driver_.reset();
}

int Connection::prepare(sd_event_source* /*source*/, void* self) {
  auto& connection = *static_cast<Connection*>(self);
  loop::guarded("bus poll", [&] {
    const auto poll = connection.connection_->getEventLoopPollData();
    sd_event_source_set_io_events(connection.io_, static_cast<std::uint32_t>(poll.events));
    if (poll.timeout_usec == UINT64_MAX) {
      sd_event_source_set_enabled(connection.time_, SD_EVENT_OFF);
    } else {
      sd_event_source_set_time(connection.time_, poll.timeout_usec);
      sd_event_source_set_enabled(connection.time_, SD_EVENT_ONESHOT);
    }
  });
  return 0;
}

void Connection::dispatch() {
  try {
    while (connection_->processPendingRequest()) {
    }
  } catch (const sdbus::Error& error) {
    // The bus is gone: nobody can call us any more.
    loop::journal::bug("bus", error.getName());
    if (disconnected_) disconnected_();
  }
}

void Connection::watch_departures(std::function<void(const std::string&)> gone) {
  connection_->addMatch(
      "type='signal',sender='org.freedesktop.DBus',path='/org/freedesktop/DBus',"
      "interface='org.freedesktop.DBus',member='NameOwnerChanged',arg2=''",
      [gone = std::move(gone)](sdbus::Message& message) {
        loop::guarded("departure", [&] {
          std::string name;
          message >> name;
          if (name.starts_with(':')) gone(name);
        });
      },
      sdbus::floating_slot);
}

void Connection::keep_node(const std::string& path) {
  const auto message = driver_->createMethodCall("org.freedesktop.DBus.Peer", "Ping");
  const auto unhandled = [](sd_bus_message* /*call*/, void* /*self*/, sd_bus_error* /*error*/) { return 0; };
  sd_bus_add_object(native::bus_of(message), nullptr, path.c_str(), unhandled, nullptr);
}

void Connection::hide_objects(std::function<bool(const std::string&, const std::string&)> visible) {
  visible_ = std::move(visible);
  const auto message = driver_->createMethodCall("org.freedesktop.DBus.Peer", "Ping");
  sd_bus_add_filter(native::bus_of(message), &filter_slot_, &Connection::filter, this);
}

int Connection::filter(sd_bus_message* message, void* self, sd_bus_error* /*error*/) {
  auto& connection = *static_cast<Connection*>(self);
  if (sd_bus_message_is_method_call(message, nullptr, nullptr) <= 0) return 0;
  const char* path = sd_bus_message_get_path(message);
  const char* sender = sd_bus_message_get_sender(message);
  bool visible = false;
  loop::guarded("filter",
                [&] { visible = path != nullptr && sender != nullptr && connection.visible_(path, sender); });
  if (visible) return 0;
  // Word for word what libsystemd answers for a path without an object.
  if (sd_bus_message_get_expect_reply(message) > 0)
    sd_bus_reply_method_errorf(message, SD_BUS_ERROR_UNKNOWN_OBJECT, "Unknown object '%s'.", path);
  return 1;
}

}  // namespace kenkod::bus
