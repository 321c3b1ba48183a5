// The one clock. Everything that waits, expires or dates asks it, so that a test can advance time.
#pragma once

#include <array>
#include <cstdint>

namespace kenkod {

class Clock {
 public:
  virtual ~Clock() = default;
  // Microseconds since 1970-01-01T00:00:00Z; may jump when someone sets the clock.
  [[nodiscard]] virtual std::int64_t realtime_us() const = 0;
  // Microseconds since boot, suspend included; never jumps back within one boot. Thread-safe.
  [[nodiscard]] virtual std::int64_t boottime_us() const = 0;
  // Identifies the boot that boottime_us() counts from.
  [[nodiscard]] virtual std::array<std::uint8_t, 16> boot_id() const = 0;
};

}  // namespace kenkod
