#include "jobs/link_subject.hpp"

#include "vault/person.hpp"

namespace kenkod::jobs {

LinkSubject::LinkSubject(Services& services, const Call& call, const std::string& principal)
    : question_(services, call, "link", principal) {
  known_.name = principal;
}

bool LinkSubject::comparable(const Subject& subject) const {
  const auto comparison = vault::compare(known_, subject);
  return comparison.recognised || !comparison.differs.empty();
}

loop::Task<> LinkSubject::confirm(Subject subject) {
  const auto comparison = vault::compare(known_, subject);
  if (!comparison.differs.empty())
    throw Error(ErrorCode::ForeignSubject, "The document is about another person.")
        .with("differs", comparison.differs);
  if (!comparison.recognised) {
    auto asked = subject;
    co_await question_.confirm(std::move(asked));
  }
  known_ = vault::learned(std::move(known_), subject);
}

}  // namespace kenkod::jobs
