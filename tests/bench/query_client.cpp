// Times Query of 100 rows and Echo of the same reply turn by turn, with sd-bus on both sides; prints both
// medians in microseconds. A registered agent answers for the session it opens.
#include <systemd/sd-bus.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

namespace {

constexpr int kRuns = 1001;
constexpr const char* kEcho = "org.kenkod.test.Echo";

void check(int result) {
  if (result >= 0) return;
  std::cerr << "error " << -result << '\n';
  std::exit(1);
}

sd_bus_message* call(sd_bus* bus, sd_bus_message* message) {
  sd_bus_message* reply = nullptr;
  check(sd_bus_call(bus, message, 60'000'000, nullptr, &reply));
  sd_bus_message_unref(message);
  return reply;
}

std::string open_session(sd_bus* bus) {
  sd_bus_message* message = nullptr;
  check(sd_bus_message_new_method_call(bus, &message, "org.kenkod1", "/org/kenkod1", "org.kenkod1.Manager",
                                       "OpenSession"));
  check(sd_bus_message_append(message, "assa{sv}", 1, "checkup", "bench", 0));
  sd_bus_message* const reply = call(bus, message);
  const char* path = nullptr;
  check(sd_bus_message_read(reply, "o", &path));
  std::string session(path);
  sd_bus_message_unref(reply);
  return session;
}

sd_bus_message* query(sd_bus* bus, const std::string& session) {
  sd_bus_message* message = nullptr;
  check(sd_bus_message_new_method_call(bus, &message, "org.kenkod1", session.c_str(), "org.kenkod1.Session",
                                       "Query"));
  check(sd_bus_message_append(message, "a{sv}", 1, "kind", "s", "checkup"));
  return call(bus, message);
}

sd_bus_message* echo(sd_bus* bus) {
  sd_bus_message* message = nullptr;
  check(sd_bus_message_new_method_call(bus, &message, kEcho, "/echo", kEcho, "Echo"));
  return call(bus, message);
}

void keep(sd_bus* bus, sd_bus_message* reply) {
  sd_bus_message* message = nullptr;
  check(sd_bus_message_new_method_call(bus, &message, kEcho, "/echo", kEcho, "Keep"));
  check(sd_bus_message_copy(message, reply, 1));
  sd_bus_message_unref(call(bus, message));
}

template <class Work>
double microseconds(Work work) {
  const auto begin = std::chrono::steady_clock::now();
  sd_bus_message_unref(work());
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

int main() {
  sd_bus* kenkod = nullptr;
  sd_bus* session_bus = nullptr;
  check(sd_bus_open_system(&kenkod));
  check(sd_bus_open_user(&session_bus));
  const std::string session = open_session(kenkod);
  sd_bus_message* const reply = query(kenkod, session);
  keep(session_bus, reply);
  std::vector<double> ours, theirs;
  for (int run = 0; run < kRuns; ++run) {
    ours.push_back(microseconds([&] { return query(kenkod, session); }));
    theirs.push_back(microseconds([&] { return echo(session_bus); }));
  }
  std::ranges::sort(ours);
  std::ranges::sort(theirs);
  std::cout << ours[kRuns / 2] << ' ' << theirs[kRuns / 2] << '\n';
}
