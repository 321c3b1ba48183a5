#include "client-cli/agent/secret_request.hpp"

#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

template <typename T>
bool take(const std::map<std::string, sdbus::Variant>& what, const char* key, T& into) {
  const auto found = what.find(key);
  if (found == what.end()) return false;
  into = found->second.get<T>();
  return true;
}

// What every prompt says: which one it is, and who asks.
template <typename Request>
void take_prompt(const std::map<std::string, sdbus::Variant>& what, Request& request) {
  take(what, "prompt", request.prompt);
  take(what, "app", request.app);
  take(what, "sandboxed", request.sandboxed);
}

}  // namespace

SecretRequest secret_request(const std::map<std::string, sdbus::Variant>& what) {
  SecretRequest request;
  take(what, "kind", request.kind);
  take_prompt(what, request);
  take(what, "act", request.act);
  take(what, "purpose", request.purpose);
  take(what, "scopes", request.scopes);
  take(what, "vault", request.vault);
  take(what, "question", request.question);
  take(what, "reader", request.reader);
  request.tries_known = take(what, "tries-left", request.tries_left);
  take(what, "wait", request.wait);
  take(what, "retry", request.retry);
  take(what, "refused", request.refused);
  for (std::string* text : {&request.app, &request.purpose, &request.question, &request.reader})
    *text = printable(*text);
  for (std::string& scope : request.scopes) scope = printable(scope);
  return request;
}

std::optional<SubjectRequest> subject_request(const std::map<std::string, sdbus::Variant>& what) {
  std::string kind;
  take(what, "kind", kind);
  if (kind != "subject") return std::nullopt;
  SubjectRequest request;
  take_prompt(what, request);
  take(what, "act", request.act);
  take(what, "name", request.name);
  take(what, "kana", request.kana);
  take(what, "birth-date", request.birth_date);
  take(what, "sex", request.sex);
  take(what, "principal", request.principal);
  for (std::string* text :
       {&request.app, &request.name, &request.kana, &request.birth_date, &request.sex, &request.principal})
    *text = printable(*text);
  return request;
}

BrowserRequest browser_request(const std::map<std::string, sdbus::Variant>& what) {
  BrowserRequest request;
  take_prompt(what, request);
  take(what, "act", request.act);
  request.app = printable(request.app);
  return request;
}

std::optional<CardRequest> card_request(const std::map<std::string, sdbus::Variant>& what) {
  std::string kind;
  take(what, "kind", kind);
  if (kind != "pin-last-try" && kind != "pin-pad") return std::nullopt;
  CardRequest request;
  request.kind = kind == "pin-pad" ? CardRequest::Kind::pin_pad : CardRequest::Kind::last_try;
  take_prompt(what, request);
  take(what, "act", request.act);
  take(what, "reader", request.reader);
  request.tries_known = take(what, "tries-left", request.tries_left);
  for (std::string* text : {&request.app, &request.reader}) *text = printable(*text);
  return request;
}

}  // namespace kenkod::cli
