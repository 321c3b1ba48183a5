// Query of 100 rows at 1,000,000 records against 10,000 (budget 1.2), in the middle of the records and by
// item code.
#include <algorithm>
#include <chrono>
#include <iostream>
#include <vector>

#include "../unit/vault_support.hpp"

namespace kenkod::vault {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int kItems = 1000;
constexpr int kRuns = 201;

std::string day(int number) {
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(1980 + number / 336) + "-" + two(1 + number / 28 % 12) + "-" + two(1 + number % 28);
}

std::unique_ptr<Vault> vault_of(VaultDirectory& directory, int documents) {
  auto vault =
      directory.create({1000, "hanako"}, directory.new_vault_id(), kencom(), SecretBuffer(), false).vault;
  for (int i = 0; i < documents; ++i) add(*vault, checkup(day(i), kItems), "document " + std::to_string(i));
  return vault;
}

// Medians in microseconds of both, turn by turn.
std::pair<double, double> medians(Vault& large, Vault& small, const RecordQuery& in_large,
                                  const RecordQuery& in_small) {
  std::vector<double> times[2];
  for (int run = 0; run < kRuns; ++run) {
    for (const bool is_large : {true, false}) {
      const auto begin = Clock::now();
      const auto page = is_large ? large.query(in_large) : small.query(in_small);
      times[is_large ? 0 : 1].push_back(
          std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
      if (page.rows.size() != 100) throw std::runtime_error("not 100 rows");
    }
  }
  for (auto& each : times) std::ranges::sort(each);
  return {times[0][kRuns / 2], times[1][kRuns / 2]};
}

void compare(const char* name, Vault& large, Vault& small, const RecordQuery& in_large,
             const RecordQuery& in_small) {
  const auto [a, b] = medians(large, small, in_large, in_small);
  std::cout << name << ": " << a << " us against " << b << " us, ratio " << a / b << " (budget 1.2)\n";
}

int run() {
  if (sodium_init() < 0) return 1;
  const TemporaryDirectory large_place, small_place;
  const TestClock clock;
  const auto large_directory = open_vault_directory(large_place.path(), key_of('h'), clock, kLowCost);
  const auto small_directory = open_vault_directory(small_place.path(), key_of('h'), clock, kLowCost);
  const auto large = vault_of(*large_directory, 1000);
  const auto small = vault_of(*small_directory, 10);

  compare("newest 100 rows", *large, *small, {}, {});
  RecordQuery until_large, until_small;
  until_large.to = day(500);
  until_small.to = day(5);
  compare("100 rows from the middle", *large, *small, until_large, until_small);
  RecordQuery by_code;
  by_code.code = "9A751000000000001";
  compare("100 rows of one item", *large, *small, by_code, by_code);
  RecordQuery second_large, second_small;
  second_large.cursor = large->query({}).cursor;
  second_small.cursor = small->query({}).cursor;
  compare("second page", *large, *small, second_large, second_small);
  return 0;
}

}  // namespace
}  // namespace kenkod::vault

int main() { return kenkod::vault::run(); }
