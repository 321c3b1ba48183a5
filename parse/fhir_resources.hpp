// The resources of a FHIR document, a Bundle or a single one, and what refers to what.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parse/json_tree.hpp"

namespace kenkod::parse {

struct FhirResource {
  Json json;
  std::string_view type;
  std::uint32_t number = 0;  // position in the Bundle, from 1

  // Its records are check-up items, or medicines; neither of both for what only says who, where and how.
  [[nodiscard]] bool is_result() const noexcept {
    return type == "Observation" || type == "DiagnosticReport";
  }
  [[nodiscard]] bool is_medicine() const noexcept {
    return type == "MedicationRequest" || type == "MedicationDispense";
  }
};

class FhirResources {
 public:
  // `root`: an object with a resourceType. Throws Refused(too_many_observations).
  explicit FhirResources(Json root);

  [[nodiscard]] bool bundle() const noexcept { return bundle_; }
  [[nodiscard]] Json root() const noexcept { return root_; }
  [[nodiscard]] const std::vector<FhirResource>& all() const noexcept { return resources_; }
  // The first of a type; nothing when there is none.
  [[nodiscard]] Json first(std::string_view type) const noexcept;

  // What a Reference names: a resource of the Bundle or one contained in `from`. A missing one is remembered,
  // but a single resource names others that it cannot hold.
  [[nodiscard]] Json resolve(Json reference, Json from);
  // The same as a position in all(), or its size.
  [[nodiscard]] std::size_t find(Json reference);
  [[nodiscard]] bool missing() const noexcept { return missing_; }
  void note_missing() noexcept { missing_ = true; }

 private:
  [[nodiscard]] std::size_t lookup(std::string_view reference) const;

  Json root_;
  bool bundle_ = false, missing_ = false;
  std::vector<FhirResource> resources_;
  std::unordered_map<std::string_view, std::size_t> by_url_;
  std::unordered_multimap<std::string_view, std::size_t> by_id_;
};

}  // namespace kenkod::parse
