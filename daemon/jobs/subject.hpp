// Whose documents an import or a link brings: the person says so at the first one.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "jobs/services.hpp"

namespace kenkod::jobs {

// Asks within one call. What was answered once, and was no yes, holds for the rest of the call.
class SubjectQuestion {
 public:
  // `act`, `principal`: of Agent.RequestConsent().
  SubjectQuestion(Services& services, const Call& call, std::string act, std::string principal = {})
      : services_(services), call_(call), act_(std::move(act)), principal_(std::move(principal)) {}

  // Returns when the person says that they (or the principal) are the subject. ForeignSubject when not;
  // UserCancelled, NoAgent or Busy when nobody could say.
  [[nodiscard]] loop::Task<> confirm(Subject subject);

 private:
  Services& services_;
  const Call& call_;
  std::string act_, principal_;
  std::optional<Error> refused_;
};

}  // namespace kenkod::jobs
