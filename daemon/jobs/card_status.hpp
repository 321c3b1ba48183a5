// Manager.ListReaders and GetCardStatus.
#pragma once

#include <string>
#include <vector>

#include "card/card_access.hpp"
#include "jobs/services.hpp"

namespace kenkod::jobs {

[[nodiscard]] loop::Task<std::vector<card::Reader>> list_readers(Services& services, Call call);

struct CardStatus {
  card::Look look;
  std::string certificate;      // "valid", "expired", "not-yet-valid", "missing"
  std::string certificate_end;  // YYYY-MM-DD in Japan; empty when missing
  bool expires_soon = false;
};
[[nodiscard]] CardStatus card_status_of(card::Look look, std::int64_t now_us);

[[nodiscard]] loop::Task<CardStatus> get_card_status(Services& services, Call call, std::string reader);

}  // namespace kenkod::jobs
