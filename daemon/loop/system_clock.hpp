// The kernel's clocks: what an installed daemon runs on.
#pragma once

#include "common/clock.hpp"

namespace kenkod::loop {

class SystemClock final : public Clock {
 public:
  SystemClock();
  [[nodiscard]] std::int64_t realtime_us() const override;
  [[nodiscard]] std::int64_t boottime_us() const override;
  [[nodiscard]] std::array<std::uint8_t, 16> boot_id() const override { return boot_id_; }

 private:
  std::array<std::uint8_t, 16> boot_id_{};
};

}  // namespace kenkod::loop
