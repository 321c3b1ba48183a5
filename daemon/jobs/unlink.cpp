#include "jobs/unlink.hpp"

#include <utility>

#include "jobs/answer.hpp"
#include "jobs/link_login.hpp"
#include "jobs/link_note.hpp"
#include "jobs/term_token.hpp"
#include "loop/journal.hpp"

namespace kenkod::jobs {
namespace {

// Gone from here first: a portal that does not answer keeps nothing alive.
loop::Task<std::shared_ptr<SecretBuffer>> take_token(Services& services, const Call& call) {
  std::shared_ptr<access::VaultHold> hold;
  {
    auto dialog = co_await services.dialogs.begin(call.caller, call.cancel);
    Asking asking{.act = "unlink"};
    auto proof = co_await prove(services, call, dialog, std::move(asking));
    hold = std::move(proof.hold);
  }
  const auto taking = services.lanes.run(call.caller->uid, loop::Lane::vault, [slot = hold->vault()] {
    return std::make_shared<SecretBuffer>(take_term_token(slot->get()));
  });
  co_return co_await taking;
}

loop::Task<bool> revoke(Services& services, const Call& call, std::shared_ptr<SecretBuffer> token) {
  if (token->empty()) co_return true;
  if (!services.portal.configured()) co_return false;
  try {
    auto kinds = services.portal.kinds();
    const auto channel = co_await start_fetcher(services, call, std::move(kinds));
    channel->send(fetch::Revoke{std::move(*token)});
    auto answer = co_await channel->receive(call.cancel);
    co_return fetcher::expect<fetch::Revoked>(std::move(answer)).confirmed;
  } catch (const Error& error) {
    loop::journal::debug("The portal did not confirm a revocation",
                         {{"KENKOD_ERROR", error_name(error.code())}});
  }
  co_return false;
}

}  // namespace

loop::Task<bool> unlink(Services& services, Call call, bool forget) {
  const auto uid = call.caller->uid;
  services.logins.end_user(uid, Error(ErrorCode::Cancelled, "The link is being ended."));
  const auto known = co_await services.users.refresh(uid);
  const auto& note = known.overview.box.link;
  const bool term = note.expires_at != 0 && known.overview.presence != vault::Presence::none;
  bool confirmed = !term;
  if (term && !forget) {
    auto token = co_await take_token(services, call);
    call.progress("log-in", 0, 0);
    confirmed = co_await revoke(services, call, std::move(token));
  }
  if (note.state == vault::LinkNote::State::none) co_return confirmed;
  std::function<void(vault::LinkNote&)> change = [](vault::LinkNote& changed) {
    changed.state = vault::LinkNote::State::none;
    changed.expires_at = 0;
    changed.last_fetch = 0;
  };
  auto changing = change_link_note(services, uid, std::move(change));
  co_await std::move(changing);
  loop::journal::write(loop::journal::Event::unlinked, "A link with the portal was ended",
                       {{"KENKOD_UID", std::to_string(uid)}});
  co_return confirmed;
}

}  // namespace kenkod::jobs
