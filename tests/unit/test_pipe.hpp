// A pipe that a test writes to.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string_view>

#include "common/fd.hpp"

namespace kenkod {

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) std::abort();
    readable.reset(ends[0]);
    writable.reset(ends[1]);
  }
  void put(std::string_view text) const {
    ASSERT_EQ(::write(writable.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  Fd readable, writable;
};

}  // namespace kenkod
