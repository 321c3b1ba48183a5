#include "bus/fetch_client.hpp"

#include "bus/options.hpp"
#include "bus/outgoing.hpp"

namespace kenkod::bus {
namespace {

constexpr auto kTime = std::chrono::seconds(60);  // it may have to be started

}  // namespace

loop::Task<std::shared_ptr<Fd>> FetchClient::start(loop::Cancel cancel) {
  const Target target{"org.kenkod1.Fetch", "/org/kenkod1/Fetch", "org.kenkod1.Fetch"};
  const auto fill = [](sdbus::MethodCall& call) { call << Options(); };
  try {
    auto socket =
        co_await call_method(connection_, loop_, target, "Start", fill, read_fd, kTime, std::move(cancel));
    co_return socket;
  } catch (const sdbus::Error& error) {
    loop::journal::bug("fetch start", error.getName());
    throw Error(ErrorCode::Unavailable, "The program that talks to the portal does not start.");
  }
}

}  // namespace kenkod::bus
