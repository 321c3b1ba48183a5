#include "bus/link_request.hpp"

#include <algorithm>

#include "common/hex.hpp"
#include "common/kind_name.hpp"

namespace kenkod::bus {
namespace {

Error invalid(std::string_view key) {
  return Error(ErrorCode::InvalidArgument, "An option has no legal value.").with("key", key);
}

LoginFlow flow_of(const std::string& name) {
  if (name == "browser") return LoginFlow::browser;
  if (name == "card") return LoginFlow::card;
  throw invalid("flow");
}

}  // namespace

jobs::LinkRequest read_link_request(const Options& options) {
  only(options, {"flow", "reader", "kinds", "principal", "anyway"});
  jobs::LinkRequest request;
  if (const auto flow = option<std::string>(options, "flow")) request.flow = flow_of(*flow);
  request.reader = option<std::string>(options, "reader").value_or("");
  if (const auto kinds = option<std::vector<std::string>>(options, "kinds")) {
    for (const auto& name : *kinds) {
      const auto kind = kind_of(name);
      if (!kind || std::ranges::find(request.kinds, *kind) != request.kinds.end()) throw invalid("kinds");
      request.kinds.push_back(*kind);
    }
    if (request.kinds.empty()) throw invalid("kinds");
  }
  if (const auto principal = option<std::string>(options, "principal")) {
    if (!is_random_id(*principal)) throw invalid("principal");
    request.principal = *principal;
  }
  request.anyway = option<bool>(options, "anyway").value_or(false);
  return request;
}

}  // namespace kenkod::bus
