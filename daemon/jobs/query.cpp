#include "jobs/query.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace kenkod::jobs {
namespace {

constexpr std::uint32_t kMaxRows = 1000;
constexpr std::size_t kMaxText = 128;

bool is_day(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  for (const std::size_t at : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U})
    if (!digit(text[at])) return false;
  using namespace std::chrono;
  const year_month_day day{year(std::stoi(text.substr(0, 4))),
                           month(static_cast<unsigned>(std::stoi(text.substr(5, 2)))),
                           std::chrono::day(static_cast<unsigned>(std::stoi(text.substr(8, 2))))};
  return day.ok();
}

void require(bool holds, std::string_view key) {
  if (!holds)
    throw Error(ErrorCode::InvalidArgument, "An option of the query has no legal value.").with("key", key);
}

}  // namespace

void check(const vault::RecordQuery& query) {
  require(query.from.empty() || is_day(query.from), "from");
  require(query.to.empty() || is_day(query.to), "to");
  require(query.code.size() <= kMaxText, "code");
  require(query.document.size() <= kMaxText, "document");
  require(query.cursor.size() <= kMaxText, "cursor");
  require(query.limit >= 1 && query.limit <= kMaxRows, "limit");
}

loop::Task<vault::RecordPage> query(Services& services, access::SessionPtr session,
                                    vault::RecordQuery query) {
  const auto reading = services.lanes.run(
      session->uid, loop::Lane::vault,
      [vault = session->vault(), query = std::move(query)] { return vault.get().query(query); });
  co_return co_await reading;
}

}  // namespace kenkod::jobs
