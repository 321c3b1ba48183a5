#include "callback_request.hpp"

#include <algorithm>
#include <cctype>

namespace kenkod::fetch {
namespace {

constexpr std::string_view kPage = R"(<!DOCTYPE html>
<html lang="ja"><head><meta charset="utf-8"><title>けんこう</title></head>
<body><p>この画面を閉じてください。</p><p lang="en">You can close this window now.</p></body></html>
)";

std::optional<int> hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

// Of application/x-www-form-urlencoded; only printable ASCII may come out.
std::optional<std::string> decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i] == '+' ? ' ' : text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const auto high = hex(text[i + 1]), low = hex(text[i + 2]);
      if (!high || !low) return std::nullopt;
      c = static_cast<char>(*high * 16 + *low);
      i += 2;
    }
    if (c < 0x20 || c > 0x7e) return std::nullopt;
    plain.push_back(c);
  }
  return plain;
}

// Each of ours at most once; others are no business of ours.
std::optional<Callback> read_query(std::string_view query) {
  Callback callback;
  while (!query.empty()) {
    const auto end = query.find('&');
    const auto pair = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    const auto equals = pair.find('=');
    const auto name = pair.substr(0, equals);
    std::string* const field = name == "code"    ? &callback.code
                               : name == "state" ? &callback.state
                               : name == "iss"   ? &callback.iss
                               : name == "error" ? &callback.error
                                                 : nullptr;
    if (field == nullptr) continue;
    auto value = decoded(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1));
    if (!value || value->empty() || !field->empty()) return std::nullopt;
    *field = *std::move(value);
  }
  return callback;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, {}, [](unsigned char c) { return std::tolower(c); },
      [](unsigned char c) { return std::tolower(c); });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Exactly one Host, and it is this.
bool has_host(std::string_view lines, std::string_view host) {
  int seen = 0;
  bool right = false;
  while (!lines.empty()) {
    const auto end = lines.find("\r\n");
    const auto line = lines.substr(0, end);
    lines = end == std::string_view::npos ? std::string_view() : lines.substr(end + 2);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !same_name(line.substr(0, colon), "host")) continue;
    ++seen;
    right = same_name(trimmed(line.substr(colon + 1)), host);
  }
  return seen == 1 && right;
}

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 431:
      return "Request Header Fields Too Large";
    default:
      return "Bad Request";
  }
}

}  // namespace

CallbackRequest parse_callback(std::string_view head, std::string_view path, std::string_view host) {
  if (head.size() > kMaxHead) return {431, std::nullopt};
  const auto end = head.find("\r\n");
  if (end == std::string_view::npos || !head.ends_with("\r\n\r\n")) return {};
  const auto line = head.substr(0, end);
  const auto first = line.find(' '), last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return {};
  const auto method = line.substr(0, first), version = line.substr(last + 1);
  const auto target = line.substr(first + 1, last - first - 1);
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return {};
  if (!has_host(head.substr(end + 2), host)) return {};
  const auto question = target.find('?');
  if (target.substr(0, question) != path) return {404, std::nullopt};
  if (method != "GET") return {405, std::nullopt};
  CallbackRequest request;
  request.callback =
      read_query(question == std::string_view::npos ? std::string_view() : target.substr(question + 1));
  return request;
}

std::string callback_answer(int status) {
  std::string answer = "HTTP/1.1 " + std::to_string(status) + " ";
  answer.append(reason(status));
  const auto page = status == 200 ? kPage : std::string_view();
  answer.append(
      "\r\nContent-Type: text/html; charset=utf-8"
      "\r\nCache-Control: no-store"
      "\r\nReferrer-Policy: no-referrer"
      "\r\nContent-Security-Policy: default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action "
      "'none'"
      "\r\nX-Content-Type-Options: nosniff"
      "\r\nConnection: close"
      "\r\nContent-Length: ");
  answer.append(std::to_string(page.size())).append("\r\n\r\n").append(page);
  return answer;
}

}  // namespace kenkod::fetch
