#include "vault/link_codec.hpp"

namespace kenkod::vault {
namespace {

constexpr std::string_view kPart = "records";

template <typename E>
E checked(std::uint8_t raw, E last) {
  if (raw > static_cast<std::uint8_t>(last)) throw damaged(kPart);
  return static_cast<E>(raw);
}

void put(ByteWriter& out, const std::optional<ErrorCode>& error) {
  out.text(error ? error_name(*error) : "");
}

std::optional<ErrorCode> take_error(ByteReader& in) {
  const auto name = in.text();
  if (name.empty()) return std::nullopt;
  const auto code = error_from_name(name);
  if (!code) throw damaged(kPart);
  return code;
}

std::uint32_t take_count(ByteReader& in) {
  const auto value = in.compact();
  if (value > 0xFFFFFFFF) throw damaged(kPart);
  return static_cast<std::uint32_t>(value);
}

FetchedKind take_kind(ByteReader& in) {
  FetchedKind row;
  row.kind = static_cast<Kind>(in.u8());
  if (!known(row.kind)) throw damaged(kPart);
  row.outcome = checked(in.u8(), FetchedKind::Outcome::failed);
  for (auto* count : {&row.imported, &row.revised, &row.unchanged, &row.unread, &row.refused})
    *count = take_count(in);
  row.error = take_error(in);
  return row;
}

}  // namespace

WipedBytes encode(const PortalLink& link) {
  ByteWriter out;
  out.text(link.portal);
  out.text(link.subject);
  out.i64(link.expires_at);
  out.compact(link.refresh_token.size());
  out.raw(link.refresh_token.bytes());
  return out.take();
}

PortalLink decode_portal_link(Bytes bytes) {
  ByteReader in(bytes, kPart);
  PortalLink link;
  link.portal = in.text();
  link.subject = in.text();
  link.expires_at = in.i64();
  const auto size = in.compact();
  link.refresh_token = SecretBuffer(in.raw(size));
  in.finish();
  return link;
}

WipedBytes encode(const Fetch& fetch) {
  ByteWriter out;
  out.i64(fetch.at);
  out.u32(fetch.seconds);
  out.u8(static_cast<std::uint8_t>(fetch.flow));
  put(out, fetch.error);
  out.compact(fetch.kinds.size());
  for (const auto& row : fetch.kinds) {
    out.u8(static_cast<std::uint8_t>(row.kind));
    out.u8(static_cast<std::uint8_t>(row.outcome));
    for (const auto count : {row.imported, row.revised, row.unchanged, row.unread, row.refused})
      out.compact(count);
    put(out, row.error);
  }
  return out.take();
}

Fetch decode_fetch(Bytes bytes) {
  ByteReader in(bytes, kPart);
  Fetch fetch;
  fetch.at = in.i64();
  fetch.seconds = in.u32();
  fetch.flow = checked(in.u8(), Fetch::Flow::renewed);
  fetch.error = take_error(in);
  for (auto left = in.compact(); left > 0; --left) fetch.kinds.push_back(take_kind(in));
  in.finish();
  return fetch;
}

}  // namespace kenkod::vault
