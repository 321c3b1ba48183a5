// Whose documents a link brings: the person, or somebody they act for. The person says so where nothing else
// does, once.
#pragma once

#include "jobs/subject.hpp"

namespace kenkod::jobs {

class LinkSubject {
 public:
  // `principal`: name of the person the records are of, as the portal lists it; empty: the person's own.
  LinkSubject(Services& services, const Call& call, const std::string& principal);

  // Whether it can be told from what is known so far, without a question.
  [[nodiscard]] bool comparable(const Subject& subject) const;
  // Returns when `subject` is whom the records are of. ForeignSubject, and what SubjectQuestion throws.
  [[nodiscard]] loop::Task<> confirm(Subject subject);

 private:
  Subject known_;  // listed, or confirmed in this link
  SubjectQuestion question_;
};

}  // namespace kenkod::jobs
