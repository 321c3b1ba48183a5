#include "jobs/answer.hpp"

#include <utility>

namespace kenkod::jobs {
namespace {

constexpr int kRounds = 5;                  // prompts within one call
constexpr std::uint32_t kTriesPerDay = 20;  // then a day's wait

std::uint32_t tries_left(const vault::Overview& overview) {
  return overview.failures >= kTriesPerDay ? 1 : kTriesPerDay - overview.failures;
}

// "recovery key LF answer"
std::pair<SecretBuffer, SecretBuffer> split(const SecretBuffer& both) {
  const auto text = both.text();
  const auto end = text.find('\n');
  if (end == std::string_view::npos)
    throw Error(ErrorCode::InvalidArgument, "The prompt agent's answer has not the agreed form.");
  return {SecretBuffer(text.substr(0, end)), SecretBuffer(text.substr(end + 1))};
}

Error wrong() { return {ErrorCode::WrongAnswer, "The answer is not right."}; }

// A key the keyring still holds is kept: a failed recovery must not destroy what may yet be right.
loop::Task<SecretBuffer> device_key_for_recovery(gate::Dialog& dialog, std::string vault_id) {
  auto found = co_await dialog.device_key(vault_id);
  if (found.answer == gate::DeviceKey::Answer::found) co_return std::move(found.key);
  if (found.answer == gate::DeviceKey::Answer::no_keyring) co_return SecretBuffer();
  co_return co_await make_device_key(dialog, std::move(vault_id));
}

loop::Task<SecretBuffer> fetch_device_key(gate::Dialog& dialog, std::string vault_id) {
  auto found = co_await dialog.device_key(std::move(vault_id));
  if (found.answer != gate::DeviceKey::Answer::found)
    throw Error(ErrorCode::KeyMissing,
                "The key in the person's keyring is missing; the recovery key replaces it.")
        .with("part", "device-key");
  co_return std::move(found.key);
}

}  // namespace

loop::Task<SecretBuffer> make_device_key(gate::Dialog& dialog, std::string vault_id) {
  auto key = SecretBuffer::random(32);
  const bool stored = co_await dialog.store_device_key(std::move(vault_id), key.copy());
  if (!stored) key.clear();
  co_return key;
}

loop::Task<Proof> prove(Services& services, const Call& call, gate::Dialog& dialog, Asking asking) {
  const auto uid = call.caller->uid;
  auto known = co_await services.users.refresh(uid);
  if (known.overview.damage) throw Error(*known.overview.damage);
  if (known.overview.presence == vault::Presence::foreign_host && !asking.recovery)
    throw Error(ErrorCode::KeyMissing,
                "This vault was made on another machine; the recovery key opens it here.")
        .with("part", "host-secret");
  const auto vault_id = known.overview.vault_id;

  Proof proof;
  if (asking.recovery)
    proof.device_key = co_await device_key_for_recovery(dialog, vault_id);
  else if (known.overview.device_key)
    proof.device_key = co_await fetch_device_key(dialog, vault_id);

  const auto slot = services.sessions.vault_of(uid);
  for (int round = 0; round < kRounds; ++round) {
    gate::SecretRequest request{.kind = asking.recovery ? "recovery" : "answer",
                                .act = asking.act,
                                .purpose = asking.purpose,
                                .vault = vault_id,
                                .scopes = asking.scopes,
                                .retry = round > 0,
                                .tries_left = tries_left(known.overview),
                                .wait = services.users.wait_seconds(known)};
    if (!known.overview.question.empty()) request.question = known.overview.question;
    call.progress("prompt", 0, 0);
    SecretBuffer secret;
    try {
      secret = co_await dialog.ask(std::move(request));
    } catch (const Error& error) {
      // Giving up after a wrong answer is a wrong answer.
      if (error.code() == ErrorCode::UserCancelled && round > 0) throw wrong();
      throw;
    }

    call.progress("verify", 0, 0);
    auto answer = std::make_shared<SecretBuffer>(std::move(secret));
    const auto device_key = std::make_shared<SecretBuffer>(proof.device_key.copy());
    auto& directory = services.directory;
    const bool recovery = asking.recovery;
    bool again = false;
    try {
      const auto opening =
          services.lanes.run(uid, loop::Lane::vault, [&directory, uid, answer, device_key, recovery, slot] {
            const auto account = access::account_of(uid).account;
            if (recovery) {
              const auto [key, words] = split(*answer);
              slot->close();  // its keys are about to change
              slot->hold(directory.recover(account, words, key, *device_key));
            } else {
              slot->hold(directory.open(account, *answer, *device_key));
            }
          });
      co_await opening;
      proof.hold = std::make_shared<access::VaultHold>(services.lanes, uid, slot);
    } catch (const Error& error) {
      // Waiting looks to the caller like a wrong answer, and took the same time. A recovery key that cannot
      // be one was mistyped.
      again = error.code() == ErrorCode::WrongAnswer || error.code() == ErrorCode::TooManyAttempts ||
              (recovery && error.code() == ErrorCode::InvalidArgument);
      if (!again) throw;
    }
    known = co_await services.users.refresh(uid);
    if (!again) co_return proof;
    call.cancel.throw_if_cancelled();
  }
  throw wrong();
}

}  // namespace kenkod::jobs
