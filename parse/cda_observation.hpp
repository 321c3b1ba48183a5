// The results part of 特定健診 CDA: sections, observations, brackets of 一連検査. Reads what is written; what
// it means is decided afterwards (checkup_meaning.hpp).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/record.hpp"
#include "parse/sax.hpp"

namespace kenkod::parse {

class CdaObservations {
 public:
  // `run`: for the prefixes of xsi:type.
  CdaObservations(std::vector<CheckupItem>& items, const SaxRun& run) : items_(items), run_(run) {}

  // `path`: every open element, the one that starts or ends last. Inside structuredBody only.
  void start(const std::vector<Element>& path, const Attributes& attributes);
  void end(const std::vector<Element>& path);
  void text(const std::vector<Element>& path, std::string_view text);
  // Takes out the brackets, which are no results themselves.
  void finish();

 private:
  struct Value {
    ValueType type = ValueType::none;
    std::string value, unit, system, display, null_flavor;
  };
  struct Open {
    std::size_t depth = 0;  // of the observation element
    std::size_t item = 0;   // index
    bool negated = false;
    std::uint32_t group = 0;  // of its members
    std::string null_flavor;
    std::vector<Value> values;
  };

  void open_observation(const std::vector<Element>& path, const Attributes& attributes);
  void close_observation();
  void child(const std::vector<Element>& path, const Attributes& attributes);
  void value(const Attributes& attributes);
  void range_bound(const Attributes& attributes, std::string& bound);
  [[nodiscard]] ValueType type_of(const Attributes& attributes) const;
  void settle(const Open& open, CheckupItem& item) const;

  std::vector<CheckupItem>& items_;
  const SaxRun& run_;
  std::vector<std::string> sections_;
  std::vector<std::string> relations_;  // typeCode of each open entryRelationship
  std::vector<Open> open_;
  std::vector<std::size_t> brackets_;  // indices
  std::uint32_t groups_ = 0;
};

}  // namespace kenkod::parse
