#include "jobs/card_status.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace kenkod::jobs {
namespace {

namespace chrono = std::chrono;

chrono::year_month_day day_in_japan(std::int64_t seconds) {
  const chrono::sys_seconds utc{chrono::seconds(seconds)};
  return chrono::floor<chrono::days>(utc + chrono::hours(9));
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
  status.certificate_end = fmt::format("{:04}-{:02}-{:02}", static_cast<int>(end.year()),
                                       static_cast<unsigned>(end.month()), static_cast<unsigned>(end.day()));
  auto warn_from = end - chrono::months(3);
  if (!warn_from.ok()) warn_from = warn_from.year() / warn_from.month() / chrono::last;
  status.expires_soon =
      status.certificate == "valid" && chrono::sys_days(day_in_japan(now)) >= chrono::sys_days(warn_from);
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
