#include "jobs/link_login.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

#include "fetcher/portal_error.hpp"
#include "gate/dialog.hpp"
#include "jobs/card_signature.hpp"
#include "jobs/link_assertion.hpp"
#include "jobs/term_token.hpp"
#include "loop/journal.hpp"

namespace kenkod::jobs {
namespace {

constexpr auto kLoginTime = std::chrono::minutes(10);

// "host" or "host:port" of an https address.
std::string_view authority(std::string_view url) {
  constexpr std::string_view kScheme = "https://";
  if (!url.starts_with(kScheme)) return {};
  url.remove_prefix(kScheme.size());
  return url.substr(0, url.find_first_of("/?#"));
}

// The person's browser is opened on nothing but the portal itself.
void require_portal_page(const PortalConfiguration& portal, const std::string& url) {
  const auto& page = portal.authorization_endpoint.empty() ? portal.issuer : portal.authorization_endpoint;
  const bool plain = std::ranges::all_of(url, [](char c) { return c > 0x20 && c < 0x7F; });
  if (url.size() > fetch::kMaxUrl || !plain || authority(url).empty() || authority(url) != authority(page))
    throw fetcher::portal_error(ErrorCode::ProtocolViolation);
}

loop::Task<fetch::Authorized> log_in_by_browser(Services& services, const Call& call,
                                                fetcher::Channel& channel) {
  channel.send(fetch::Authorize{});
  auto answer = co_await channel.receive(call.cancel);
  const auto page = fetcher::expect<fetch::OpenBrowser>(std::move(answer));
  require_portal_page(services.portal, page.url);
  {
    auto dialog = co_await services.dialogs.begin(call.caller, call.cancel);
    gate::BrowserRequest request{.act = "link", .url = page.url};
    call.progress("browser", 0, 0);
    co_await dialog.open_browser(std::move(request));
  }
  auto end = co_await channel.receive(call.cancel);
  co_return fetcher::expect<fetch::Authorized>(std::move(end));
}

loop::Task<fetch::Authorized> log_in_by_card(Services& services, const Call& call, const LinkRequest& request,
                                             fetcher::Channel& channel) {
  channel.send(fetch::GetNonce{});
  auto answer = co_await channel.receive(call.cancel);
  const auto nonce = fetcher::expect<fetch::Nonce>(std::move(answer));
  Assertion assertion{.kinds = request.kinds,
                      .consent = services.terms.version(),
                      .nonce = nonce.nonce,
                      .issued_at = services.loop.clock().realtime_us() / 1'000'000};
  CardSigning signing{.act = "link", .reader = request.reader, .text = {}};
  signing.text = [&services, assertion](const card::Certificate& certificate) {
    return signing_input(services.portal, assertion, certificate);
  };
  auto signature = co_await sign_with_card(services, call, std::move(signing));
  call.progress("log-in", 0, 0);
  channel.send(fetch::Assert{signed_jwt(signature.text, signature.signature)});
  auto end = co_await channel.receive(call.cancel);
  co_return fetcher::expect<fetch::Authorized>(std::move(end));
}

}  // namespace

loop::Task<std::shared_ptr<fetcher::Channel>> start_fetcher(Services& services, const Call& call,
                                                            std::vector<Kind> kinds) {
  auto socket = co_await services.fetch_starter.start(call.cancel);
  auto channel = std::make_shared<fetcher::Channel>(services.loop, std::move(*socket));
  channel->send(fetch::Begin{.now_us = services.loop.clock().realtime_us(),
                             .uid = call.caller->uid,
                             .consent = services.terms.version(),
                             .kinds = std::move(kinds)});
  co_return channel;
}

loop::Task<fetcher::Login> log_in(Services& services, const Call& call, const LinkRequest& request) {
  const loop::Cancel over;
  const auto with_call = over.follow(call.cancel);
  const auto timer = services.loop.after(kLoginTime, [over] {
    over.cancel(Error(ErrorCode::UserCancelled, "The log-in was not finished within ten minutes."));
  });
  Call login = call;
  login.cancel = over;

  fetcher::Login result;
  result.channel = co_await start_fetcher(services, login, request.kinds);
  result.kinds = request.kinds;
  fetch::Authorized authorized;
  if (request.flow == LoginFlow::card) {
    result.flow = vault::Fetch::Flow::card;
    authorized = co_await log_in_by_card(services, login, request, *result.channel);
  } else {
    result.flow = vault::Fetch::Flow::browser;
    authorized = co_await log_in_by_browser(services, login, *result.channel);
  }
  result.subject = std::move(authorized.subject);
  const auto ten_minutes = std::chrono::duration_cast<std::chrono::microseconds>(kLoginTime).count();
  result.until_us = services.loop.clock().boottime_us() + ten_minutes;
  co_return result;
}

loop::Task<fetcher::Login> renew(Services& services, const Call& call, std::vector<Kind> kinds,
                                 SecretBuffer refresh_token, std::shared_ptr<access::OpenVault> slot) {
  fetcher::Login result;
  result.flow = vault::Fetch::Flow::renewed;
  result.kinds = kinds;
  call.progress("log-in", 0, 0);
  result.channel = co_await start_fetcher(services, call, std::move(kinds));
  result.channel->send(fetch::Renew{std::move(refresh_token)});
  auto answer = co_await result.channel->receive(call.cancel);
  auto rotated = fetcher::expect<fetch::Rotated>(std::move(answer));
  co_await keep_rotated_token(services, call.caller->uid, std::move(slot), *result.channel,
                              std::move(rotated));
  auto end = co_await result.channel->receive(call.cancel);
  result.subject = fetcher::expect<fetch::Authorized>(std::move(end)).subject;
  co_return result;
}

}  // namespace kenkod::jobs
