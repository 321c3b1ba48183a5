#include "retrieval.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "refused.hpp"
#include "retry_after.hpp"
#include "url.hpp"

namespace kenkod::fetch {
namespace {

constexpr auto kEndTime = std::chrono::seconds(5);

// Random (RFC 4122, version 4).
std::string new_uuid() {
  std::array<unsigned char, 16> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0fU) | 0x40U);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3fU) | 0x80U);
  std::array<char, 33> hex{};
  sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
  std::string text(hex.data());
  for (const std::size_t dash : {20U, 16U, 12U, 8U}) text.insert(dash, 1, '-');
  return text;
}

SecretBuffer body_of(const Retrieve& asked) {
  Json kinds = Json::array();
  for (const Kind kind : asked.kinds) kinds.push_back(std::string(to_name(kind)));
  const Json body{
      {"kinds", std::move(kinds)}, {"subject", asked.subject}, {"from", asked.from}, {"to", asked.to}};
  return SecretBuffer(body.dump());
}

}  // namespace

Retrieval::Retrieval(Portal& portal, Authorisation& authorisation, Retrieve asked)
    : portal_(portal),
      authorisation_(authorisation),
      asked_(std::move(asked)),
      base_(portal.resources() + "/v1/retrievals") {}

void Retrieval::run() {
  if (!authorisation_.held()) throw Refused(ErrorCode::NotLinked);
  // A kind the configuration names no scope for does not exist at this portal.
  std::vector<Kind> known;
  for (const Kind kind : asked_.kinds)
    if (portal_.configuration.scopes.contains(kind)) {
      known.push_back(kind);
    } else {
      portal_.channel.send(KindEnd{kind, KindStatus::not_supported});
    }
  asked_.kinds = std::move(known);
  if (!asked_.kinds.empty()) {
    try {
      once();
    } catch (const Expired&) {
      once();
    }
  }
  portal_.channel.send(Retrieved{});
  end();
}

void Retrieval::once() {
  using Stage = RetrievalStatus::Stage;
  give_up_ = std::chrono::steady_clock::now() + portal_.configuration.poll_total;
  auto status = begin();
  while (status.stage == Stage::working) status = poll();
  if (status.stage == Stage::expired) throw Expired();
  if (status.stage == Stage::failed && status.items.empty()) throw Refused(status.error);
  auto items = items_of(std::move(status));
  const auto documents =
      std::accumulate(items.begin(), items.end(), std::size_t{0},
                      [](auto sum, const auto& item) { return sum + item.documents.size() + item.refused; });
  if (documents > portal_.configuration.max_documents) throw Refused(ErrorCode::TooLarge);
  Downloads(portal_, authorisation_, place_, items, sent_).run();
}

RetrievalStatus Retrieval::begin() {
  const auto body = body_of(asked_);
  HttpRequest request;
  request.method = Method::post;
  request.url = base_;
  request.content_type = "application/json";
  request.body = &body;
  request.idempotency_key = new_uuid();
  const auto answer = authorisation_.ask(request);
  RetrievalStatus status;
  if (answer.status == 200) {
    status = parse_retrieval(answer.body, portal_.configuration.max_document);
  } else if (answer.status != 202 && answer.status != 201) {
    violation();
  }
  place_ = place_in(request, answer, status);
  if (status.stage == RetrievalStatus::Stage::working) wait_as_told(answer);
  return status;
}

// Only a name below our own base is taken from the answer: documents are never asked for elsewhere.
std::string Retrieval::place_in(const HttpRequest& request, const HttpResponse& answer,
                                const RetrievalStatus& status) const {
  std::string id = status.id;
  if (!answer.location.empty()) {
    const auto url = resolved(request.url, answer.location);
    const auto own = resolved(request.url, base_ + "/");
    if (!url || !own || !url->starts_with(*own)) violation();
    const auto named = url->substr(own->size());
    if (!id.empty() && id != named) violation();
    id = named;
  }
  if (!legal_id(id)) violation();
  return base_ + "/" + id;
}

void Retrieval::wait_as_told(const HttpResponse& answer) {
  const auto& configuration = portal_.configuration;
  const auto told = retry_after(answer.retry_after, portal_.clock.now());
  const auto wait = std::clamp(std::chrono::seconds(told.value_or(configuration.poll_min.count())),
                               configuration.poll_min, configuration.poll_max);
  if (std::chrono::steady_clock::now() + wait > give_up_) throw Refused(ErrorCode::Unavailable);
  portal_.channel.sleep(wait);
}

RetrievalStatus Retrieval::poll() {
  HttpRequest request;
  request.url = place_;
  const auto answer = authorisation_.ask(request);
  auto status = parse_retrieval(answer.body, portal_.configuration.max_document);
  if (status.stage == RetrievalStatus::Stage::working) wait_as_told(answer);
  return status;
}

std::vector<RetrievedItem> Retrieval::items_of(RetrievalStatus status) const {
  std::vector<RetrievedItem> items;
  for (const Kind kind : asked_.kinds) {
    const auto found = std::ranges::find(status.items, kind, &RetrievedItem::kind);
    if (found != status.items.end()) {
      items.push_back(std::move(*found));
      continue;
    }
    // Asked for and not answered.
    RetrievedItem missing;
    missing.kind = kind;
    missing.status = KindStatus::failed;
    missing.error = ErrorCode::ProtocolViolation;
    items.push_back(std::move(missing));
  }
  return items;
}

// kenkod need not wait for this, and whether it succeeds changes nothing: the portal forgets it in time.
void Retrieval::end() noexcept {
  if (place_.empty() || authorisation_.access_token().empty()) return;
  try {
    HttpRequest request;
    request.method = Method::del;
    request.url = place_;
    request.bearer = &authorisation_.access_token();
    request.total_time = kEndTime;
    (void)portal_.http.perform(std::move(request));
  } catch (const Ended&) {
    // Noticed again by whoever waits next.
  } catch (const std::exception&) {
    // As above.
  }
}

}  // namespace kenkod::fetch
