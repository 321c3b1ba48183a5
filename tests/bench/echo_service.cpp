// Keeps what Keep(aa{sv}s) was given and returns it from Echo(): what a reply of that size costs by itself.
// On the session bus, as org.kenkod.test.Echo.
#include <systemd/sd-bus.h>

#include <iostream>

namespace {

sd_bus_message* kept = nullptr;

int keep(sd_bus_message* call, void* /*userdata*/, sd_bus_error* /*error*/) {
  sd_bus_message_unref(kept);
  kept = sd_bus_message_ref(call);
  return sd_bus_reply_method_return(call, nullptr);
}

int echo(sd_bus_message* call, void* /*userdata*/, sd_bus_error* /*error*/) {
  sd_bus_message* reply = nullptr;
  int result = sd_bus_message_new_method_return(call, &reply);
  if (result >= 0) result = sd_bus_message_rewind(kept, 1);
  if (result >= 0) result = sd_bus_message_copy(reply, kept, 1);
  if (result >= 0) result = sd_bus_send(nullptr, reply, nullptr);
  sd_bus_message_unref(reply);
  return result < 0 ? result : 1;
}

const sd_bus_vtable kTable[] = {
    SD_BUS_VTABLE_START(0), SD_BUS_METHOD("Keep", "aa{sv}s", "", keep, SD_BUS_VTABLE_UNPRIVILEGED),
    SD_BUS_METHOD("Echo", "", "aa{sv}s", echo, SD_BUS_VTABLE_UNPRIVILEGED), SD_BUS_VTABLE_END};

}  // namespace

int main() {
  sd_bus* bus = nullptr;
  int result = sd_bus_open_user(&bus);
  if (result >= 0)
    result = sd_bus_add_object_vtable(bus, nullptr, "/echo", "org.kenkod.test.Echo", kTable, nullptr);
  if (result >= 0) result = sd_bus_request_name(bus, "org.kenkod.test.Echo", 0);
  if (result >= 0) std::cout << "ready" << std::endl;
  while (result >= 0) {
    result = sd_bus_process(bus, nullptr);
    if (result == 0) result = sd_bus_wait(bus, UINT64_MAX);
  }
  return 1;
}
