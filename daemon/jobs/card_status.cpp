#include "jobs/card_status.hpp"

#include <chrono>
#include <utility>

#include "common/iso_date.hpp"
#include "common/japanese_calendar.hpp"

namespace kenkod::jobs {
namespace {

std::chrono::year_month_day day_in_japan(std::int64_t unix_seconds) {
  return japanese_time(unix_seconds).day;
}

const char* name_of(card::Validity validity) {
  switch (validity) {
    case card::Validity::valid:
      return "valid";
    case card::Validity::expired:
      return "expired";
    case card::Validity::not_yet:
      return "not-yet-valid";
  }
  return "";
}

}  // namespace

loop::Task<std::vector<card::Reader>> list_readers(Services& services, Call call) {
  const auto looking = services.lanes.run(call.caller->uid, loop::Lane::card,
                                          [&cards = services.cards] { return cards.readers(); });
  auto readers = co_await looking;
  call.cancel.throw_if_cancelled();
  co_return readers;
}

CardStatus card_status_of(card::Look look, std::int64_t now_us) {
  CardStatus status{.look = std::move(look), .certificate = "missing"};
  const auto* certificate = status.look.certificate.get();
  if (certificate == nullptr) return status;
  const auto now = now_us / 1'000'000;
  status.certificate = name_of(certificate->validity(now));
  const auto end = day_in_japan(certificate->not_after());
  status.certificate_end = iso_date(end);
  status.expires_soon = status.certificate == "valid" && day_in_japan(now) >= months_before(end, 3);
  return status;
}

loop::Task<CardStatus> get_card_status(Services& services, Call call, std::string reader) {
  const auto guarded = co_await services.card_guard.hold(call.caller->uid, call.cancel);
  call.progress("read-card", 0, 0);
  const auto looking = services.lanes.run(
      call.caller->uid, loop::Lane::card,
      [&cards = services.cards, reader, stop = call.cancel.fd()] { return cards.look(reader, stop); });
  auto look = co_await looking;
  co_return card_status_of(std::move(look), services.loop.clock().realtime_us());
}

}  // namespace kenkod::jobs
