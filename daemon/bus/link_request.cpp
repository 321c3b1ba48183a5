#include "bus/link_request.hpp"

#include <algorithm>

#include "bus/kind_name.hpp"

namespace kenkod::bus {
namespace {

constexpr std::size_t kPrincipalDigits = 32;

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
    const bool hex = principal->size() == kPrincipalDigits &&
                     principal->find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!hex) throw invalid("principal");
    request.principal = *principal;
  }
  request.anyway = option<bool>(options, "anyway").value_or(false);
  return request;
}

}  // namespace kenkod::bus
