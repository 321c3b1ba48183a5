// Every callback that C code runs goes through here: an exception must never unwind through sd-event or
// sd-bus.
#pragma once

#include <exception>

#include "loop/journal.hpp"

namespace kenkod::loop {

template <class F>
void guarded(const char* place, const F& work) noexcept {
  try {
    work();
  } catch (const std::exception& error) {
    journal::bug(place, error.what());
  } catch (...) {
    journal::bug(place, "unknown exception");
  }
}

}  // namespace kenkod::loop
