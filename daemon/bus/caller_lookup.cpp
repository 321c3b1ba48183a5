#include "bus/caller_lookup.hpp"

#include <map>
#include <string_view>
#include <vector>

#include "bus/outgoing.hpp"

namespace kenkod::bus {
namespace {

constexpr auto kTime = std::chrono::seconds(10);

// systemd escapes unit names: "\x2d" is a dash.
std::string unescape(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) == "\\x" && i + 3 < text.size()) {
      const auto hex = std::string(text.substr(i + 2, 2));
      plain.push_back(static_cast<char>(std::strtol(hex.c_str(), nullptr, 16)));
      i += 3;
    } else {
      plain.push_back(text[i]);
    }
  }
  return plain;
}

}  // namespace

std::string flatpak_id(const std::string& control_group) {
  constexpr std::string_view kPrefix = "app-flatpak-";
  for (std::size_t begin = 0; begin < control_group.size();) {
    auto end = control_group.find('/', begin);
    if (end == std::string::npos) end = control_group.size();
    const std::string_view unit(control_group.data() + begin, end - begin);
    begin = end + 1;
    if (!unit.starts_with(kPrefix)) continue;
    // app-flatpak-ID-NUMBER.scope
    const auto last = unit.find_last_of('-');
    if (last < kPrefix.size()) continue;
    return unescape(unit.substr(kPrefix.size(), last - kPrefix.size()));
  }
  return {};
}

loop::Task<gate::CallerLookup::Credentials> BusCallerLookup::credentials(std::string unique_name) {
  const auto read = [](sdbus::MethodReply& reply) {
    std::map<std::string, sdbus::Variant> facts;
    reply >> facts;
    return Credentials{facts.at("UnixUserID").get<std::uint32_t>(),
                       static_cast<pid_t>(facts.at("ProcessID").get<std::uint32_t>())};
  };
  auto asking = call_method(
      connection_, loop_, Target{"org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus"},
      "GetConnectionCredentials", [&unique_name](sdbus::MethodCall& call) { call << unique_name; }, read,
      kTime, loop::Cancel());
  co_return co_await std::move(asking);
}

loop::Task<gate::App> BusCallerLookup::app(uid_t uid, pid_t pid) {
  using Process = sdbus::Struct<std::string, std::uint32_t, std::string>;
  const auto unit = "user@" + std::to_string(uid) + ".service";
  const auto read = [pid](sdbus::MethodReply& reply) {
    std::vector<Process> processes;
    reply >> processes;
    for (const auto& process : processes)
      if (process.get<1>() == static_cast<std::uint32_t>(pid)) return flatpak_id(process.get<0>());
    return std::string();
  };
  gate::App app;
  try {
    auto asking = call_method(
        connection_, loop_,
        Target{"org.freedesktop.systemd1", "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager"},
        "GetUnitProcesses", [&unit](sdbus::MethodCall& call) { call << unit; }, read, kTime, loop::Cancel());
    app.id = co_await std::move(asking);
  } catch (const sdbus::Error&) {
    // No systemd, or no such user manager: nothing is proved, so the program is unconfined.
  }
  app.sandboxed = !app.id.empty();
  co_return app;
}

loop::Task<std::string> BusCallerLookup::login_session(pid_t pid) {
  const auto read = [](sdbus::MethodReply& reply) {
    sdbus::ObjectPath path;
    reply >> path;
    return std::string(path);
  };
  std::string session;
  try {
    auto asking = call_method(
        connection_, loop_,
        Target{"org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager"},
        "GetSessionByPID", [pid](sdbus::MethodCall& call) { call << static_cast<std::uint32_t>(pid); }, read,
        kTime, loop::Cancel());
    session = co_await std::move(asking);
  } catch (const sdbus::Error&) {
    // A user service, or no logind: it belongs to no login session.
  }
  co_return session;
}

}  // namespace kenkod::bus
