#include "jobs/term_token.hpp"

#include <utility>

namespace kenkod::jobs {

SecretBuffer take_term_token(vault::Vault& vault) {
  auto link = vault.portal_link();
  if (!link || link->refresh_token.empty()) return {};
  auto token = std::exchange(link->refresh_token, SecretBuffer());
  link->expires_at = 0;
  vault.set_portal_link(link);
  return token;
}

loop::Task<> keep_rotated_token(Services& services, uid_t uid, std::shared_ptr<access::OpenVault> slot,
                                fetcher::Channel& channel, fetch::Rotated rotated) {
  auto token = std::make_shared<SecretBuffer>(std::move(rotated.refresh_token));
  const auto keeping = services.lanes.run(uid, loop::Lane::vault, [slot, token] {
    auto link = slot->get().portal_link();
    if (!link) throw Error(ErrorCode::LinkExpired, "The link was ended meanwhile.");
    link->refresh_token = std::move(*token);
    slot->get().set_portal_link(link);
  });
  co_await keeping;
  channel.send(fetch::Committed{});
}

}  // namespace kenkod::jobs
