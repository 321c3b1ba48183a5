#include "client-cli/agent/agent_object.hpp"

#include <fcntl.h>

#include <functional>

#include "client-cli/agent/agent_reply.hpp"
#include "client-cli/agent/browser.hpp"
#include "client-cli/agent/secret_pipe.hpp"
#include "client-cli/agent/secret_request.hpp"
#include "client-cli/bus/call.hpp"
#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {
namespace {

void send(const sdbus::MethodCall& call, AgentReply& reply) {
  if (!reply.error().empty()) {
    call.createErrorReply(sdbus::Error(reply.error(), "The agent did not do it.")).send();
    return;
  }
  sdbus::MethodReply message = call.createReply();
  if (reply.fd()) message << sdbus::UnixFd(reply.fd().release(), sdbus::adopt_fd);
  if (reply.consent()) message << *reply.consent();
  message.send();
}

// A received descriptor is not close-on-exec; the copy is.
Fd received_fd(sdbus::MethodCall& call) {
  sdbus::UnixFd fd;
  call >> fd;
  return Fd(::fcntl(fd.get(), F_DUPFD_CLOEXEC, 3));
}

}  // namespace

AgentObject::AgentObject(BusLoop& loop, Prompter& prompter)
    : loop_(loop), prompter_(prompter), object_(sdbus::createObject(loop.connection(), kPath)) {
  add_method("RequestSecret", "a{sv}", "h", &AgentObject::request_secret);
  add_method("RequestConsent", "a{sv}", "b", &AgentObject::request_consent);
  add_method("OpenBrowser", "a{sv}s", "", &AgentObject::open_browser);
  add_method("GetDeviceKey", "s", "h", &AgentObject::get_device_key);
  add_method("StoreDeviceKey", "sh", "", &AgentObject::store_device_key);
  add_method("DeleteDeviceKey", "s", "", &AgentObject::delete_device_key);
  add_method("ShowRecoveryKey", "h", "", &AgentObject::show_recovery_key);
  add_method("Cancel", "s", "", &AgentObject::cancel, false);
  add_method("Release", "", "", &AgentObject::release, false);
  object_->finishRegistration();
}

AgentObject::~AgentObject() {
  *alive_ = false;
  object_.reset();
  cancel_prompts();
  keyring_.cancel();
}

void AgentObject::add_method(const char* name, const char* in, const char* out, Handler handler,
                             bool replies) {
  sdbus::Flags flags;
  if (!replies) flags.set(sdbus::Flags::METHOD_NO_REPLY);
  // Anything but sdbus::Error that leaves a callback unwinds through C frames and ends the program.
  const auto guarded = [this, handler](sdbus::MethodCall call) {
    if (trusted_.empty() || call.getSender() != trusted_)
      throw sdbus::Error("org.freedesktop.DBus.Error.AccessDenied", "Only kenkod may call an agent.");
    try {
      (this->*handler)(call);
    } catch (const sdbus::Error&) {
      throw;
    } catch (const std::exception&) {
      throw sdbus::Error(AgentReply::kCanceled, "The agent did not do it.");
    }
  };
  object_->registerMethod(kAgent, name, in, out, guarded, flags);
}

void AgentObject::run(Worker& worker, const sdbus::MethodCall& call, Task task) {
  worker.add([this, alive = alive_, call = std::make_shared<sdbus::MethodCall>(call),
              task = std::move(task)]() mutable {
    auto reply = std::make_shared<AgentReply>();
    try {
      task(*reply);
    } catch (const NoKeyring&) {
      reply->fail(AgentReply::kNoKeyring);
    } catch (const std::exception&) {
      reply->fail(AgentReply::kCanceled);
    }
    // The message goes back to the bus thread with its last reference: sdbus objects are not for two threads.
    loop_.post([alive, call = std::move(call), reply] {
      if (!*alive) return;
      try {
        send(*call, *reply);
      } catch (const sdbus::Error&) {
        return;  // kenkod is gone; nobody waits for this answer
      }
    });
  });
}

std::shared_ptr<CancelToken> AgentObject::open_prompt(const std::string& name) {
  std::erase_if(prompts_, [](const auto& each) { return each.second.expired(); });
  auto token = std::make_shared<CancelToken>();
  prompts_[name] = token;
  return token;
}

void AgentObject::request_secret(sdbus::MethodCall& call) {
  std::map<std::string, sdbus::Variant> what;
  call >> what;
  SecretRequest request = secret_request(what);
  auto token = open_prompt(request.prompt);
  run_prompt(call, token, [this, request = std::move(request), token](AgentReply& reply) {
    if (const auto secret = prompter_.ask(request, *token)) reply.give(secret_pipe(*secret));
  });
}

void AgentObject::request_consent(sdbus::MethodCall& call) {
  std::map<std::string, sdbus::Variant> what;
  call >> what;
  if (const auto card = card_request(what)) {
    auto token = open_prompt(card->prompt);
    run_prompt(call, token, [this, request = *card, token](AgentReply& reply) {
      if (const auto go_on = prompter_.confirm_card(request, *token)) reply.consent(*go_on);
    });
    return;
  }
  const auto request = subject_request(what);
  // A question this agent does not understand is dismissed, never answered.
  if (!request) throw sdbus::Error(AgentReply::kCanceled, "The agent did not do it.");
  auto token = open_prompt(request->prompt);
  run_prompt(call, token, [this, request = *request, token](AgentReply& reply) {
    if (const auto own = prompter_.confirm_subject(request, *token)) reply.consent(*own);
  });
}

void AgentObject::open_browser(sdbus::MethodCall& call) {
  std::map<std::string, sdbus::Variant> what;
  std::string url;
  call >> what >> url;
  // Whatever kenkod was made to believe: nothing but a web page is opened here.
  if (!may_open(url)) throw sdbus::Error(AgentReply::kCanceled, "The agent did not do it.");
  const BrowserRequest request = browser_request(what);
  auto token = open_prompt(request.prompt);
  run_prompt(call, token, [this, request, url = std::move(url)](AgentReply& reply) {
    prompter_.show_browser(request, url, open_in_browser(url));
    reply.done();
  });
}

void AgentObject::run_prompt(const sdbus::MethodCall& call, std::shared_ptr<CancelToken> token, Task task) {
  ++open_prompts_;
  run(prompt_worker_, call, [this, token = std::move(token), task = std::move(task)](AgentReply& reply) {
    struct Close {
      std::atomic<int>& count;
      ~Close() { --count; }
    } const close{open_prompts_};
    if (!token->cancelled()) task(reply);
  });
}

void AgentObject::show_recovery_key(sdbus::MethodCall& call) {
  auto fd = std::make_shared<Fd>(received_fd(call));
  auto token = open_prompt("recovery-key");
  run_prompt(call, token, [this, fd, token](AgentReply& reply) {
    if (prompter_.show_recovery_key(read_secret(fd->get()), *token)) reply.done();
  });
}

void AgentObject::get_device_key(sdbus::MethodCall& call) {
  std::string vault;
  call >> vault;
  run(keyring_worker_, call, [this, vault](AgentReply& reply) {
    try {
      const auto key = keyring_.find(vault);
      if (key)
        reply.give(secret_pipe(*key));
      else
        reply.fail(AgentReply::kNotFound);
    } catch (const NoKeyring&) {
      prompter_.tell(
          tr("Your keyring cannot be reached or is locked, and it holds a key of your records. Log in on the "
             "desktop or unlock the keyring, or use the recovery key (--recovery)."));
      throw;
    }
  });
}

void AgentObject::store_device_key(sdbus::MethodCall& call) {
  std::string vault;
  call >> vault;
  auto fd = std::make_shared<Fd>(received_fd(call));
  run(keyring_worker_, call, [this, vault, fd](AgentReply& reply) {
    try {
      keyring_.store(vault, read_secret(fd->get()));
      reply.done();
    } catch (const NoKeyring&) {
      prompter_.tell(
          tr("There is no unlocked keyring in this login, so no key was put there: your records rest on this "
             "machine and your answer only."));
      throw;
    }
  });
}

void AgentObject::delete_device_key(sdbus::MethodCall& call) {
  std::string vault;
  call >> vault;
  run(keyring_worker_, call, [this, vault](AgentReply& reply) {
    keyring_.remove(vault);
    reply.done();
  });
}

void AgentObject::cancel(sdbus::MethodCall& call) {
  std::string prompt;
  call >> prompt;
  const auto found = prompts_.find(prompt);
  if (found == prompts_.end()) return;
  if (const auto token = found->second.lock()) token->cancel();
}

void AgentObject::release(sdbus::MethodCall&) { cancel_prompts(); }

void AgentObject::cancel_prompts() {
  for (const auto& [name, weak] : prompts_)
    if (const auto token = weak.lock()) token->cancel();
}

}  // namespace kenkod::cli
