#include "jobs/secret_question.hpp"

#include <exception>
#include <optional>
#include <utility>

#include "common/text_rules.hpp"
#include "jobs/answer.hpp"
#include "loop/journal.hpp"

namespace kenkod::jobs {
namespace {

constexpr int kRounds = 5;  // prompts until the person gives up

struct Wanted {
  std::shared_ptr<vault::NewSecret> secret;
  bool recovery_key = false;
};

// "question LF answer LF recovery|no-recovery"
Wanted read_form(const SecretBuffer& bytes) {
  const auto malformed = [] {
    return Error(ErrorCode::InvalidArgument, "The prompt agent's answer has not the agreed form.");
  };
  const auto text = bytes.text();
  const auto first = text.find('\n');
  const auto second = first == std::string_view::npos ? first : text.find('\n', first + 1);
  if (second == std::string_view::npos) throw malformed();
  const auto last = text.substr(second + 1);
  if (last != "recovery" && last != "no-recovery") throw malformed();
  Wanted wanted{std::make_shared<vault::NewSecret>(), last == "recovery"};
  wanted.secret->question = text.substr(0, first);
  wanted.secret->answer = SecretBuffer(text.substr(first + 1, second - first - 1));
  return wanted;
}

std::optional<Refusal> refuse(const vault::NewSecret& secret, const access::AccountNames& names) {
  if (const auto refusal = refuse_question(secret.question)) return refusal;
  return refuse_answer(secret.question, secret.answer.text(), {names.account.name, names.real_name});
}

// Asks until question and answer obey the rules (common/text_rules.hpp).
loop::Task<Wanted> ask_new_secret(Services& services, const Call& call, gate::Dialog& dialog,
                                  std::string act) {
  const auto uid = call.caller->uid;
  std::string refused;
  for (int round = 0; round < kRounds; ++round) {
    gate::SecretRequest request{.kind = "new-question", .act = act, .refused = refused};
    call.progress("prompt", 0, 0);
    const auto bytes = co_await dialog.ask(std::move(request));
    auto wanted = read_form(bytes);
    const auto checking = services.lanes.run(uid, loop::Lane::vault, [uid, secret = wanted.secret] {
      return refuse(*secret, access::account_of(uid));
    });
    const auto refusal = co_await checking;
    if (!refusal) co_return wanted;
    refused = to_name(*refusal);
  }
  throw Error(ErrorCode::UserCancelled, "No usable question and answer were given.");
}

// Whether the person has seen one. The vault is made and works in any case; who closed the page can have a
// new key by changing the question.
loop::Task<bool> show_recovery_key(gate::Dialog& dialog, SecretBuffer printed) {
  if (printed.empty()) co_return false;
  try {
    co_await dialog.show_recovery_key(std::move(printed));
    co_return true;
  } catch (const Error&) {
    co_return false;
  }
}

// A key without its vault opens nothing; it is only litter in the person's keyring.
loop::Task<> forget_device_key(gate::Dialog& dialog, std::string vault_id) {
  try {
    co_await dialog.delete_device_key(std::move(vault_id));
  } catch (const Error&) {
    loop::journal::debug("A device key without a vault stayed in the keyring");
  }
}

}  // namespace

loop::Task<NewVault> set_up_vault(Services& services, const Call& call, bool open) {
  const auto uid = call.caller->uid;
  auto dialog = co_await services.dialogs.begin(call.caller, call.cancel);
  auto wanted = co_await ask_new_secret(services, call, dialog, open ? "link" : "set-question");

  auto& directory = services.directory;
  const auto naming =
      services.lanes.run(uid, loop::Lane::vault, [&directory] { return directory.new_vault_id(); });
  const auto vault_id = co_await naming;
  auto device_key = std::make_shared<SecretBuffer>(co_await make_device_key(dialog, vault_id));
  const bool has_device_key = !device_key->empty();

  call.progress("store", 0, 1);
  SecretBuffer recovery_key;
  const auto slot = services.sessions.vault_of(uid);
  std::exception_ptr failure;
  try {
    const auto known = co_await services.users.known(uid);  // consent may have been withdrawn meanwhile
    gate::require(gate::Needs::consent_no_vault, services.users.gate_state(known));
    const auto making = services.lanes.run(uid, loop::Lane::vault,
                                           [&directory, uid, vault_id, secret = wanted.secret, device_key,
                                            recovery = wanted.recovery_key, slot, open] {
                                             auto made =
                                                 directory.create(access::account_of(uid).account, vault_id,
                                                                  *secret, *device_key, recovery);
                                             if (open) slot->hold(std::move(made.vault));
                                             return std::move(made.recovery_key);
                                           });
    recovery_key = co_await making;
  } catch (const Error&) {
    failure = std::current_exception();
  }
  if (failure) {
    if (has_device_key) co_await forget_device_key(dialog, vault_id);
    std::rethrow_exception(failure);
  }
  NewVault made;
  if (open) made.hold = std::make_shared<access::VaultHold>(services.lanes, uid, slot);
  co_await services.users.refresh(uid);
  loop::journal::write(loop::journal::Event::vault_made, "A secret question was set",
                       {{"KENKOD_UID", std::to_string(uid)}});
  const bool shown = co_await show_recovery_key(dialog, std::move(recovery_key));
  made.result = {has_device_key, shown};
  co_return made;
}

loop::Task<SecretQuestionResult> set_secret_question(Services& services, Call call) {
  const auto made = co_await set_up_vault(services, call, false);
  co_return made.result;
}

loop::Task<SecretQuestionResult> change_secret_question(Services& services, Call call) {
  const auto uid = call.caller->uid;
  auto dialog = co_await services.dialogs.begin(call.caller, call.cancel);
  Asking asking{.act = "change-question"};
  auto proof = co_await prove(services, call, dialog, std::move(asking));
  auto wanted = co_await ask_new_secret(services, call, dialog, "change-question");
  call.cancel.throw_if_cancelled();

  services.sessions.end_user(uid);
  call.progress("store", 0, 1);
  auto& directory = services.directory;
  const auto slot = proof.hold->vault();
  const auto device_key = std::make_shared<SecretBuffer>(proof.device_key.copy());
  const auto changing =
      services.lanes.run(uid, loop::Lane::vault, [&directory, uid, slot, secret = wanted.secret, device_key] {
        auto printed =
            directory.change_secret(access::account_of(uid).account, slot->get(), *secret, *device_key);
        slot->close();
        return printed;
      });
  auto recovery_key = co_await changing;
  services.sessions.end_user(uid);
  co_await services.users.refresh(uid);
  loop::journal::write(loop::journal::Event::vault_changed, "The secret question was changed",
                       {{"KENKOD_UID", std::to_string(uid)}});
  const bool shown = co_await show_recovery_key(dialog, std::move(recovery_key));
  co_return SecretQuestionResult{!device_key->empty(), shown};
}

}  // namespace kenkod::jobs
