// One run of the smart card service. Every run counts insertions anew, so that what is remembered of a card
// belongs to one run only; a context kept open tells whether it still goes on. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "card/pcsc_link.hpp"

namespace kenkod::card {

class ServiceRun {
 public:
  explicit ServiceRun(std::shared_ptr<Abandoned> abandoned) : abandoned_(std::move(abandoned)) {}

  // The readers, with the number of the run that sees them. Throws as PcscLink. Nothing ends it before its
  // limit: what one piece of work gives up must not look to the others like the end of the run.
  [[nodiscard]] std::vector<Reader> readers();
  // Lets go of the service, which may then end when nobody else uses it.
  void end();

 private:
  std::shared_ptr<Abandoned> abandoned_;
  std::mutex mutex_;
  std::unique_ptr<PcscLink> link_;
  std::uint64_t run_ = 0;
};

}  // namespace kenkod::card
