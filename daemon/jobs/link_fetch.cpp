#include "jobs/link_fetch.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <utility>

#include "common/iso_date.hpp"
#include "common/japanese_calendar.hpp"
#include "fetcher/portal_error.hpp"
#include "jobs/link_subject.hpp"
#include "jobs/portal_document.hpp"
#include "jobs/portal_window.hpp"
#include "jobs/term_token.hpp"

namespace kenkod::jobs {
namespace {

using Parsing = loop::Promise<std::shared_ptr<PortalDocument>>;

struct Fetch {
  Services& services;
  const Call& call;
  const Fetching& with;
  std::vector<LinkRow>& rows;
  LinkSubject subject;
  std::map<Kind, std::vector<Parsing>> arriving;
};

// A document that was received: copied and parsed while the next ones are on their way.
void receive_document(Fetch& fetch, fetch::Document document) {
  auto received = std::make_shared<fetch::Document>(std::move(document));
  const auto kind = received->kind;
  fetch.arriving[kind].push_back(fetch.services.lanes.run(
      fetch.call.caller->uid, loop::Lane::parse,
      [received, limits = fetch.services.parser, cancel = fetch.call.cancel] {
        return std::make_shared<PortalDocument>(take_in(*received, limits, cancel.fd()));
      }));
}

using Documents = std::vector<std::shared_ptr<PortalDocument>>;

// Judges what may go in, asking the person where nobody else could know; the rest is marked as refused.
loop::Task<> judge(Fetch& fetch, std::shared_ptr<PortalDocument> document) {
  const auto judging = fetch.services.lanes.run(
      fetch.call.caller->uid, loop::Lane::vault,
      [slot = fetch.with.slot, principal = fetch.with.principal, document] {
        return slot->get(principal).judge(document->parsed.facts, document->copy.sha256);
      });
  try {
    const auto judgement = co_await judging;
    if (judgement.subject_unconfirmed) {
      fetch.call.progress("prompt", 0, 0);
      auto subject = document->parsed.facts.subject;
      co_await fetch.subject.confirm(std::move(subject));
      document->source.subject_confirmed = true;
    }
  } catch (const Error& error) {
    fetch.call.cancel.throw_if_cancelled();
    if (error.code() == ErrorCode::Locked || error.code() == ErrorCode::VaultDamaged) throw;
    document->refused = error;
  }
}

loop::Task<std::vector<vault::AddedOrRefused>> store(Fetch& fetch, std::shared_ptr<Documents> documents) {
  const auto storing = fetch.services.lanes.run(
      fetch.call.caller->uid, loop::Lane::vault,
      [slot = fetch.with.slot, principal = fetch.with.principal, documents] {
        std::vector<vault::NewDocument> all;
        all.reserve(documents->size());
        for (const auto& one : *documents)
          all.push_back({&one->parsed, one->copy.bytes, one->copy.sha256, one->source});
        return slot->get(principal).add_all(all);
      });
  co_return co_await storing;
}

void note_error(LinkRow& row, const Error& error) {
  if (!row.error) row.error = error;
}

void count(LinkRow& row, const PortalDocument& document, const vault::Added& added) {
  switch (added.outcome) {
    case vault::Outcome::already_there:
      ++row.kind.unchanged;
      return;
    case vault::Outcome::imported:
      ++row.kind.imported;
      break;
    case vault::Outcome::revised:
      ++row.kind.revised;
      break;
  }
  if (!document.unread) return;
  ++row.kind.unread;
  note_error(row, *document.unread);
}

// All that arrived of a kind. What can be compared with a name that is known comes first: it may tell the
// reading, by which the rest is known without a question.
loop::Task<Documents> arrived(Fetch& fetch, Kind kind) {
  Documents documents;
  Documents others;
  for (const auto& parsing : fetch.arriving[kind]) {
    auto document = co_await parsing;
    auto& place = fetch.subject.comparable(document->parsed.facts.subject) ? documents : others;
    place.push_back(std::move(document));
  }
  fetch.arriving.erase(kind);
  std::ranges::move(others, std::back_inserter(documents));
  co_return documents;
}

// What arrived of a kind goes in, in one commit.
loop::Task<> store_kind(Fetch& fetch, LinkRow& row) {
  auto documents = std::make_shared<Documents>();
  auto all = co_await arrived(fetch, row.kind.kind);
  for (auto& document : all) {
    if (!document->refused) co_await judge(fetch, document);
    if (document->refused) {
      ++row.kind.refused;
      note_error(row, *document->refused);
    } else {
      documents->push_back(std::move(document));
    }
  }
  if (documents->empty()) co_return;
  fetch.call.cancel.throw_if_cancelled();
  fetch.call.progress("store", fetch.rows.size(), fetch.with.kinds.size());
  const auto added = co_await store(fetch, documents);
  for (std::size_t i = 0; i < added.size(); ++i) {
    if (added[i].refused) {
      ++row.kind.refused;
      note_error(row, *added[i].refused);
    } else {
      count(row, *(*documents)[i], added[i].added);
    }
  }
  // Wiping and freeing takes long: never on the loop.
  fetch.services.lanes.run(fetch.call.caller->uid, loop::Lane::parse, [gone = std::move(documents)] {});
}

vault::FetchedKind::Outcome outcome_of(fetch::KindStatus status) {
  using Outcome = vault::FetchedKind::Outcome;
  switch (status) {
    case fetch::KindStatus::fetched:
      return Outcome::fetched;
    case fetch::KindStatus::empty:
      return Outcome::empty;
    case fetch::KindStatus::not_supported:
      return Outcome::not_supported;
    case fetch::KindStatus::failed:
      break;
  }
  return Outcome::failed;
}

loop::Task<> end_kind(Fetch& fetch, const fetch::KindEnd& end) {
  const bool asked = std::ranges::find(fetch.with.kinds, end.kind) != fetch.with.kinds.end();
  const bool again =
      std::ranges::any_of(fetch.rows, [&](const LinkRow& row) { return row.kind.kind == end.kind; });
  if (!asked || again) throw fetcher::portal_error(ErrorCode::ProtocolViolation);
  LinkRow row;
  row.kind.kind = end.kind;
  row.kind.outcome = outcome_of(end.status);
  row.kind.refused = end.refused;
  if (end.status == fetch::KindStatus::failed) row.error = fetcher::portal_error(end.error);
  if (end.refused > 0) note_error(row, fetcher::portal_error(ErrorCode::BadDocument));
  co_await store_kind(fetch, row);
  if (row.error) row.kind.error = row.error->code();
  fetch.rows.push_back(std::move(row));
}

// Everything the portal may still hold, and no more.
fetch::Retrieve request_of(const Fetching& fetching, const PortalConfiguration& portal, std::int64_t now) {
  const auto window = portal_window(portal.retention_years, now);
  const auto to = iso_date(std::chrono::year_month_day(japanese_time(now).day));
  auto from = to;
  for (const auto kind : fetching.kinds)
    if (const auto held = window.find(kind); held != window.end()) from = std::min(from, held->second);
  return {.kinds = fetching.kinds, .subject = fetching.subject, .from = from, .to = to};
}

}  // namespace

loop::Task<> fetch_records(Services& services, const Call& call, const Fetching& fetching,
                           std::vector<LinkRow>& rows) {
  Fetch fetch{services, call, fetching, rows, LinkSubject(services, call, fetching.principal_name), {}};
  const auto now = services.loop.clock().realtime_us() / 1'000'000;
  call.progress("request", 0, 0);
  fetching.channel->send(request_of(fetching, services.portal, now));
  for (;;) {
    auto answer = co_await fetching.channel->receive(call.cancel);
    if (auto* document = std::get_if<fetch::Document>(&answer)) {
      receive_document(fetch, std::move(*document));
    } else if (const auto* progress = std::get_if<fetch::Progress>(&answer)) {
      call.progress("fetch", progress->done, progress->total);
    } else if (const auto* end = std::get_if<fetch::KindEnd>(&answer)) {
      co_await end_kind(fetch, *end);
    } else if (auto* rotated = std::get_if<fetch::Rotated>(&answer)) {
      co_await keep_rotated_token(services, call.caller->uid, fetching.slot, *fetching.channel,
                                  std::move(*rotated));
    } else {
      static_cast<void>(fetcher::expect<fetch::Retrieved>(std::move(answer)));
      break;
    }
  }
  if (rows.size() != fetching.kinds.size()) throw fetcher::portal_error(ErrorCode::ProtocolViolation);
}

}  // namespace kenkod::jobs
