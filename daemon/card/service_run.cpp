#include "card/service_run.hpp"

#include "common/error.hpp"

namespace kenkod::card {

std::vector<Reader> ServiceRun::readers() {
  const std::lock_guard lock(mutex_);
  for (;;) {
    const bool first = link_ == nullptr;
    try {
      if (first) {
        link_ = std::make_unique<PcscLink>(abandoned_, -1);
        ++run_;
      }
      auto readers = link_->readers();
      for (auto& reader : readers) reader.run = run_;
      return readers;
    } catch (const Error& error) {
      link_.reset();
      // Only the run that was known has ended; there may be another one by now.
      if (first || error.code() != ErrorCode::CardServiceGone) throw;
    }
  }
}

void ServiceRun::end() {
  // Whoever holds it needs it.
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (lock.owns_lock()) link_.reset();
}

}  // namespace kenkod::card
