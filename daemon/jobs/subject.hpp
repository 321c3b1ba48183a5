// Whose documents an import brings: the person says so at the first one.
#pragma once

#include <optional>

#include "jobs/services.hpp"

namespace kenkod::jobs {

// Asks within one import. What was answered once, and was no yes, holds for the rest of the call.
class SubjectQuestion {
 public:
  SubjectQuestion(Services& services, const Call& call) : services_(services), call_(call) {}

  // Returns when the person says that they are the subject. ForeignSubject when not; UserCancelled, NoAgent
  // or Busy when nobody could say.
  [[nodiscard]] loop::Task<> confirm(Subject subject);

 private:
  Services& services_;
  const Call& call_;
  std::optional<Error> refused_;
};

}  // namespace kenkod::jobs
