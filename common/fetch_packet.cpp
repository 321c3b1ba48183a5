#include "common/fetch_packet.hpp"

#include <algorithm>
#include <string_view>
#include <type_traits>
#include <utility>

#include "common/validate.hpp"

namespace kenkod::fetch {
namespace {

constexpr std::size_t kMaxConsent = 64;
constexpr std::uint32_t kMaxDocumentBytes = 10'485'760;
constexpr std::uint32_t kMaxCount = 10'000;            // documents of one retrieval
constexpr std::int64_t kLastSecond = 253'402'300'799;  // of the year 9999
constexpr std::uint8_t kAnswerBit = 0x80;              // tells the directions apart
constexpr ErrorCode kLastError = ErrorCode::NothingToShow;

[[noreturn]] void broken() {
  throw Error(ErrorCode::ProtocolViolation, "A message between kenkod and its fetcher is not as agreed.");
}
void require(bool legal) {
  if (!legal) broken();
}

// --- what the texts may be

bool printable(std::string_view text, std::size_t limit) {
  return !text.empty() && text.size() <= limit &&
         std::ranges::all_of(text, [](unsigned char c) { return c >= 0x20 && c < 0x7f; });
}

bool alphanumeric(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool nonce(std::string_view text) {
  return !text.empty() && text.size() <= kMaxNonce &&
         std::ranges::all_of(text, [](char c) { return alphanumeric(c) || c == '_' || c == '-'; });
}

bool url(std::string_view text) {
  return printable(text, kMaxUrl) && text.starts_with("https://") && text.find(' ') == std::string_view::npos;
}

bool name(std::string_view text) {
  const auto characters = std::ranges::count_if(text, [](unsigned char c) { return (c & 0xC0U) != 0x80; });
  return !text.empty() && plain_text(text) && static_cast<std::size_t>(characters) <= kMaxNameCharacters;
}

constexpr std::size_t kNameBytes = 4 * kMaxNameCharacters;

// --- both directions walk the same members in the same order

class Sink {
 public:
  explicit Sink(WipedBytes& out) : out_(out) {}
  void number(const std::uint32_t& value) { put(value, 4); }
  void number(const std::int64_t& value) { put(static_cast<std::uint64_t>(value), 8); }
  void flag(const bool& value) { put(value ? 1 : 0, 1); }
  template <class E>
  void choice(const E& value, E last) {
    require(value <= last);
    put(static_cast<std::uint8_t>(value), 1);
  }
  void text(const std::string& value, std::size_t limit) { bytes(value, limit); }
  void secret(const SecretBuffer& value) { bytes(value.text(), kMaxToken); }
  template <class Bytes>
  void exactly(const Bytes& value) {
    out_.insert(out_.end(), value.begin(), value.end());
  }
  template <class T, class Each>
  void list(const std::vector<T>& values, std::size_t limit, Each each) {
    require(values.size() <= limit);
    put(values.size(), 1);
    for (const T& one : values) each(one);
  }

 private:
  void bytes(std::string_view value, std::size_t limit) {
    require(value.size() <= limit);
    put(value.size(), 4);
    out_.insert(out_.end(), value.begin(), value.end());
  }
  void put(std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) out_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }

  WipedBytes& out_;
};

class Source {
 public:
  explicit Source(std::span<const std::uint8_t> in) : in_(in) {}
  void number(std::uint32_t& value) { value = static_cast<std::uint32_t>(get(4)); }
  void number(std::int64_t& value) { value = static_cast<std::int64_t>(get(8)); }
  void flag(bool& value) {
    const auto byte = get(1);
    require(byte <= 1);
    value = byte == 1;
  }
  template <class E>
  void choice(E& value, E last) {
    const auto byte = get(1);
    require(byte <= static_cast<std::uint8_t>(last));
    value = static_cast<E>(byte);
  }
  void text(std::string& value, std::size_t limit) { value = bytes(limit); }
  void secret(SecretBuffer& value) { value = SecretBuffer(bytes(kMaxToken)); }
  template <class Bytes>
  void exactly(Bytes& value) {
    std::ranges::copy(take(value.size()), value.begin());
  }
  template <class T, class Each>
  void list(std::vector<T>& values, std::size_t limit, Each each) {
    const auto count = get(1);
    require(count <= limit);
    values.resize(static_cast<std::size_t>(count));
    for (T& one : values) each(one);
  }
  void done() const { require(in_.empty()); }

 private:
  std::span<const std::uint8_t> take(std::size_t size) {
    require(size <= in_.size());
    const auto taken = in_.first(size);
    in_ = in_.subspan(size);
    return taken;
  }
  std::uint64_t get(std::size_t size) {
    const auto taken = take(size);
    std::uint64_t value = 0;
    for (std::size_t i = size; i > 0; --i) value = value << 8 | taken[i - 1];
    return value;
  }
  std::string_view bytes(std::size_t limit) {
    const auto size = get(4);
    require(size <= limit);
    const auto taken = take(static_cast<std::size_t>(size));
    return {reinterpret_cast<const char*>(taken.data()), taken.size()};
  }

  std::span<const std::uint8_t> in_;
};

template <class M, class T>
concept Is = std::is_same_v<std::remove_const_t<M>, T>;

template <class Way, class Kinds>
void walk_kinds(Way& way, Kinds& kinds) {
  way.list(kinds, 3, [&](auto& kind) { way.choice(kind, Kind::expense); });
}
void check_kinds(const std::vector<Kind>& kinds) {
  require(!kinds.empty());
  for (auto one = kinds.begin(); one != kinds.end(); ++one)
    require(known(*one) && std::find(kinds.begin(), one, *one) == one);
}
void check_token(const SecretBuffer& token) { require(printable(token.text(), kMaxToken)); }

// --- one after the other: the fields, then what is legal

template <class Way, class M>
  requires(std::is_empty_v<M>)
void walk(Way& /*way*/, M& /*message*/) {}
template <class M>
  requires(std::is_empty_v<M>)
void check(const M& /*message*/) {}

template <class Way, Is<Begin> M>
void walk(Way& way, M& m) {
  way.number(m.now_us);
  way.number(m.uid);
  way.text(m.consent, kMaxConsent);
  walk_kinds(way, m.kinds);
}
void check(const Begin& m) {
  require(m.now_us >= 0 && m.now_us / 1'000'000 <= kLastSecond && printable(m.consent, kMaxConsent));
  check_kinds(m.kinds);
}

template <class Way, Is<Assert> M>
void walk(Way& way, M& m) {
  way.secret(m.jwt);
}
void check(const Assert& m) { check_token(m.jwt); }

template <class Way, class M>
  requires(Is<M, Renew> || Is<M, Revoke> || Is<M, Rotated> || Is<M, RefreshToken>)
void walk(Way& way, M& m) {
  way.secret(m.refresh_token);
}
template <class M>
  requires(Is<M, Renew> || Is<M, Revoke> || Is<M, Rotated> || Is<M, RefreshToken>)
void check(const M& m) {
  check_token(m.refresh_token);
}

template <class Way, Is<Retrieve> M>
void walk(Way& way, M& m) {
  walk_kinds(way, m.kinds);
  way.text(m.subject, kMaxSubject);
  way.text(m.from, 10);
  way.text(m.to, 10);
}
void check(const Retrieve& m) {
  check_kinds(m.kinds);
  require(printable(m.subject, kMaxSubject) && calendar_date(m.from) && calendar_date(m.to) &&
          m.from <= m.to);
}

template <class Way, Is<Finish> M>
void walk(Way& way, M& m) {
  way.flag(m.keep);
}
void check(const Finish& /*message*/) {}

template <class Way, Is<OpenBrowser> M>
void walk(Way& way, M& m) {
  way.text(m.url, kMaxUrl);
}
void check(const OpenBrowser& m) { require(url(m.url)); }

template <class Way, Is<Nonce> M>
void walk(Way& way, M& m) {
  way.text(m.nonce, kMaxNonce);
}
void check(const Nonce& m) { require(nonce(m.nonce)); }

template <class Way, Is<Authorized> M>
void walk(Way& way, M& m) {
  way.text(m.subject, kMaxSubject);
  way.flag(m.renewable);
}
void check(const Authorized& m) { require(printable(m.subject, kMaxSubject)); }

template <class Way, Is<Principals> M>
void walk(Way& way, M& m) {
  way.list(m.principals, kMaxPrincipals, [&](auto& one) {
    way.text(one.id, kMaxSubject);
    way.text(one.name, kNameBytes);
  });
}
void check(const Principals& m) {
  for (const Principal& one : m.principals) require(printable(one.id, kMaxSubject) && name(one.name));
}

template <class Way, Is<Progress> M>
void walk(Way& way, M& m) {
  way.number(m.done);
  way.number(m.total);
}
void check(const Progress& m) { require(m.done <= m.total && m.total <= kMaxCount); }

template <class Way, Is<Document> M>
void walk(Way& way, M& m) {
  way.choice(m.kind, Kind::expense);
  way.number(m.size);
  way.exactly(m.sha256);
}
void check(const Document& m) { require(known(m.kind) && m.size >= 1 && m.size <= kMaxDocumentBytes); }

template <class Way, Is<KindEnd> M>
void walk(Way& way, M& m) {
  way.choice(m.kind, Kind::expense);
  way.choice(m.status, KindStatus::failed);
  way.choice(m.error, kLastError);
  way.number(m.refused);
}
void check(const KindEnd& m) { require(known(m.kind) && m.refused <= kMaxCount); }

template <class Way, Is<Revoked> M>
void walk(Way& way, M& m) {
  way.flag(m.confirmed);
}
void check(const Revoked& /*message*/) {}

template <class Way, Is<Failed> M>
void walk(Way& way, M& m) {
  way.choice(m.code, kLastError);
  way.number(m.until);
}
void check(const Failed& m) { require(m.until >= 0 && m.until <= kLastSecond); }

template <class Message>
WipedBytes encode_as(const Message& message, std::uint8_t direction) {
  WipedBytes out;
  out.push_back(static_cast<std::uint8_t>(message.index()) | direction);
  std::visit(
      [&](const auto& one) {
        check(one);
        Sink sink(out);
        walk(sink, one);
      },
      message);
  require(out.size() <= kMaxMessage);
  return out;
}

template <class Message, std::size_t kIndex = 0>
Message decode_as(std::size_t index, Source& source) {
  if constexpr (kIndex == std::variant_size_v<Message>) {
    broken();
  } else {
    if (index != kIndex) return decode_as<Message, kIndex + 1>(index, source);
    std::variant_alternative_t<kIndex, Message> one;
    walk(source, one);
    source.done();
    check(one);
    return one;
  }
}

template <class Message>
Message decode_packet(std::span<const std::uint8_t> packet, std::uint8_t direction) {
  require(!packet.empty() && packet.size() <= kMaxMessage && (packet[0] & kAnswerBit) == direction);
  Source source(packet.subspan(1));
  return decode_as<Message>(packet[0] & static_cast<std::uint8_t>(~kAnswerBit), source);
}

}  // namespace

WipedBytes encode(const Request& message) { return encode_as(message, 0); }
WipedBytes encode(const Answer& message) { return encode_as(message, kAnswerBit); }

Request decode_request(std::span<const std::uint8_t> packet) { return decode_packet<Request>(packet, 0); }
Answer decode_answer(std::span<const std::uint8_t> packet) {
  return decode_packet<Answer>(packet, kAnswerBit);
}

}  // namespace kenkod::fetch
