#include "jobs/fetches.hpp"

namespace kenkod::jobs {

loop::Task<std::vector<vault::Fetch>> list_fetches(Services& services, access::SessionPtr session) {
  const auto reading = services.lanes.run(session->uid, loop::Lane::vault,
                                          [records = session->vault()] { return records.get().fetches(); });
  auto fetches = co_await reading;
  for (auto& fetch : fetches)
    std::erase_if(fetch.kinds, [&](const auto& row) { return !session->scopes.contains(to_name(row.kind)); });
  co_return fetches;
}

}  // namespace kenkod::jobs
