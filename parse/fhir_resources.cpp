#include "parse/fhir_resources.hpp"

#include "common/validate.hpp"
#include "parse/fhir_text.hpp"

namespace kenkod::parse {

FhirResources::FhirResources(Json root) : root_(root), bundle_(root["resourceType"].text() == "Bundle") {
  if (!bundle_) {
    resources_.push_back({root, root["resourceType"].text(), 1});
    return;
  }
  std::uint32_t number = 0;
  for (const Json entry : root["entry"].elements()) {
    if (++number > kMaxItems) refuse_at(entry, Reason::too_many_observations);
    const Json resource = entry["resource"];
    const std::string_view type = resource["resourceType"].text();
    if (type.empty()) continue;
    const std::size_t index = resources_.size();
    resources_.push_back({resource, type, number});
    if (const std::string_view url = entry["fullUrl"].text(); !url.empty()) by_url_.emplace(url, index);
    if (const std::string_view id = resource["id"].text(); !id.empty()) by_id_.emplace(id, index);
  }
}

Json FhirResources::first(std::string_view type) const noexcept {
  for (const FhirResource& one : resources_)
    if (one.type == type) return one.json;
  return {};
}

std::size_t FhirResources::lookup(std::string_view reference) const {
  if (const auto found = by_url_.find(reference); found != by_url_.end()) return found->second;
  reference = reference.substr(0, reference.find("/_history/"));
  const std::size_t slash = reference.rfind('/');
  if (slash == std::string_view::npos) return resources_.size();
  const std::string_view before = reference.substr(0, slash);
  const std::string_view type = before.substr(before.rfind('/') + 1);  // npos + 1 is the beginning
  const auto [from, to] = by_id_.equal_range(reference.substr(slash + 1));
  for (auto at = from; at != to; ++at)
    if (resources_[at->second].type == type) return at->second;
  return resources_.size();
}

std::size_t FhirResources::find(Json reference) {
  const std::string_view text = reference["reference"].text();
  if (text.empty() || text.front() == '#') return resources_.size();
  const std::size_t found = lookup(text);
  if (found == resources_.size() && bundle_) missing_ = true;
  return found;
}

Json FhirResources::resolve(Json reference, Json from) {
  const std::string_view text = reference["reference"].text();
  if (text.starts_with('#')) {
    for (const Json contained : from["contained"].elements())
      if (contained["id"].text() == text.substr(1)) return contained;
    missing_ = true;
    return {};
  }
  const std::size_t found = find(reference);
  return found < resources_.size() ? resources_[found].json : Json{};
}

}  // namespace kenkod::parse
