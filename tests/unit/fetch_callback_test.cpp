// What the redirect listener makes of a browser's request, and of everything else that comes along.
#include <gtest/gtest.h>

#include "callback_request.hpp"

namespace kenkod::fetch {
namespace {

constexpr std::string_view kHost = "127.0.0.1:4711";

std::string get(const std::string& target, const std::string& more = "Host: 127.0.0.1:4711\r\n") {
  return "GET " + target + " HTTP/1.1\r\n" + more + "Accept: */*\r\n\r\n";
}
CallbackRequest read(const std::string& head) { return parse_callback(head, "/callback", kHost); }

TEST(Callback, IsReadWhereItIsOurs) {
  const auto request =
      read(get("/callback?code=a%2Bb&state=S_-1&iss=https%3A%2F%2Fportal.example&session_state=x%zz&flag"));
  ASSERT_TRUE(request.callback.has_value());
  EXPECT_EQ(request.callback->code, "a+b");
  EXPECT_EQ(request.callback->state, "S_-1");
  EXPECT_EQ(request.callback->iss, "https://portal.example");
  EXPECT_EQ(request.callback->error, "");
  EXPECT_EQ(read(get("/callback?error=access_denied&state=s")).callback->error, "access_denied");
  EXPECT_EQ(read(get("/callback")).callback->state, "");
}

TEST(Callback, IsNothingElse) {
  const auto status = [](const std::string& head) {
    const auto request = read(head);
    EXPECT_FALSE(request.callback.has_value()) << head;
    return request.status;
  };
  EXPECT_EQ(status(get("/")), 404);
  EXPECT_EQ(status(get("/callback/")), 404);
  EXPECT_EQ(status(get("/callbackx?code=a&state=s")), 404);
  EXPECT_EQ(status(get("//callback?state=s")), 404);
  EXPECT_EQ(status(get("http://127.0.0.1:4711/callback?state=s")), 404);
  EXPECT_EQ(status("POST /callback HTTP/1.1\r\nHost: 127.0.0.1:4711\r\n\r\n"), 405);
  EXPECT_EQ(status("HEAD /callback HTTP/1.1\r\nHost: 127.0.0.1:4711\r\n\r\n"), 405);
  EXPECT_EQ(status("GET /callback HTTP/2\r\nHost: 127.0.0.1:4711\r\n\r\n"), 400);
  EXPECT_EQ(status("GET /callback\r\nHost: 127.0.0.1:4711\r\n\r\n"), 400);
  EXPECT_EQ(status("GET  HTTP/1.1\r\nHost: 127.0.0.1:4711\r\n\r\n"), 404);
  EXPECT_EQ(status("\r\n\r\n"), 400);
  EXPECT_EQ(status(""), 400);
  EXPECT_EQ(status("GET /callback?state=s HTTP/1.1\r\nHost: 127.0.0.1:4711\r\n"), 400);  // cut
  EXPECT_EQ(status(get("/callback?" + std::string(kMaxHead, 'a'))), 431);
}

TEST(Callback, NeedsOurHostOnce) {
  for (const char* more : {"", "Host: portal.example\r\n", "Host: 127.0.0.1\r\n", "Host: 127.0.0.1:4712\r\n",
                           "Host: 127.0.0.1:4711\r\nHost: 127.0.0.1:4711\r\n", "X-Host: 127.0.0.1:4711\r\n"})
    EXPECT_FALSE(read(get("/callback?state=s", more)).callback.has_value()) << more;
  EXPECT_TRUE(read(get("/callback?state=s", "hOsT:127.0.0.1:4711 \r\n")).callback.has_value());
}

TEST(Callback, HasEachParameterOnceInPlainText) {
  for (const char* query : {"state=a&state=b", "state=", "state", "code=%0d%0aX&state=s", "code=%00&state=s",
                            "state=%E3%81%82", "state=%", "state=%4", "state=%4g", "error=a&error=a"})
    EXPECT_FALSE(read(get(std::string("/callback?") + query)).callback.has_value()) << query;
}

TEST(Callback, AnswerHasNoScriptAndIsNotKept) {
  const auto answer = callback_answer(200);
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n"));
  for (const char* part : {"Cache-Control: no-store\r\n", "Referrer-Policy: no-referrer\r\n",
                           "default-src 'none'", "この画面を閉じてください", "You can close this window"})
    EXPECT_NE(answer.find(part), std::string::npos) << part;
  EXPECT_EQ(answer.find("<script"), std::string::npos);
  const auto body = answer.substr(answer.find("\r\n\r\n") + 4);
  EXPECT_NE(answer.find("Content-Length: " + std::to_string(body.size()) + "\r\n"), std::string::npos);
  EXPECT_TRUE(callback_answer(400).ends_with("Content-Length: 0\r\n\r\n"));
}

}  // namespace
}  // namespace kenkod::fetch
