// The protocol between kenkod and its fetcher: every message there and back, and a peer that lies in sizes,
// counts, enumerations and descriptors.
#include "common/fetch_protocol.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <thread>

#include "common/fetch_packet.hpp"

namespace kenkod::fetch {
namespace {

using Bytes = std::vector<std::uint8_t>;

struct Pair {
  explicit Pair(int flags = 0) {
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | flags, 0, ends.data()) != 0) std::abort();
    a.reset(ends[0]);
    b.reset(ends[1]);
  }
  Fd a, b;
};

std::optional<ErrorCode> code_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.code();
  }
  return std::nullopt;
}

Fd sealed_memory(std::string_view content, int seals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW) {
  Fd file(memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  EXPECT_EQ(write(file.get(), content.data(), content.size()), static_cast<ssize_t>(content.size()));
  EXPECT_EQ(fcntl(file.get(), F_ADD_SEALS, seals), 0);
  return file;
}

SecretBuffer token(char c = 't', std::size_t size = 40) { return SecretBuffer(std::string(size, c)); }

std::vector<Request> requests() {
  std::vector<Request> all;
  all.emplace_back(Begin{1'800'000'000'123'456, 1000, "2026-1", {Kind::expense, Kind::checkup}});
  all.emplace_back(Authorize{});
  all.emplace_back(GetNonce{});
  all.emplace_back(Assert{token('j', kMaxToken)});
  all.emplace_back(Renew{token('r')});
  all.emplace_back(Committed{});
  all.emplace_back(GetRefreshToken{});
  all.emplace_back(ListPrincipals{});
  all.emplace_back(Retrieve{{Kind::medication}, "self", "2021-04-01", "2026-03-31"});
  all.emplace_back(Finish{true});
  all.emplace_back(Revoke{token('v', 1)});
  return all;
}

std::vector<Answer> answers() {
  std::vector<Answer> all;
  all.emplace_back(OpenBrowser{"https://portal.example/authorize?state=a"});
  all.emplace_back(Nonce{"aZ09_-"});
  all.emplace_back(Authorized{"pairwise name", true});
  all.emplace_back(Rotated{token('o')});
  all.emplace_back(RefreshToken{token('n')});
  all.emplace_back(Principals{{{"p-1", "健康 太郎"}, {"p-2", std::string(kMaxNameCharacters, 'x')}}});
  all.emplace_back(Progress{3, 60});
  Document document;
  document.kind = Kind::medication;
  document.size = 5;
  document.sha256.fill(7);
  all.emplace_back(std::move(document));
  all.emplace_back(KindEnd{Kind::expense, KindStatus::failed, ErrorCode::KindNotPermitted, 2});
  all.emplace_back(Retrieved{});
  all.emplace_back(Revoked{true});
  all.emplace_back(Failed{ErrorCode::Maintenance, 1'800'000'000});
  return all;
}

Bytes bytes(const auto& message) {
  const auto packet = encode(message);
  return {packet.begin(), packet.end()};
}

bool refused_request(const Bytes& packet) {
  return code_of([&] { (void)decode_request(packet); }) == ErrorCode::ProtocolViolation;
}
bool refused_answer(const Bytes& packet) {
  return code_of([&] { (void)decode_answer(packet); }) == ErrorCode::ProtocolViolation;
}
bool refused(const auto& message) {
  return code_of([&] { (void)encode(message); }) == ErrorCode::ProtocolViolation;
}

TEST(Messages, HaveACaseEach) {
  EXPECT_EQ(requests().size(), std::variant_size_v<Request>);
  EXPECT_EQ(answers().size(), std::variant_size_v<Answer>);
}

TEST(Messages, ComeBackAsTheyWere) {
  const auto asked = requests();
  for (std::size_t i = 0; i < asked.size(); ++i) {
    EXPECT_EQ(asked[i].index(), i);
    const auto read = decode_request(bytes(asked[i]));
    EXPECT_EQ(read.index(), i);
    EXPECT_EQ(bytes(read), bytes(asked[i]));
  }
  const auto said = answers();
  for (std::size_t i = 0; i < said.size(); ++i) {
    EXPECT_EQ(said[i].index(), i);
    const auto read = decode_answer(bytes(said[i]));
    EXPECT_EQ(read.index(), i);
    EXPECT_EQ(bytes(read), bytes(said[i]));
  }
}

TEST(Messages, KeepEveryField) {
  const auto begin = std::get<Begin>(decode_request(bytes(requests()[0])));
  EXPECT_EQ(begin.now_us, 1'800'000'000'123'456);
  EXPECT_EQ(begin.uid, 1000U);
  EXPECT_EQ(begin.consent, "2026-1");
  EXPECT_EQ(begin.kinds, (std::vector{Kind::expense, Kind::checkup}));
  const auto asserted = std::get<Assert>(decode_request(bytes(requests()[3])));
  EXPECT_EQ(asserted.jwt.size(), kMaxToken);
  const auto retrieve = std::get<Retrieve>(decode_request(bytes(requests()[8])));
  EXPECT_EQ(retrieve.subject + retrieve.from + retrieve.to, "self2021-04-012026-03-31");
  EXPECT_TRUE(std::get<Finish>(decode_request(bytes(requests()[9]))).keep);
  const auto people = std::get<Principals>(decode_answer(bytes(answers()[5]))).principals;
  EXPECT_EQ(people[0], (Principal{"p-1", "健康 太郎"}));
  const auto document = std::get<Document>(decode_answer(bytes(answers()[7])));
  EXPECT_EQ(document.kind, Kind::medication);
  EXPECT_EQ(document.size, 5U);
  EXPECT_EQ(document.sha256[31], 7);
  const auto end = std::get<KindEnd>(decode_answer(bytes(answers()[8])));
  EXPECT_EQ(end.status, KindStatus::failed);
  EXPECT_EQ(end.error, ErrorCode::KindNotPermitted);
  EXPECT_EQ(end.refused, 2U);
  const auto failed = std::get<Failed>(decode_answer(bytes(answers()[11])));
  EXPECT_EQ(failed.code, ErrorCode::Maintenance);
  EXPECT_EQ(failed.until, 1'800'000'000);
}

TEST(Messages, AreRefusedWhenCutOrLonger) {
  for (const auto& message : requests()) {
    auto whole = bytes(message);
    for (std::size_t size = 0; size < whole.size(); ++size)
      EXPECT_TRUE(refused_request({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}));
    whole.push_back(0);
    EXPECT_TRUE(refused_request(whole));
  }
  for (const auto& message : answers()) {
    auto whole = bytes(message);
    for (std::size_t size = 0; size < whole.size(); ++size)
      EXPECT_TRUE(refused_answer({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}));
    whole.push_back(0);
    EXPECT_TRUE(refused_answer(whole));
  }
}

TEST(Messages, AreRefusedInTheOtherDirectionAndOfUnknownType) {
  for (const auto& message : requests()) EXPECT_TRUE(refused_answer(bytes(message)));
  for (const auto& message : answers()) EXPECT_TRUE(refused_request(bytes(message)));
  for (int type = std::variant_size_v<Request>; type < 0x80; ++type)
    EXPECT_TRUE(refused_request({static_cast<std::uint8_t>(type)}));
  for (int type = 0x80 + std::variant_size_v<Answer>; type < 0x100; ++type)
    EXPECT_TRUE(refused_answer({static_cast<std::uint8_t>(type)}));
}

// Whatever byte is changed: either it is refused, or what was read is a legal message that says the same
// again.
TEST(Messages, WithAByteChangedStayLegalOrAreRefused) {
  const auto each_change = [](const Bytes& whole, const auto& decode) {
    for (std::size_t at = 0; at < std::min<std::size_t>(whole.size(), 400); ++at)
      for (const int value : {0x00, 0x01, 0x03, 0x04, 0x30, 0x7f, 0x80, 0xff}) {
        auto changed = whole;
        changed[at] = static_cast<std::uint8_t>(value);
        try {
          EXPECT_EQ(bytes(decode(changed)), changed);
        } catch (const Error& error) {
          EXPECT_EQ(error.code(), ErrorCode::ProtocolViolation);
        }
      }
  };
  for (const auto& message : requests())
    each_change(bytes(message), [](const Bytes& b) { return decode_request(b); });
  for (const auto& message : answers())
    each_change(bytes(message), [](const Bytes& b) { return decode_answer(b); });
}

TEST(Messages, OutsideTheLimitsAreNotEvenSent) {
  const auto begin = [](std::int64_t now, const std::string& consent, std::vector<Kind> kinds) {
    return Request{Begin{now, 0, consent, std::move(kinds)}};
  };
  EXPECT_TRUE(refused(begin(-1, "v", {Kind::checkup})));
  EXPECT_TRUE(refused(begin(INT64_MAX, "v", {Kind::checkup})));
  EXPECT_TRUE(refused(begin(0, "", {Kind::checkup})));
  EXPECT_TRUE(refused(begin(0, std::string(65, 'v'), {Kind::checkup})));
  EXPECT_TRUE(refused(begin(0, "v", {})));
  EXPECT_TRUE(refused(begin(0, "v", {Kind::checkup, Kind::checkup})));
  EXPECT_TRUE(refused(begin(0, "v", {static_cast<Kind>(0)})));
  EXPECT_TRUE(refused(begin(0, "v", {static_cast<Kind>(4)})));
  EXPECT_TRUE(refused(Request{Assert{token('j', kMaxToken + 1)}}));
  EXPECT_TRUE(refused(Request{Renew{}}));
  EXPECT_TRUE(refused(Request{Renew{token('\n')}}));
  const auto retrieve = [](std::string subject, std::string from, std::string to) {
    return Request{Retrieve{{Kind::checkup}, std::move(subject), std::move(from), std::move(to)}};
  };
  EXPECT_TRUE(refused(retrieve("", "2021-04-01", "2021-04-02")));
  EXPECT_TRUE(refused(retrieve(std::string(kMaxSubject + 1, 's'), "2021-04-01", "2021-04-02")));
  EXPECT_TRUE(refused(retrieve("self", "2021-04-31", "2021-05-01")));
  EXPECT_TRUE(refused(retrieve("self", "2021-04-03", "2021-04-02")));

  EXPECT_TRUE(refused(Answer{OpenBrowser{"http://portal.example/"}}));
  EXPECT_TRUE(refused(Answer{OpenBrowser{"https://portal.example/ x"}}));
  EXPECT_TRUE(refused(Answer{OpenBrowser{"https://" + std::string(kMaxUrl, 'a')}}));
  EXPECT_TRUE(refused(Answer{Nonce{""}}));
  EXPECT_TRUE(refused(Answer{Nonce{"a+b"}}));
  EXPECT_TRUE(refused(Answer{Nonce{std::string(kMaxNonce + 1, 'a')}}));
  EXPECT_TRUE(refused(Answer{Authorized{"", false}}));
  EXPECT_TRUE(refused(Answer{Authorized{"山", false}}));
  EXPECT_TRUE(refused(Answer{Principals{{{"p", std::string(kMaxNameCharacters + 1, 'x')}}}}));
  EXPECT_TRUE(refused(Answer{Principals{{{"p", "\xff"}}}}));
  EXPECT_TRUE(refused(Answer{Principals{{{"p", "two\nlines"}}}}));
  EXPECT_TRUE(refused(Answer{Principals{{{"", "name"}}}}));
  EXPECT_TRUE(refused(Answer{Principals{std::vector<Principal>(kMaxPrincipals + 1, Principal{"p", "n"})}}));
  EXPECT_TRUE(refused(Answer{Progress{2, 1}}));
  EXPECT_TRUE(refused(Answer{Progress{0, 10'001}}));
  Document document;
  EXPECT_TRUE(refused(Answer{std::move(document)}));  // of no bytes
  document = Document{};
  document.size = 10'485'761;
  EXPECT_TRUE(refused(Answer{std::move(document)}));
  EXPECT_TRUE(refused(Answer{KindEnd{Kind::checkup, static_cast<KindStatus>(4), ErrorCode::Failed, 0}}));
  EXPECT_TRUE(refused(Answer{Failed{ErrorCode::Failed, -1}}));
  EXPECT_FALSE(refused(Answer{Principals{std::vector<Principal>(
      kMaxPrincipals, Principal{std::string(kMaxSubject, 'p'), std::string(kMaxNameCharacters, 'n')})}}));
}

TEST(Socket, CarriesEveryMessage) {
  const Pair pair;
  for (const auto& message : requests()) {
    send(pair.a.get(), message);
    EXPECT_EQ(bytes(receive_request(pair.b.get()).value()), bytes(message));
  }
  for (auto& message : answers()) {
    if (auto* document = std::get_if<Document>(&message)) document->file = sealed_memory("bytes");
    const auto expected = bytes(message);
    send(pair.b.get(), std::move(message));
    auto read = receive_answer(pair.a.get()).value();
    EXPECT_EQ(bytes(read), expected);
    if (auto* document = std::get_if<Document>(&read)) {
      std::array<char, 8> content{};
      EXPECT_EQ(pread(document->file.get(), content.data(), content.size(), 0), 5);
      EXPECT_STREQ(content.data(), "bytes");
      EXPECT_EQ(fcntl(document->file.get(), F_GETFD), FD_CLOEXEC);
    }
  }
}

TEST(Socket, TellsClosedAndNothingYet) {
  Pair pair(SOCK_NONBLOCK);
  EXPECT_EQ(code_of([&] { (void)receive_answer(pair.a.get()); }), ErrorCode::Busy);
  send(pair.a.get(), Request{Authorize{}});
  pair.b.reset();  // with that unread
  EXPECT_FALSE(receive_answer(pair.a.get()).has_value());
  EXPECT_FALSE(receive_answer(pair.a.get()).has_value());
  EXPECT_EQ(code_of([&] { send(pair.a.get(), Request{GetNonce{}}); }), ErrorCode::Unavailable);
}

TEST(Socket, WaitsForRoomAlsoWhenItDoesNotBlock) {
  Pair pair(SOCK_NONBLOCK);
  constexpr int kMany = 2000;
  std::thread reader([&pair] {
    fcntl(pair.b.get(), F_SETFL, 0);
    for (int i = 0; i < kMany; ++i) EXPECT_TRUE(receive_answer(pair.b.get()).has_value());
  });
  for (int i = 0; i < kMany; ++i) send(pair.a.get(), Answer{Progress{1, 2}});
  reader.join();
}

// What send() does not do: any bytes with any descriptors.
void send_raw(int socket, const Bytes& packet, const std::vector<int>& descriptors) {
  Bytes copy = packet;
  iovec part{copy.data(), copy.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  std::vector<char> control(CMSG_SPACE(descriptors.size() * sizeof(int)));
  if (!descriptors.empty()) {
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(descriptors.size() * sizeof(int));
    std::memcpy(CMSG_DATA(header), descriptors.data(), descriptors.size() * sizeof(int));
  }
  ASSERT_GE(sendmsg(socket, &message, MSG_NOSIGNAL), 0);
}

int open_descriptors() {
  int count = 0;
  for (int fd = 0; fd < 256; ++fd) count += fcntl(fd, F_GETFD) >= 0 ? 1 : 0;
  return count;
}

TEST(Socket, GivesUpOnAWorkerThatDoesNotRead) {
  const Pair pair(SOCK_NONBLOCK);
  const auto until_full = [&pair] {
    for (int i = 0; i < 100'000; ++i) send(pair.a.get(), Request(Assert{token('j', kMaxToken)}));
  };
  EXPECT_EQ(code_of(until_full), ErrorCode::Unavailable);
}

TEST(Socket, RefusesDescriptorsThatDoNotBelongAndClosesThem) {
  const Pair pair;
  const Fd file = sealed_memory("bytes");
  const int before = open_descriptors();
  for (const std::size_t count : {1U, 2U, 3U, 200U}) {
    send_raw(pair.a.get(), bytes(Request{Authorize{}}), std::vector<int>(count, file.get()));
    EXPECT_EQ(code_of([&] { (void)receive_request(pair.b.get()); }), ErrorCode::ProtocolViolation);
    send_raw(pair.a.get(), bytes(Answer{Retrieved{}}), std::vector<int>(count, file.get()));
    EXPECT_EQ(code_of([&] { (void)receive_answer(pair.b.get()); }), ErrorCode::ProtocolViolation);
    EXPECT_EQ(open_descriptors(), before);
  }
}

TEST(Socket, RefusesADocumentWithoutExactlyItsFile) {
  const Pair pair;
  const auto packet = bytes(answers()[7]);
  const auto refused_with = [&](const std::vector<int>& descriptors) {
    send_raw(pair.a.get(), packet, descriptors);
    return code_of([&] { (void)receive_answer(pair.b.get()); }) == ErrorCode::ProtocolViolation;
  };
  const Fd right = sealed_memory("bytes");
  const Fd shorter = sealed_memory("byte");
  const Fd longer = sealed_memory("bytes!");
  const Fd writable = sealed_memory("bytes", F_SEAL_SHRINK | F_SEAL_GROW);
  const Fd shrinking = sealed_memory("bytes", F_SEAL_WRITE | F_SEAL_GROW);
  EXPECT_FALSE(refused_with({right.get()}));
  EXPECT_TRUE(refused_with({}));
  EXPECT_TRUE(refused_with({right.get(), right.get()}));
  EXPECT_TRUE(refused_with({pair.a.get()}));
  for (const Fd* file : {&shorter, &longer, &writable, &shrinking}) EXPECT_TRUE(refused_with({file->get()}));

  Document unsealed;
  unsealed.size = 5;
  unsealed.file = sealed_memory("bytes", F_SEAL_GROW);
  EXPECT_EQ(code_of([&] { send(pair.a.get(), Answer{std::move(unsealed)}); }), ErrorCode::ProtocolViolation);
}

TEST(Socket, RefusesAPacketThatIsTooBig) {
  const Pair pair;
  send_raw(pair.a.get(), Bytes(kMaxMessage + 1), {});
  EXPECT_EQ(code_of([&] { (void)receive_request(pair.b.get()); }), ErrorCode::ProtocolViolation);
  send_raw(pair.a.get(), bytes(Request{Authorize{}}), {});
  EXPECT_TRUE(receive_request(pair.b.get()).has_value());
}

}  // namespace
}  // namespace kenkod::fetch
