// Setting a secret question on the terminal (founding manual K2-47…64).
#pragma once

#include <optional>
#include <string>

#include "client-cli/terminal/terminal.hpp"
#include "common/secret_buffer.hpp"
#include "common/text_rules.hpp"

namespace kenkod::cli {

class NewQuestion {
 public:
  NewQuestion(Terminal& terminal, const CancelToken& cancel, bool offer_recovery_key,
              bool after_log_in = false);

  // Question, answer and the wish for a recovery key, as RequestSecret() wants them. `refused`: why kenkod
  // did not take the ones before.
  [[nodiscard]] std::optional<SecretBuffer> ask(const std::string& refused);

 private:
  enum class Choice { yes, again, no };
  // The cautions of the first page; false when the person leaves it.
  [[nodiscard]] bool begin();
  [[nodiscard]] std::optional<SecretBuffer> choose_question();
  [[nodiscard]] std::optional<SecretBuffer> own_question();
  [[nodiscard]] std::optional<SecretBuffer> choose_answer(std::string_view question);
  [[nodiscard]] std::optional<bool> wants_recovery_key();
  [[nodiscard]] Choice confirm(std::string_view question, std::string_view answer);
  void line(const std::string& text);

  Terminal& terminal_;
  const CancelToken& cancel_;
  bool offer_recovery_key_, after_log_in_;
  PersonNames names_;
};

}  // namespace kenkod::cli
