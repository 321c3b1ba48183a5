#include "faults.hpp"

namespace kenko_sim {

std::optional<Fault> Faults::next() {
  const auto found = planned_.find(++arrived_);
  if (found == planned_.end()) return std::nullopt;
  const Fault fault = found->second;
  planned_.erase(found);
  return fault;
}

}  // namespace kenko_sim
