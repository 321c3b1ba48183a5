// Whatever bytes the portal, a browser or the other side of the socket sends: refused, or something legal.
// The first byte says who reads it.
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "callback_request.hpp"
#include "common/fetch_packet.hpp"
#include "discovery.hpp"
#include "error_table.hpp"
#include "id_token.hpp"
#include "jwks.hpp"
#include "refused.hpp"
#include "retrieval_status.hpp"
#include "retry_after.hpp"
#include "token_answer.hpp"
#include "url.hpp"

namespace {

using namespace kenkod;
using namespace kenkod::fetch;

using Input = std::span<const std::uint8_t>;

void require(bool holds) {
  if (!holds) std::abort();
}

PortalConfiguration portal() {
  PortalConfiguration made;
  made.id = "test";
  made.issuer = "https://portal.example";
  return made;
}

// What was accepted says the same again.
void packet(Input input) {
  try {
    const auto request = decode_request(input);
    const auto again = encode(request);
    require(std::equal(again.begin(), again.end(), input.begin(), input.end()));
  } catch (const Error&) {
  }
  try {
    const auto answer = decode_answer(input);
    const auto again = encode(answer);
    require(std::equal(again.begin(), again.end(), input.begin(), input.end()));
  } catch (const Error&) {
  }
}

void socket_packet(Input input) {
  std::array<int, 2> ends{};
  require(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, ends.data()) == 0);
  const Fd ours(ends[0]), theirs(ends[1]);
  for (int i = 0; i < 2; ++i) {
    if (::send(theirs.get(), input.data(), input.size(), 0) < 0) return;
    try {
      if (i == 0) {
        (void)receive_request(ours.get());
      } else {
        (void)receive_answer(ours.get());
      }
    } catch (const Error&) {
    }
  }
}

void id_token(std::string_view text) {
  static const auto keys = Jwks::parse([] {
    // The example key of RFC 7515, appendix A.3.
    static constexpr std::string_view kKeys =
        R"({"keys":[{"kty":"EC","kid":"k","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
        R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]})";
    return Input(reinterpret_cast<const std::uint8_t*>(kKeys.data()), kKeys.size());
  }());
  const auto token = IdToken::parse(text);
  if (const auto* key = keys.find(token.kid()))
    (void)token.subject(*key, {"https://portal.example", "client", "", 1'800'000'000});
}

void callback(std::string_view text) {
  const auto request = parse_callback(text, "/callback", "127.0.0.1:1");
  if (!request.callback) return;
  for (const auto* value :
       {&request.callback->code, &request.callback->state, &request.callback->iss, &request.callback->error})
    for (const char c : *value) require(c >= 0x20 && c < 0x7f);
}

void retrieval(Input input) {
  const auto status = parse_retrieval(input, 1000);
  require(status.items.size() <= 3);
  for (const auto& item : status.items)
    for (const auto& document : item.documents)
      require(legal_id(document.id) && document.size >= 1 && document.size <= 1000 &&
              accepted_media_type(document.media_type));
}

void words(std::string_view text) {
  const auto wait = retry_after(text, 1'800'000'000);
  require(!wait || (*wait >= 0 && *wait <= kMaxRetryAfter));
  (void)error_of_word(text);
  const std::string url(text.substr(0, text.find('\0')));
  (void)https_host(url);
  (void)resolved("https://portal.example/v1/retrievals", url);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Input input(data + 1, size - 1);
  const std::string_view text(reinterpret_cast<const char*>(input.data()), input.size());
  try {
    switch (data[0] % 11) {
      case 0:
        packet(input);
        break;
      case 1:
        socket_packet(input);
        break;
      case 2:
        id_token(text);
        break;
      case 3:
        callback(text);
        break;
      case 4:
        retrieval(input);
        break;
      case 5:
        (void)parse_principals(input);
        break;
      case 6:
        (void)parse_token_answer(input);
        break;
      case 7:
        (void)Jwks::parse(input);
        break;
      case 8:
        (void)discovered(input, portal());
        break;
      case 9:
        (void)nonce_of_assertion(text);
        break;
      default:
        words(text);
    }
  } catch (const Refused&) {
  }
  return 0;
}
