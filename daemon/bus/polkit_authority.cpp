#include "bus/polkit_authority.hpp"

#include <map>
#include <tuple>

#include "bus/outgoing.hpp"

namespace kenkod::bus {
namespace {

constexpr auto kDialogTime = std::chrono::minutes(5);
constexpr std::uint32_t kAllowInteraction = 1;

Target authority() {
  return {"org.freedesktop.PolicyKit1", "/org/freedesktop/PolicyKit1/Authority",
          "org.freedesktop.PolicyKit1.Authority"};
}

struct Verdict {
  bool authorized = false, challenge = false, dismissed = false;
};

Verdict read_verdict(sdbus::MethodReply& reply) {
  sdbus::Struct<bool, bool, std::map<std::string, std::string>> result;
  reply >> result;
  return {result.get<0>(), result.get<1>(), result.get<2>().contains("polkit.dismissed")};
}

loop::Task<> cancel_check(Connection& connection, loop::EventLoop& loop, std::string id) {
  try {
    auto asking = call_method(
        connection, loop, authority(), "CancelCheckAuthorization",
        [&id](sdbus::MethodCall& call) { call << id; }, [](sdbus::MethodReply&) {}, std::chrono::seconds(25),
        loop::Cancel());
    co_await std::move(asking);
  } catch (const sdbus::Error&) {
    // The check has ended in the meantime.
  }
}

}  // namespace

loop::Task<> PolkitAuthority::authorize(std::string unique_name, std::string action, bool interactive,
                                        loop::Cancel cancel) {
  const auto id = "kenkod-" + std::to_string(++checks_);
  Verdict verdict;
  try {
    const auto fill = [&](sdbus::MethodCall& call) {
      const std::map<std::string, sdbus::Variant> subject{{"name", sdbus::Variant(unique_name)}};
      call << sdbus::make_struct(std::string("system-bus-name"), subject) << action
           << std::map<std::string, std::string>{} << (interactive ? kAllowInteraction : 0U) << id;
    };
    verdict = co_await call_method(connection_, loop_, authority(), "CheckAuthorization", fill, read_verdict,
                                   kDialogTime, cancel);
  } catch (const sdbus::Error& error) {
    // polkit absent, the caller gone, an unknown action: no answer is a no.
    loop::journal::debug("polkit gave no verdict", {{"ERROR_NAME", error.getName()}});
  } catch (const Error&) {
    loop::spawn(cancel_check(connection_, loop_, id));
    throw;
  }
  if (verdict.authorized) co_return;
  if (verdict.challenge && !interactive) throw gate::InteractionRequired();
  if (verdict.dismissed) throw Error(ErrorCode::NotAuthorized, "The authorization dialog was dismissed.");
  throw Error(ErrorCode::NotAuthorized, "The system's rules do not allow this.");
}

}  // namespace kenkod::bus
