// What kenkod and a worker of kenkod-fetch say to each other over the socket that org.kenkod1.Fetch.Start()
// gives: one packet (SOCK_SEQPACKET) is one message, at most kMaxMessage bytes, with at most one descriptor.
// Either side takes every count, length and enumeration of the other as hostile.
//
// kenkod speaks first (Begin) and then asks one thing at a time; what it hears until the answer named with
// each request has come belongs to that request. Failed may come in place of any answer and ends only the
// request. Closing the socket ends everything: the worker revokes what authorisation it holds (unless it was
// told to keep it, or kenkod has sealed its refresh token: it came with Renew, or with GetRefreshToken and
// something else was asked since) and exits. Whatever the worker says can at most end a link or bring a wrong
// document: kenkod believes no text of it beyond the rules stated here.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/error.hpp"
#include "common/fd.hpp"
#include "common/record.hpp"
#include "common/secret_buffer.hpp"

namespace kenkod::fetch {

inline constexpr std::size_t kMaxMessage = 65536;
inline constexpr std::size_t kMaxToken = 16384;  // refresh tokens and assertions, bytes
inline constexpr std::size_t kMaxUrl = 8192;     // bytes
inline constexpr std::size_t kMaxSubject = 255;  // the portal's name of a person, bytes, printable ASCII
inline constexpr std::size_t kMaxNonce = 128;    // characters, [A-Za-z0-9_-]
inline constexpr std::size_t kMaxPrincipals = 32;
inline constexpr std::size_t kMaxNameCharacters = 100;

// --- kenkod asks
// ---------------------------------------------------------------------------------------------

// First, once; no answer. From here on the worker's calendar clock is `now_us` plus what has passed since.
struct Begin {
  std::int64_t now_us = 0;  // Unix time, µs
  std::uint32_t uid = 0;    // whose browser may come to the redirect listener
  std::string consent;      // version of the terms the person accepted
  std::vector<Kind> kinds;  // what is asked for at log-in; at least one, no duplicates
};
// Log-in in a browser (authorization code, PKCE, loopback). OpenBrowser, then Authorized.
struct Authorize {};
// A fresh nonce for an assertion. Nonce.
struct GetNonce {};
// Log-in with a JWT that kenkod built and the card signed (RFC 7523). Authorized.
struct Assert {
  SecretBuffer jwt;
};
// Log-in with the refresh token of a term link. Rotated (also where the portal left it as it was) and
// kenkod's Committed come in between, then Authorized.
struct Renew {
  SecretBuffer refresh_token;
};
// The refresh token in Rotated is durable. No answer of its own.
struct Committed {};
// The refresh token of this log-in, for a term link; kenkod has sealed it before anything else is asked.
// RefreshToken.
struct GetRefreshToken {};
// People this person may act for (代理人). Principals.
struct ListPrincipals {};
// Progress, Document and KindEnd (one of these for each kind) in any number, then Retrieved. A Rotated may
// come in between, answered by Committed.
struct Retrieve {
  std::vector<Kind> kinds;
  std::string subject;   // "self", or the id of a principal as listed
  std::string from, to;  // YYYY-MM-DD, both included
};
// Ends the authorisation. `keep`: of a term link; only the access token is forgotten. Revoked.
struct Finish {
  bool keep = false;
};
// Takes back the refresh token of a term link; no log-in before. Revoked.
struct Revoke {
  SecretBuffer refresh_token;
};

using Request = std::variant<Begin, Authorize, GetNonce, Assert, Renew, Committed, GetRefreshToken,
                             ListPrincipals, Retrieve, Finish, Revoke>;

// --- the worker answers
// --------------------------------------------------------------------------------------

struct OpenBrowser {
  std::string url;
};
struct Nonce {
  std::string nonce;
};
struct Authorized {
  std::string subject;     // `sub` of the checked ID token
  bool renewable = false;  // there is a refresh token
};
struct Rotated {
  SecretBuffer refresh_token;
};
struct RefreshToken {
  SecretBuffer refresh_token;
};
struct Principal {
  std::string id;    // opaque, ≤ kMaxSubject bytes of printable ASCII
  std::string name;  // as the portal has it, at most kMaxNameCharacters
  bool operator==(const Principal&) const = default;
};
struct Principals {
  std::vector<Principal> principals;
};
// How far the documents are: known as soon as the portal has said how many there are (0: not yet).
struct Progress {
  std::uint32_t done = 0, total = 0;
};
// One document, size and hash checked against what the portal stated; `file` is a memfd with exactly its
// bytes, sealed against writing, shrinking and growing (send and receive_answer insist on both). Comes when
// it has arrived, not in the order of the list.
struct Document {
  Kind kind = Kind::checkup;
  std::uint32_t size = 0;  // bytes, 1–10,485,760 (configured)
  std::array<std::uint8_t, 32> sha256{};
  Fd file;
};
enum class KindStatus : std::uint8_t {
  fetched,  // every document of it was sent
  empty,    // nothing there, or nothing that may be told: `empty` and `withheld` are one thing from here on
  not_supported,  // the portal does not have this kind
  failed,         // `error`; documents sent before count
};
struct KindEnd {
  Kind kind = Kind::checkup;
  KindStatus status = KindStatus::fetched;
  ErrorCode error = ErrorCode::Failed;  // of `failed`
  std::uint32_t refused =
      0;  // documents that were not sent: too big, another hash, another type (BadDocument)
};
struct Retrieved {};
struct Revoked {
  bool confirmed = false;  // by the portal; false: it did not answer as agreed
};
// Table 9.8. `until`: Unix seconds, when it may be tried again (RateLimited, Maintenance where the portal
// says so), or 0.
struct Failed {
  ErrorCode code = ErrorCode::Failed;
  std::int64_t until = 0;
};

using Answer = std::variant<OpenBrowser, Nonce, Authorized, Rotated, RefreshToken, Principals, Progress,
                            Document, KindEnd, Retrieved, Revoked, Failed>;

// Write one message as a packet; a Document's descriptor goes with it and is closed afterwards. Throws
// Error(Unavailable) when the other side is gone. Blocks while the other side's queue is full.
void send(int socket, const Request& request);
void send(int socket, Answer answer);

// Read one packet. Empty when the other side has closed. Throws Error(ProtocolViolation) for anything that is
// not a whole message within its limits. Blocks, unless the socket does not: then Error(Busy) when there is
// none yet.
[[nodiscard]] std::optional<Request> receive_request(int socket);
[[nodiscard]] std::optional<Answer> receive_answer(int socket);

}  // namespace kenkod::fetch
