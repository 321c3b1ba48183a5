#include "bus/logind_watch.hpp"

#include <map>
#include <vector>

#include "bus/outgoing.hpp"

namespace kenkod::bus {
namespace {

constexpr const char* kSession = "org.freedesktop.login1.Session";
constexpr auto kTime = std::chrono::seconds(10);

std::string match(const std::string& interface, const std::string& member, const std::string& more) {
  return "type='signal',sender='org.freedesktop.login1',interface='" + interface + "',member='" + member +
         "'" + more;
}

// Locked now, or no longer in the foreground.
bool left(const std::map<std::string, sdbus::Variant>& changed) {
  const auto flag = [&](const char* key, bool value) {
    const auto found = changed.find(key);
    return found != changed.end() && found->second.containsValueOfType<bool>() &&
           found->second.get<bool>() == value;
  };
  return flag("LockedHint", true) || flag("Active", false);
}

}  // namespace

LogindWatch::LogindWatch(Connection& connection, loop::EventLoop& loop, std::function<void(uid_t)> user_left,
                         std::function<void(bool begins)> sleep)
    : connection_(connection), loop_(loop), user_left_(std::move(user_left)) {
  const std::string below = ",path_namespace='/org/freedesktop/login1/session'";
  connection_.get().addMatch(
      match(kSession, "Lock", below),
      [this](sdbus::Message& message) {
        loop::guarded("screen lock", [&] { loop::spawn(session_left(message.getPath())); });
      },
      sdbus::floating_slot);
  connection_.get().addMatch(
      match("org.freedesktop.DBus.Properties", "PropertiesChanged", below),
      [this](sdbus::Message& message) {
        loop::guarded("login session", [&] {
          std::string interface;
          std::map<std::string, sdbus::Variant> changed;
          message >> interface >> changed;
          if (interface == kSession && left(changed)) loop::spawn(session_left(message.getPath()));
        });
      },
      sdbus::floating_slot);
  connection_.get().addMatch(
      match("org.freedesktop.login1.Manager", "PrepareForSleep", ""),
      [sleep = std::move(sleep)](sdbus::Message& message) {
        loop::guarded("suspend", [&] {
          bool begins = false;
          message >> begins;
          sleep(begins);
        });
      },
      sdbus::floating_slot);
}

loop::Task<> LogindWatch::session_left(std::string path) {
  const auto read = [](sdbus::MethodReply& reply) {
    sdbus::Variant value;
    reply >> value;
    return value.get<sdbus::Struct<std::uint32_t, sdbus::ObjectPath>>().get<0>();
  };
  try {
    auto asking = call_method(
        connection_, loop_, Target{"org.freedesktop.login1", path, "org.freedesktop.DBus.Properties"}, "Get",
        [](sdbus::MethodCall& call) { call << std::string(kSession) << std::string("User"); }, read, kTime,
        loop::Cancel());
    const auto uid = co_await std::move(asking);
    user_left_(uid);
  } catch (const sdbus::Error& error) {
    // The session is gone already; so are its programs, and with them their connections.
    loop::journal::debug("A login session was left and is gone", {{"ERROR_NAME", error.getName()}});
  }
}

}  // namespace kenkod::bus
