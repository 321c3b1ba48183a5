#include "bus/agent_client.hpp"

#include <memory>
#include <string_view>

#include "bus/append.hpp"
#include "bus/native.hpp"
#include "bus/outgoing.hpp"
#include "bus/secret_pipe.hpp"

namespace kenkod::bus {
namespace {

constexpr const char* kInterface = "org.kenkod1.Agent";
constexpr std::string_view kCanceled = "org.kenkod1.Agent.Error.Canceled";
constexpr std::string_view kNoKeyring = "org.kenkod1.Agent.Error.NoKeyring";
constexpr std::string_view kNotFound = "org.kenkod1.Agent.Error.NotFound";
// Longer than any deadline of ours: the dialog's own timers decide.
constexpr auto kTime = std::chrono::minutes(5);
constexpr std::size_t kDeviceKeyBytes = 32;

Target target(const gate::AgentRef& agent) { return {agent.name, agent.path, kInterface}; }

// What an agent's error means to a job.
[[noreturn]] void rethrow_agent_error(const sdbus::Error& error) {
  if (error.getName() == kCanceled) throw Error(ErrorCode::UserCancelled, "The person dismissed the prompt.");
  throw Error(ErrorCode::NoAgent, "The prompt agent does not answer as agreed.");
}

// What every request says: which prompt it is, and for whom.
template <class Request>
void put_prompt(Dictionary& what, const Request& request) {
  what.put("prompt", request.prompt)
      .put("app", request.app)
      .put("sandboxed", request.sandboxed)
      .put("act", request.act);
}

void fill_request(sdbus::MethodCall& call, const gate::SecretRequest& request) {
  Dictionary what(call);
  put_prompt(what, request);
  what.put("kind", request.kind).text("purpose", request.purpose).text("refused", request.refused);
  if (!request.scopes.empty()) what.put("scopes", request.scopes);
  if (request.kind == "new-question") return;
  what.text("vault", request.vault)
      .text("reader", request.reader)
      .put("wait", request.wait)
      .put("retry", request.retry);
  if (request.tries_left) what.put("tries-left", *request.tries_left);
  if (request.question) what.put("question", *request.question);
}

void fill_request(sdbus::MethodCall& call, const gate::ConsentRequest& request) {
  Dictionary what(call);
  put_prompt(what, request);
  what.put("kind", request.kind)
      .text("name", request.name)
      .text("kana", request.kana)
      .text("birth-date", request.birth_date)
      .text("sex", request.sex)
      .text("principal", request.principal)
      .text("reader", request.reader);
  if (request.tries_left) what.put("tries-left", *request.tries_left);
}

}  // namespace

loop::Task<SecretBuffer> AgentClient::request_secret(gate::AgentRef agent, gate::SecretRequest request,
                                                     loop::Cancel cancel) {
  std::shared_ptr<Fd> fd;
  try {
    const auto fill = [&request](sdbus::MethodCall& call) {
      native::mark_sensitive(call);  // the question is the person's own
      fill_request(call, request);
    };
    fd = co_await call_method(connection_, loop_, target(agent), "RequestSecret", fill, read_fd, kTime,
                              cancel);
  } catch (const sdbus::Error& error) {
    rethrow_agent_error(error);
  }
  co_return co_await read_secret(loop_, std::move(*fd), cancel);
}

loop::Task<bool> AgentClient::request_consent(gate::AgentRef agent, gate::ConsentRequest request,
                                              loop::Cancel cancel) {
  const auto fill = [&request](sdbus::MethodCall& call) {
    native::mark_sensitive(call);
    fill_request(call, request);
  };
  const auto read = [](sdbus::MethodReply& reply) {
    bool consent = false;
    reply >> consent;
    return consent;
  };
  try {
    const bool consent =
        co_await call_method(connection_, loop_, target(agent), "RequestConsent", fill, read, kTime, cancel);
    co_return consent;
  } catch (const sdbus::Error& error) {
    rethrow_agent_error(error);
  }
}

loop::Task<> AgentClient::open_browser(gate::AgentRef agent, gate::BrowserRequest request,
                                       loop::Cancel cancel) {
  try {
    const auto fill = [&request](sdbus::MethodCall& call) {
      native::mark_sensitive(call);  // the address logs somebody in
      {
        Dictionary what(call);
        put_prompt(what, request);
      }
      call << request.url;
    };
    auto opening = call_method(
        connection_, loop_, target(agent), "OpenBrowser", fill, [](sdbus::MethodReply&) {}, kTime, cancel);
    co_await std::move(opening);
  } catch (const sdbus::Error& error) {
    rethrow_agent_error(error);
  }
}

loop::Task<gate::DeviceKey> AgentClient::get_device_key(gate::AgentRef agent, std::string vault,
                                                        loop::Cancel cancel) {
  gate::DeviceKey result;
  std::shared_ptr<Fd> fd;
  try {
    const auto fill = [&vault](sdbus::MethodCall& call) { call << vault; };
    fd =
        co_await call_method(connection_, loop_, target(agent), "GetDeviceKey", fill, read_fd, kTime, cancel);
  } catch (const sdbus::Error& error) {
    if (error.getName() == kNotFound)
      result.answer = gate::DeviceKey::Answer::not_found;
    else if (error.getName() != kNoKeyring)
      rethrow_agent_error(error);
  }
  if (fd == nullptr) co_return result;
  result.key = co_await read_secret(loop_, std::move(*fd), cancel);
  if (result.key.size() != kDeviceKeyBytes)
    throw Error(ErrorCode::NoAgent, "The prompt agent does not answer as agreed.");
  result.answer = gate::DeviceKey::Answer::found;
  co_return result;
}

loop::Task<bool> AgentClient::store_device_key(gate::AgentRef agent, std::string vault, SecretBuffer key,
                                               loop::Cancel cancel) {
  const sdbus::UnixFd fd(secret_pipe(key).release(), sdbus::adopt_fd);
  try {
    const auto fill = [&](sdbus::MethodCall& call) { call << vault << fd; };
    auto storing = call_method(
        connection_, loop_, target(agent), "StoreDeviceKey", fill, [](sdbus::MethodReply&) {}, kTime, cancel);
    co_await std::move(storing);
  } catch (const sdbus::Error& error) {
    if (error.getName() == kNoKeyring) co_return false;
    rethrow_agent_error(error);
  }
  co_return true;
}

loop::Task<> AgentClient::delete_device_key(gate::AgentRef agent, std::string vault, loop::Cancel cancel) {
  try {
    const auto fill = [&vault](sdbus::MethodCall& call) { call << vault; };
    auto deleting = call_method(
        connection_, loop_, target(agent), "DeleteDeviceKey", fill, [](sdbus::MethodReply&) {}, kTime,
        cancel);
    co_await std::move(deleting);
  } catch (const sdbus::Error& error) {
    rethrow_agent_error(error);
  }
}

loop::Task<> AgentClient::show_recovery_key(gate::AgentRef agent, SecretBuffer printed, loop::Cancel cancel) {
  const sdbus::UnixFd fd(secret_pipe(printed).release(), sdbus::adopt_fd);
  try {
    const auto fill = [&fd](sdbus::MethodCall& call) { call << fd; };
    auto showing = call_method(
        connection_, loop_, target(agent), "ShowRecoveryKey", fill, [](sdbus::MethodReply&) {}, kTime,
        cancel);
    co_await std::move(showing);
  } catch (const sdbus::Error& error) {
    rethrow_agent_error(error);
  }
}

void AgentClient::take_prompt_away(const gate::AgentRef& agent, const std::string& prompt) {
  loop::guarded("agent cancel", [&] {
    const auto proxy = sdbus::createProxy(connection_.get(), agent.name, agent.path);
    auto call = proxy->createMethodCall(kInterface, "Cancel");
    call << prompt;
    call.dontExpectReply();
    proxy->callMethod(call);
  });
}

void AgentClient::release(const gate::AgentRef& agent) {
  loop::guarded("agent release", [&] {
    const auto proxy = sdbus::createProxy(connection_.get(), agent.name, agent.path);
    auto call = proxy->createMethodCall(kInterface, "Release");
    call.dontExpectReply();
    proxy->callMethod(call);
  });
}

}  // namespace kenkod::bus
