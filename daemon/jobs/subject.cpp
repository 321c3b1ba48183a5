#include "jobs/subject.hpp"

#include <utility>

namespace kenkod::jobs {
namespace {

std::string sex_name(const std::string& code) {
  if (code == "1") return "male";
  return code == "2" ? "female" : "";
}

}  // namespace

loop::Task<> SubjectQuestion::confirm(Subject subject) {
  if (refused_) throw Error(*refused_);
  gate::ConsentRequest request{.kind = "subject",
                               .act = act_,
                               .name = std::move(subject.name),
                               .kana = std::move(subject.kana),
                               .birth_date = std::move(subject.birth_date),
                               .sex = sex_name(subject.sex),
                               .principal = principal_};
  try {
    auto dialog = co_await services_.dialogs.begin(call_.caller, call_.cancel);
    const bool theirs = co_await dialog.ask_consent(std::move(request));
    if (!theirs)
      throw Error(ErrorCode::ForeignSubject, "The person says that the document is about somebody else.");
  } catch (const Error& error) {
    refused_ = error;
    throw;
  }
}

}  // namespace kenkod::jobs
