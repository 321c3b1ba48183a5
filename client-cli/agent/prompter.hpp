// Who asks the person: the terminal, or a script's file of answers. Called on the prompt thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "client-cli/agent/cancel_token.hpp"
#include "common/secret_buffer.hpp"

namespace kenkod::cli {

// The keys of org.kenkod1.Agent.RequestSecret(), see there.
struct SecretRequest {
  std::string kind, prompt, app, act, purpose, vault, question, reader, refused;
  std::vector<std::string> scopes;
  bool sandboxed = false;
  bool retry = false;
  std::uint32_t tries_left = 0;
  std::uint32_t wait = 0;
  bool tries_known = false;
};

// The keys of org.kenkod1.Agent.RequestConsent() about a subject: whose records a first document holds.
struct SubjectRequest {
  std::string prompt, app, act, name, kana, birth_date, sex;
  std::string principal;  // somebody the person acts for; empty: the person
  bool sandboxed = false;
};

// The keys of org.kenkod1.Agent.RequestConsent() about the PIN of a card.
struct CardRequest {
  enum class Kind : std::uint8_t {
    last_try,  // one try is left: try all the same?
    pin_pad,   // the reader is about to ask the PIN
  };
  Kind kind = Kind::last_try;
  std::string prompt, app, act, reader;
  bool sandboxed = false;
  bool tries_known = false;
  std::uint32_t tries_left = 0;
};

// The keys of org.kenkod1.Agent.OpenBrowser().
struct BrowserRequest {
  std::string prompt, app, act;
  bool sandboxed = false;
};

class Prompter {
 public:
  virtual ~Prompter() = default;
  // The bytes as RequestSecret() wants them; nothing when the person dismissed the prompt or it was taken
  // away.
  [[nodiscard]] virtual std::optional<SecretBuffer> ask(const SecretRequest& request,
                                                        const CancelToken& cancel) = 0;
  // Whether these are the person's own records; nothing when the prompt was dismissed or taken away.
  [[nodiscard]] virtual std::optional<bool> confirm_subject(const SubjectRequest& request,
                                                            const CancelToken& cancel) = 0;
  // Whether to go on; nothing when the prompt was dismissed or taken away.
  [[nodiscard]] virtual std::optional<bool> confirm_card(const CardRequest& request,
                                                         const CancelToken& cancel) = 0;
  // False when it was not seen.
  [[nodiscard]] virtual bool show_recovery_key(const SecretBuffer& key, const CancelToken& cancel) = 0;
  // The person's browser has been sent to `url`; or could not be, and the person has to open it.
  virtual void show_browser(const BrowserRequest& request, const std::string& url, bool opened) = 0;
  // One sentence the person should know.
  virtual void tell(const std::string& sentence) = 0;
};

}  // namespace kenkod::cli
