#include "jobs/open_session.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "common/hex.hpp"
#include "common/text_rules.hpp"
#include "jobs/answer.hpp"

namespace kenkod::jobs {
namespace {

constexpr std::array<std::string_view, 7> kScopes{"checkup", "medication", "expense",   "import",
                                                  "export",  "purge",      "principals"};
constexpr std::size_t kMaxPurpose = 200;  // characters

Error invalid(std::string_view key, std::string_view sentence) {
  return Error(ErrorCode::InvalidArgument, sentence).with("key", key);
}

Error unknown_principal() { return invalid("principal", "There is no such person."); }

// Only an open vault knows whom the person acts for.
loop::Task<> require_principal(Services& services, uid_t uid, std::shared_ptr<access::OpenVault> slot,
                               std::string id) {
  const auto looking = services.lanes.run(uid, loop::Lane::vault, [slot, id] {
    const auto all = slot->get().principals();
    return std::ranges::find(all, id, &vault::Principal::id) != all.end();
  });
  const bool found = co_await looking;
  if (!found) throw unknown_principal();
}

}  // namespace

void check(const OpenSessionRequest& request) {
  if (request.scopes.empty()) throw invalid("scopes", "A session needs at least one scope.");
  std::set<std::string_view> seen;
  for (const auto& scope : request.scopes) {
    if (std::ranges::find(kScopes, scope) == kScopes.end())
      throw invalid("scopes", "There is no such scope.");
    if (!seen.insert(scope).second) throw invalid("scopes", "A scope is named twice.");
  }
  const auto length = count_characters(request.purpose);
  const bool control =
      std::ranges::any_of(request.purpose, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
  if (!length || *length == 0 || *length > kMaxPurpose || control)
    throw invalid("purpose", "The purpose must be one line of 1 to 200 characters.");
  if (!request.principal.empty() && !is_random_id(request.principal)) throw unknown_principal();
}

loop::Task<access::SessionPtr> open_session(Services& services, Call call, OpenSessionRequest request) {
  services.sessions.require_room(call.caller->uid);
  auto app = co_await services.callers.app_of(call.caller);
  auto dialog = co_await services.dialogs.begin(call.caller, call.cancel);
  Asking asking{.act = "open-session",
                .purpose = request.purpose,
                .scopes = request.scopes,
                .recovery = request.recovery};
  auto proof = co_await prove(services, call, dialog, std::move(asking));
  if (!request.principal.empty())
    co_await require_principal(services, call.caller->uid, proof.hold->vault(), request.principal);
  // While the person was asked the caller may have gone, and consent been withdrawn.
  call.cancel.throw_if_cancelled();
  const auto known = co_await services.users.known(call.caller->uid);
  gate::require(gate::Needs::consent_vault, services.users.gate_state(known));
  services.sessions.require_room(call.caller->uid);
  co_return services.sessions.add(*call.caller, app.sandboxed ? app.id : std::string(),
                                  std::move(request.scopes), std::move(request.purpose),
                                  std::move(request.principal), std::move(proof.hold));
}

}  // namespace kenkod::jobs
