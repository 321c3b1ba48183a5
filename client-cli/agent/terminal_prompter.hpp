// Asks the person on the terminal.
#pragma once

#include "client-cli/agent/prompter.hpp"
#include "client-cli/agent/recovery_key_file.hpp"
#include "client-cli/terminal/terminal.hpp"

namespace kenkod::cli {

class TerminalPrompter : public Prompter {
 public:
  struct Choices {
    RecoveryKeyTarget target;
    bool offer_recovery_key = true;
    bool assume_yes = false;   // --yes
    bool linking = false;      // a new secret question is asked between log-in and fetching
    bool remember_no = false;  // ask of one person once: an import of many files
  };

  TerminalPrompter(Terminal terminal, Choices choices)
      : terminal_(std::move(terminal)), choices_(std::move(choices)) {}

  [[nodiscard]] std::optional<SecretBuffer> ask(const SecretRequest& request,
                                                const CancelToken& cancel) override;
  [[nodiscard]] std::optional<bool> confirm_subject(const SubjectRequest& request,
                                                    const CancelToken& cancel) override;
  [[nodiscard]] std::optional<bool> confirm_card(const CardRequest& request,
                                                 const CancelToken& cancel) override;
  [[nodiscard]] bool show_recovery_key(const SecretBuffer& key, const CancelToken& cancel) override;
  void show_browser(const BrowserRequest& request, const std::string& url, bool opened) override;
  void tell(const std::string& sentence) override;

 private:
  [[nodiscard]] bool known_as_other(const SubjectRequest& request) const;
  void show_heading(const SecretRequest& request);
  [[nodiscard]] bool wait_until_allowed(std::uint32_t seconds, const CancelToken& cancel);
  [[nodiscard]] std::optional<SecretBuffer> ask_answer(const SecretRequest& request,
                                                       const CancelToken& cancel);

  Terminal terminal_;
  Choices choices_;
  std::vector<SubjectRequest> others_;  // people who are not this one, of this import
};

}  // namespace kenkod::cli
