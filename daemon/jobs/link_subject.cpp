#include "jobs/link_subject.hpp"

#include "vault/person.hpp"

namespace kenkod::jobs {

LinkSubject::LinkSubject(Services& services, const Call& call, const std::string& principal)
    : own_(principal.empty()), question_(services, call, "link") {
  known_.name = principal;
}

loop::Task<> LinkSubject::confirm(Subject subject) {
  if (names_anyone(known_)) {
    const auto comparison = vault::compare(known_, subject);
    if (!comparison.differs.empty())
      throw Error(ErrorCode::ForeignSubject, "The document is about another person.")
          .with("differs", comparison.differs);
    // A principal's document that states no name the portal's list could be compared with is believed: its
    // compartment holds the first one's person from then on.
    if (comparison.recognised || !own_) {
      known_ = vault::learned(std::move(known_), subject);
      co_return;
    }
  }
  auto asked = subject;
  co_await question_.confirm(std::move(asked));
  known_ = vault::learned(std::move(known_), subject);
}

}  // namespace kenkod::jobs
