// Whose documents a link brings. The person's own: they say so, once, as with an import. Those of somebody
// they act for: the portal has said who that is.
#pragma once

#include "jobs/subject.hpp"

namespace kenkod::jobs {

class LinkSubject {
 public:
  // `principal`: name of the person the records are of, as the portal lists it; empty: the person's own.
  LinkSubject(Services& services, const Call& call, const std::string& principal);

  // Returns when `subject` is whom the records are of. ForeignSubject, and for own records what
  // SubjectQuestion throws.
  [[nodiscard]] loop::Task<> confirm(Subject subject);

 private:
  bool own_;
  Subject known_;  // confirmed in this link
  SubjectQuestion question_;
};

}  // namespace kenkod::jobs
