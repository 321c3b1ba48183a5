#include "gate/dialog.hpp"

#include <chrono>
#include <utility>

namespace kenkod::gate {
namespace {

constexpr auto kPromptTime = std::chrono::seconds(120);
constexpr auto kKeyringTime = std::chrono::seconds(30);
constexpr std::int64_t kSilenceUs = 600'000'000;
constexpr int kDismissalsUntilSilence = 2;

// A part of a dialog with its own deadline, ended by whatever ends the dialog.
struct Deadline {
  Deadline(loop::EventLoop& loop, const loop::Cancel& outer, std::chrono::microseconds time,
           const Error& late)
      : listener(cancel.follow(outer)),
        timer(loop.after(time, [inner = cancel, late] { inner.cancel(late); })) {}

  loop::Cancel cancel;
  loop::Cancel::Listener listener;
  loop::Timer timer;
};

Error nobody_answered() { return {ErrorCode::UserCancelled, "Nobody answered the prompt in time."}; }

}  // namespace

Dialog::Dialog(Dialogs& dialogs, CallerPtr caller, App app, AgentRef agent, const loop::Cancel& cancel)
    : dialogs_(&dialogs), caller_(std::move(caller)), app_(std::move(app)), agent_(std::move(agent)) {
  on_call_end_ = cancel_.follow(cancel);
  dialogs_->agents_.watch(agent_, cancel_);
}

Dialog::Dialog(Dialog&& other) noexcept
    : dialogs_(std::exchange(other.dialogs_, nullptr)),
      caller_(std::move(other.caller_)),
      app_(std::move(other.app_)),
      agent_(std::move(other.agent_)),
      cancel_(std::move(other.cancel_)),
      on_call_end_(std::move(other.on_call_end_)) {}

Dialog::~Dialog() {
  if (dialogs_ == nullptr) return;
  dialogs_->open_.erase(caller_->uid);
  on_call_end_.reset();
  cancel_.cancel(
      Error(ErrorCode::Cancelled, "The conversation has ended."));  // lets the agent registry forget it
}

loop::Task<SecretBuffer> Dialog::ask(SecretRequest request) {
  introduce(request);
  const auto prompt = request.prompt;
  const Deadline deadline(dialogs_->loop_, cancel_, kPromptTime, nobody_answered());
  try {
    auto secret = co_await dialogs_->port_.request_secret(agent_, std::move(request), deadline.cancel);
    dialogs_->dismissals_.erase(Dialogs::key_of(*caller_, app_));
    co_return secret;
  } catch (const Error& error) {
    prompt_failed(prompt, error, deadline.cancel);
    throw;
  }
}

loop::Task<bool> Dialog::ask_consent(ConsentRequest request) {
  introduce(request);
  const auto prompt = request.prompt;
  const Deadline deadline(dialogs_->loop_, cancel_, kPromptTime, nobody_answered());
  try {
    const bool consent =
        co_await dialogs_->port_.request_consent(agent_, std::move(request), deadline.cancel);
    dialogs_->dismissals_.erase(Dialogs::key_of(*caller_, app_));
    co_return consent;
  } catch (const Error& error) {
    prompt_failed(prompt, error, deadline.cancel);
    throw;
  }
}

loop::Task<> Dialog::open_browser(BrowserRequest request) {
  introduce(request);
  const auto prompt = request.prompt;
  const Deadline deadline(dialogs_->loop_, cancel_, kPromptTime, nobody_answered());
  try {
    co_await dialogs_->port_.open_browser(agent_, std::move(request), deadline.cancel);
  } catch (const Error& error) {
    prompt_failed(prompt, error, deadline.cancel);
    throw;
  }
}

void Dialog::prompt_failed(const std::string& prompt, const Error& error, const loop::Cancel& deadline) {
  if (deadline.cancelled()) {
    dialogs_->port_.take_prompt_away(agent_, prompt);
    return;
  }
  const bool own_agent = agent_.name == caller_->name;
  if (error.code() != ErrorCode::UserCancelled || own_agent) return;
  dialogs_->forget_old_dismissals();
  auto& dismissals = dialogs_->dismissals_[Dialogs::key_of(*caller_, app_)];
  if (++dismissals.count < kDismissalsUntilSilence) return;
  dismissals.count = 0;
  dismissals.silent_until_us = dialogs_->loop_.clock().boottime_us() + kSilenceUs;
}

loop::Task<DeviceKey> Dialog::device_key(std::string vault) {
  const Deadline deadline(dialogs_->loop_, cancel_, kKeyringTime,
                          Error(ErrorCode::NoAgent, "The prompt agent gave no answer about the keyring."));
  co_return co_await dialogs_->port_.get_device_key(agent_, std::move(vault), deadline.cancel);
}

loop::Task<bool> Dialog::store_device_key(std::string vault, SecretBuffer key) {
  const Deadline deadline(dialogs_->loop_, cancel_, kKeyringTime,
                          Error(ErrorCode::NoAgent, "The prompt agent gave no answer about the keyring."));
  co_return co_await dialogs_->port_.store_device_key(agent_, std::move(vault), std::move(key),
                                                      deadline.cancel);
}

loop::Task<> Dialog::delete_device_key(std::string vault) {
  const Deadline deadline(dialogs_->loop_, cancel_, kKeyringTime,
                          Error(ErrorCode::NoAgent, "The prompt agent gave no answer about the keyring."));
  co_await dialogs_->port_.delete_device_key(agent_, std::move(vault), deadline.cancel);
}

loop::Task<> Dialog::show_recovery_key(SecretBuffer printed) {
  const Deadline deadline(dialogs_->loop_, cancel_, kPromptTime, nobody_answered());
  co_await dialogs_->port_.show_recovery_key(agent_, std::move(printed), deadline.cancel);
}

std::string Dialogs::key_of(const Caller& caller, const App& app) {
  const auto program = app.sandboxed ? app.id : std::to_string(caller.pid);
  return std::to_string(caller.uid) + "/" + program;
}

void Dialogs::forget_old_dismissals() {
  constexpr std::size_t kEnough = 1024;
  if (dismissals_.size() < kEnough) return;
  std::erase_if(dismissals_, [now = loop_.clock().boottime_us()](const auto& entry) {
    return entry.second.silent_until_us <= now;
  });
}

loop::Task<Dialog> Dialogs::begin(CallerPtr caller, loop::Cancel cancel) {
  if (!open_.insert(caller->uid).second)
    throw Error(ErrorCode::Busy, "Another question to this person is open.");
  const auto uid = caller->uid;
  try {
    auto app = co_await callers_.app_of(caller);
    auto session = co_await callers_.login_session_of(caller);
    auto agent = co_await agents_.pick(caller, std::move(session), cancel);
    if (agent.name != caller->name) {
      const auto known = dismissals_.find(key_of(*caller, app));
      if (known != dismissals_.end() && known->second.silent_until_us > loop_.clock().boottime_us())
        throw Error(ErrorCode::UserCancelled,
                    "The person dismissed this program before; it is not asked again for now.")
            .with("wait",
                  (known->second.silent_until_us - loop_.clock().boottime_us() + 999'999) / 1'000'000);
    }
    cancel.throw_if_cancelled();
    co_return Dialog(*this, std::move(caller), std::move(app), std::move(agent), cancel);
  } catch (...) {
    open_.erase(uid);
    throw;
  }
}

}  // namespace kenkod::gate
