// Manager.Link: terms, answer, log-in, secret question, fetch.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/portal_configuration.hpp"
#include "jobs/link_fetch.hpp"
#include "jobs/services.hpp"

namespace kenkod::jobs {

struct LinkRequest {
  std::optional<LoginFlow> flow;  // empty: the first one configured
  std::string reader;             // empty: any
  std::vector<Kind> kinds;        // empty: all that are configured
  std::string principal;          // 32 hex digits; empty: the person's own records
  bool anyway = false;            // outside the hours of service too
};

struct LinkResult {
  std::vector<LinkRow> rows;  // one for each kind
  std::uint32_t principals = 0;
  std::int64_t expires_at = 0;  // of a term link, Unix seconds
};

[[nodiscard]] loop::Task<LinkResult> link(Services& services, Call call, LinkRequest request);

}  // namespace kenkod::jobs
