// Answers for scripts (--answer-fd).
#pragma once

#include "client-cli/agent/answer_lines.hpp"
#include "client-cli/agent/prompter.hpp"
#include "client-cli/agent/recovery_key_file.hpp"

namespace kenkod::cli {

class ScriptedPrompter : public Prompter {
 public:
  ScriptedPrompter(int fd, RecoveryKeyTarget target) : lines_(fd), target_(std::move(target)) {}

  [[nodiscard]] std::optional<SecretBuffer> ask(const SecretRequest& request,
                                                const CancelToken& cancel) override;
  // Yes: who writes a script has chosen the files.
  [[nodiscard]] std::optional<bool> confirm_subject(const SubjectRequest& request,
                                                    const CancelToken& cancel) override;
  // The last try of a PIN only for a line "yes" of the script: no option implies it.
  [[nodiscard]] std::optional<bool> confirm_card(const CardRequest& request,
                                                 const CancelToken& cancel) override;
  [[nodiscard]] bool show_recovery_key(const SecretBuffer& key, const CancelToken& cancel) override;
  void show_browser(const BrowserRequest& request, const std::string& url, bool opened) override;
  void tell(const std::string& sentence) override;

 private:
  AnswerLines lines_;
  RecoveryKeyTarget target_;
};

}  // namespace kenkod::cli
