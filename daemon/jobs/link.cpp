#include "jobs/link.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "fetcher/portal_error.hpp"
#include "jobs/answer.hpp"
#include "jobs/link_login.hpp"
#include "jobs/link_note.hpp"
#include "jobs/secret_question.hpp"
#include "jobs/term_token.hpp"
#include "loop/journal.hpp"

namespace kenkod::jobs {
namespace {

constexpr std::int64_t kDay = 86'400;

// One Link() and what it has come to.
struct Linking {
  Services& services;
  const Call& call;
  LinkRequest request;
  fetcher::Logins::Attempt& attempt;
  std::int64_t began = 0;  // Unix seconds
  bool linked_for_term = false;
  std::shared_ptr<access::VaultHold> hold;
  fetcher::Login login;
  vault::Principal principal;  // the one asked for
  LinkResult result;

  [[nodiscard]] uid_t uid() const { return call.caller->uid; }
  [[nodiscard]] std::shared_ptr<access::OpenVault> slot() const { return hold->vault(); }
  [[nodiscard]] std::int64_t now() const { return services.loop.clock().realtime_us() / 1'000'000; }
  [[nodiscard]] bool term() const { return services.portal.term_days > 0; }
  // On the vault lane.
  template <class F>
  auto in_vault(F work) const {
    return services.lanes.run(uid(), loop::Lane::vault, std::move(work));
  }
};

// Fills in what the request leaves open. NotSupported.
void complete(const PortalConfiguration& portal, LinkRequest& request) {
  if (!portal.configured())
    throw Error(ErrorCode::NotSupported, "No portal is configured.").with("portal", "none");
  if (!request.flow) request.flow = portal.flows.front();
  if (std::ranges::find(portal.flows, *request.flow) == portal.flows.end())
    throw Error(ErrorCode::NotSupported, "The portal is not configured for this way to log in.")
        .with("key", "flow");
  const auto offered = portal.kinds();
  if (request.kinds.empty()) request.kinds = offered;
  for (const auto kind : request.kinds)
    if (std::ranges::find(offered, kind) == offered.end())
      throw Error(ErrorCode::NotSupported, "The portal is not configured for this kind.")
          .with("key", "kinds");
}

void require_portal_open(const PortalConfiguration& portal, std::int64_t now) {
  if (portal.hours.open(now, portal.holidays)) return;
  Error closed(ErrorCode::OutOfHours, "The portal gives out no records at this hour.");
  const auto next = portal.hours.next_opening(now, portal.holidays);
  if (!next) throw Error(closed);
  throw Error(std::move(closed).with("next", *next));
}

void require_patience(const vault::LinkNote& note, const PortalConfiguration& portal, std::int64_t now) {
  if (note.portal == portal.id && note.retry_at > now)
    throw Error(ErrorCode::RateLimited, "The portal wants to be asked again later.")
        .with("until", note.retry_at);
}

loop::Task<> prove_person(Linking& linking) {
  auto dialog = co_await linking.services.dialogs.begin(linking.call.caller, linking.call.cancel);
  Asking asking{.act = "link"};
  auto proof = co_await prove(linking.services, linking.call, dialog, std::move(asking));
  linking.hold = std::move(proof.hold);
}

// The refresh token of a term link of this portal that is not over; empty when there is none.
loop::Task<std::shared_ptr<SecretBuffer>> term_token(Linking& linking) {
  const auto reading =
      linking.in_vault([slot = linking.slot(), portal = linking.services.portal.id, now = linking.now(),
                        term = linking.term() && linking.linked_for_term] {
        auto link = slot->get().portal_link();
        if (link && !link->refresh_token.empty() && term && link->portal == portal && link->expires_at > now)
          return std::make_shared<SecretBuffer>(std::move(link->refresh_token));
        static_cast<void>(take_term_token(slot->get()));
        return std::shared_ptr<SecretBuffer>();
      });
  co_return co_await reading;
}

// The portal ended it: what is left of the term link goes.
loop::Task<> drop_token(Linking& linking) {
  const auto dropping =
      linking.in_vault([slot = linking.slot()] { static_cast<void>(take_term_token(slot->get())); });
  co_await dropping;
}

// Known without an answer at once: should the fetch fail, the link is there all the same.
loop::Task<> note_term(Linking& linking) {
  std::function<void(vault::LinkNote&)> change = [ends = linking.result.expires_at](vault::LinkNote& note) {
    note.state = vault::LinkNote::State::ready;
    note.expires_at = ends;
  };
  auto changing = change_link_note(linking.services, linking.uid(), std::move(change));
  co_await std::move(changing);
}

loop::Task<> log_in_somehow(Linking& linking) {
  auto& services = linking.services;
  if (linking.hold) {
    auto token = co_await term_token(linking);
    if (token) {
      linking.login.flow = vault::Fetch::Flow::renewed;
      auto kinds = linking.request.kinds;
      auto renewing = renew(services, linking.call, std::move(kinds), std::move(*token), linking.slot());
      linking.login = co_await std::move(renewing);
      co_return;
    }
  }
  if (auto waiting = services.logins.resume(linking.uid(), linking.request.kinds)) {
    linking.login = std::move(*waiting);
    co_return;
  }
  linking.login.flow =
      linking.request.flow == LoginFlow::card ? vault::Fetch::Flow::card : vault::Fetch::Flow::browser;
  linking.login = co_await log_in(services, linking.call, linking.request);
}

// The first time: nothing that was fetched is stored before there is a vault.
loop::Task<> set_question(Linking& linking) {
  linking.call.progress("secret-question", 0, 0);
  std::exception_ptr failure;
  try {
    auto made = co_await set_up_vault(linking.services, linking.call, true);
    linking.hold = std::move(made.hold);
  } catch (const Error&) {
    failure = std::current_exception();
  }
  if (!failure) co_return;
  linking.services.logins.wait_for_question(linking.uid(), std::move(linking.login));
  std::rethrow_exception(failure);
}

// One vault, one person at the portal. Keeps with whom it is linked, and the token of a term link.
loop::Task<> keep_link(Linking& linking) {
  auto token = std::make_shared<SecretBuffer>();
  const bool fresh = linking.login.flow != vault::Fetch::Flow::renewed;
  if (fresh && linking.term()) {
    linking.login.channel->send(fetch::GetRefreshToken{});
    auto answer = co_await linking.login.channel->receive(linking.call.cancel);
    auto given = fetcher::expect<fetch::RefreshToken>(std::move(answer));
    *token = std::move(given.refresh_token);
  }
  const auto ends = linking.now() + std::int64_t{linking.services.portal.term_days} * kDay;
  const auto keeping = linking.in_vault([slot = linking.slot(), portal = linking.services.portal.id,
                                         subject = linking.login.subject, token, ends, fresh] {
    auto link = slot->get().portal_link();
    if (link && link->portal == portal && link->subject != subject)
      throw Error(ErrorCode::ForeignSubject, "Another person logged in than the one these records are of.");
    if (!fresh) return link ? link->expires_at : 0;
    std::optional<vault::PortalLink> next(std::in_place);
    next->portal = portal;
    next->subject = subject;
    if (!token->empty()) {
      next->refresh_token = std::move(*token);
      next->expires_at = ends;
    }
    slot->get().set_portal_link(next);
    return next->expires_at;
  });
  linking.result.expires_at = co_await keeping;
  if (fresh && linking.term()) co_await note_term(linking);
}

loop::Task<> list_principals(Linking& linking) {
  linking.login.channel->send(fetch::ListPrincipals{});
  std::optional<fetch::Principals> said;
  try {
    auto answer = co_await linking.login.channel->receive(linking.call.cancel);
    said = fetcher::expect<fetch::Principals>(std::move(answer));
  } catch (const Error& error) {
    // A portal without them: whoever was listed before stays as they are.
    if (error.code() != ErrorCode::NotSupported && error.code() != ErrorCode::KindNotPermitted) throw;
  }
  std::vector<vault::ListedPrincipal> listed;
  if (said) {
    for (auto& one : said->principals) listed.push_back({std::move(one.id), std::move(one.name)});
    linking.result.principals = static_cast<std::uint32_t>(listed.size());
  }
  const auto keeping = linking.in_vault([slot = linking.slot(), listed = std::move(listed),
                                         known = said.has_value(), wanted = linking.request.principal] {
    if (known) slot->get().set_principals(listed);
    vault::Principal found;
    if (wanted.empty()) return found;
    for (auto& one : slot->get().principals())
      if (one.id == wanted && one.listed) found = std::move(one);
    if (found.id.empty())
      throw Error(ErrorCode::InvalidArgument, "The person does not act for anybody of this id.")
          .with("key", "principal");
    return found;
  });
  linking.principal = co_await keeping;
}

// Tells the portal that this is over. Whatever it answers, what was fetched is here.
loop::Task<> finish(Linking& linking) {
  try {
    linking.login.channel->send(fetch::Finish{.keep = linking.term()});
    auto answer = co_await linking.login.channel->receive(linking.call.cancel);
    static_cast<void>(fetcher::expect<fetch::Revoked>(std::move(answer)));
  } catch (const Error& error) {
    loop::journal::debug("The portal did not confirm the end of a log-in",
                         {{"KENKOD_ERROR", error_name(error.code())}});
  }
}

loop::Task<> fetch_everything(Linking& linking) {
  linking.attempt.fetching();
  const Fetching fetching{.channel = linking.login.channel,
                          .slot = linking.slot(),
                          .principal = linking.principal.id,
                          .principal_name = linking.principal.name,
                          .subject = linking.principal.id.empty() ? "self" : linking.principal.portal_id,
                          .kinds = linking.request.kinds};
  co_await fetch_records(linking.services, linking.call, fetching, linking.result.rows);
}

loop::Task<> run(Linking& linking) {
  auto known = co_await linking.services.users.refresh(linking.uid());
  require_patience(known.overview.box.link, linking.services.portal, linking.now());
  const auto& note = known.overview.box.link;
  linking.linked_for_term = note.portal == linking.services.portal.id && note.expires_at != 0;
  const bool vault = known.overview.presence != vault::Presence::none;
  if (vault) co_await prove_person(linking);
  co_await log_in_somehow(linking);
  if (!vault) co_await set_question(linking);
  // Consent may have been withdrawn while the person was asked.
  known = co_await linking.services.users.known(linking.uid());
  gate::require(gate::Needs::consent_vault, linking.services.users.gate_state(known));
  co_await keep_link(linking);
  co_await list_principals(linking);
  co_await fetch_everything(linking);
}

bool failed(const LinkRow& row) { return row.kind.outcome == vault::FetchedKind::Outcome::failed; }

// For `kenkoctl history`. A vault that was closed meanwhile keeps no more of it.
loop::Task<> record(Linking& linking, const std::optional<Error>& failure) {
  vault::Fetch entry{
      .at = linking.began,
      .seconds = static_cast<std::uint32_t>(std::max<std::int64_t>(0, linking.now() - linking.began)),
      .flow = linking.login.flow};
  if (failure) entry.error = failure->code();
  for (const auto& row : linking.result.rows) entry.kinds.push_back(row.kind);
  const auto recording = linking.in_vault([slot = linking.slot(), principal = linking.principal.id, entry] {
    slot->get(principal).add_fetch(entry);
  });
  try {
    co_await recording;
  } catch (const Error& error) {
    loop::journal::debug("A fetch could not be recorded", {{"KENKOD_ERROR", error_name(error.code())}});
  }
}

loop::Task<> note_success(Linking& linking) {
  std::function<void(vault::LinkNote&)> change = [now = linking.now(),
                                                  ends = linking.result.expires_at](vault::LinkNote& note) {
    note.state = vault::LinkNote::State::ready;
    note.last_fetch = now;
    note.expires_at = ends;
    note.retry_at = 0;
  };
  auto changing = change_link_note(linking.services, linking.uid(), std::move(change));
  co_await std::move(changing);
}

}  // namespace

loop::Task<LinkResult> link(Services& services, Call call, LinkRequest request) {
  complete(services.portal, request);
  const auto began = services.loop.clock().realtime_us() / 1'000'000;
  if (!request.anyway) require_portal_open(services.portal, began);
  const loop::Cancel work;
  const auto with_call = work.follow(call.cancel);
  call.cancel = work;
  const auto attempt = services.logins.begin(call.caller->uid, work);

  Linking linking{services, call, std::move(request), *attempt, began};
  std::optional<Error> failure;
  std::int64_t until = 0;
  try {
    co_await run(linking);
  } catch (const fetcher::PortalError& error) {
    failure = error;
    until = error.until();
  } catch (const Error& error) {
    failure = error;
  }
  auto& rows = linking.result.rows;
  if (!failure && std::ranges::all_of(rows, failed)) failure = *rows.front().error;
  const bool over = failure && failure->code() == ErrorCode::LinkExpired;
  if (linking.login.channel && linking.hold) co_await finish(linking);
  if (over && linking.hold) co_await drop_token(linking);
  if (linking.hold) co_await record(linking, failure);
  if (failure) {
    co_await note_link_failure(services, call.caller->uid, *failure, until);
    throw Error(*failure);
  }
  co_await note_success(linking);
  loop::journal::write(loop::journal::Event::fetched, "Records were fetched from the portal",
                       {{"KENKOD_UID", std::to_string(call.caller->uid)}});
  co_return std::move(linking.result);
}

}  // namespace kenkod::jobs
