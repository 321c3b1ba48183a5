// How long parse_in_child takes for a file, median of a number of runs, in microseconds.
// usage: parse_bench KENKOD_PARSE DATA_DIRECTORY FILE RUNS
#include <fcntl.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <span>
#include <vector>

#include "common/error.hpp"
#include "jobs/parser_child.hpp"

int main(int argc, char** argv) {
  const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
  if (arguments.size() != 5) return 2;
  kenkod::jobs::ParserLimits limits;
  limits.program = arguments[1];
  limits.data = arguments[2];
  std::vector<std::int64_t> times;
  std::size_t items = 0;
  try {
    for (int run = 0; run < std::atoi(arguments[4]); ++run) {
      const auto begin = std::chrono::steady_clock::now();
      const kenkod::Fd file(open(arguments[3], O_RDONLY | O_CLOEXEC));
      kenkod::jobs::SealedCopy copy = kenkod::jobs::sealed_copy(file.get(), -1);
      items = kenkod::jobs::parse_in_child(copy, limits, -1).checkup.size();
      times.push_back(
          std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin)
              .count());
    }
  } catch (const kenkod::Error& error) {
    std::cerr << error.text() << '\n';
    return 1;
  }
  std::sort(times.begin(), times.end());
  std::cout << times[times.size() / 2] << ' ' << items << '\n';
}
