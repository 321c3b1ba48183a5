#include "jobs/principals.hpp"

namespace kenkod::jobs {

loop::Task<std::vector<vault::Principal>> list_principals(Services& services, access::SessionPtr session) {
  const auto reading = services.lanes.run(
      session->uid, loop::Lane::vault, [records = session->vault()] { return records.own().principals(); });
  co_return co_await reading;
}

}  // namespace kenkod::jobs
