#include "worker.hpp"

#include <optional>
#include <string_view>
#include <utility>

#include "authorisation.hpp"
#include "channel.hpp"
#include "journal.hpp"
#include "log_in.hpp"
#include "portal.hpp"
#include "refused.hpp"
#include "retrieval.hpp"

namespace kenkod::fetch {
namespace {

// In the order of the variant.
constexpr std::array<std::string_view, std::variant_size_v<Request>> kNames{
    "Begin",           "Authorize",      "GetNonce", "Assert", "Renew", "Committed",
    "GetRefreshToken", "ListPrincipals", "Retrieve", "Finish", "Revoke"};

class Worker {
 public:
  Worker(Portal& portal, Begin begin) : portal_(portal), authorisation_(portal), begin_(std::move(begin)) {
    portal_.clock.set(begin_.now_us);
  }

  void serve(Request request) {
    if (!std::holds_alternative<Finish>(request) || !std::get<Finish>(request).keep) authorisation_.sealed();
    const auto name = kNames.at(request.index());
    ErrorCode code = ErrorCode::Failed;
    std::int64_t until = 0;
    try {
      std::visit([this](auto& one) { carry_out(one); }, request);
      return;
    } catch (const Refused& refused) {
      code = refused.code();
      until = refused.until();
    } catch (const Error& error) {
      code = error.code();  // what the portal said does not fit into a message
    } catch (const std::exception& error) {
      journal::bug(name, error.what());
    }
    journal::refused(name, code);
    portal_.channel.send(Failed{code, until});
  }

  void end() { authorisation_.end(); }

 private:
  void authorized(std::string subject) {
    portal_.channel.send(Authorized{std::move(subject), authorisation_.renewable()});
  }

  void carry_out(Begin& /*again*/) { violation(); }
  void carry_out(Committed& /*not due*/) { violation(); }
  void carry_out(Authorize& /*request*/) {
    authorized(log_in_by_browser(portal_, authorisation_, begin_.uid,
                                 scope_for(begin_.kinds, portal_.configuration)));
  }
  void carry_out(GetNonce& /*request*/) { portal_.channel.send(Nonce{fetch_nonce(portal_)}); }
  void carry_out(Assert& request) {
    authorized(log_in_by_assertion(portal_, authorisation_, request.jwt,
                                   scope_for(begin_.kinds, portal_.configuration)));
  }
  void carry_out(Renew& request) {
    authorized(authorisation_.begin_renewed(std::move(request.refresh_token)));
  }
  void carry_out(GetRefreshToken& /*request*/) {
    portal_.channel.send(RefreshToken{authorisation_.hand_out()});
  }
  void carry_out(ListPrincipals& /*request*/) {
    if (!authorisation_.held()) throw Refused(ErrorCode::NotLinked);
    HttpRequest request;
    request.url = portal_.resources() + "/v1/principals";
    const auto answer = authorisation_.ask(request);
    portal_.channel.send(Principals{parse_principals(answer.body)});
  }
  void carry_out(Retrieve& request) { Retrieval(portal_, authorisation_, std::move(request)).run(); }
  void carry_out(Finish& request) {
    bool confirmed = true;
    if (request.keep) {
      authorisation_.forget();
    } else {
      confirmed = authorisation_.revoke();
    }
    portal_.channel.send(Revoked{confirmed});
  }
  void carry_out(Revoke& request) {
    portal_.channel.send(Revoked{portal_.revoke(request.refresh_token, "refresh_token")});
  }

  Portal& portal_;
  Authorisation authorisation_;
  Begin begin_;
};

}  // namespace

void work(Fd socket, const PortalConfiguration& configuration, const std::string& credentials) {
  Channel channel(std::move(socket));
  Portal portal(configuration, credentials, channel);
  std::optional<Worker> worker;
  try {
    auto first = channel.next();
    auto* const begin = std::get_if<Begin>(&first);
    if (begin == nullptr) return;
    worker.emplace(portal, std::move(*begin));
    while (true) worker->serve(channel.next());
  } catch (const Ended&) {
    // The usual end.
  } catch (const Error& error) {
    journal::bug("socket", error.text());  // kenkod broke the protocol
  }
  channel.watch(false);
  if (worker) worker->end();
}

}  // namespace kenkod::fetch
