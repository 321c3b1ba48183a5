#include "vault/host_box_file.hpp"

#include "vault/disk.hpp"

namespace kenkod::vault {
namespace {

constexpr std::string_view kMagic = "KENKODB1";
constexpr std::uint32_t kVersion = 2;
constexpr std::uint32_t kVersionWithoutLink = 1;
constexpr std::size_t kMostBytes = 1024 * 1024;

WipedBytes file_header(std::uint32_t version, uid_t uid, const HostKeys& host) {
  ByteWriter out;
  out.raw(as_bytes(kMagic));
  out.u32(version);
  out.raw(host.host_of(uid));
  return out.take();
}

WipedBytes place(Bytes header, uid_t uid) {
  ByteWriter out;
  out.raw(header);
  out.u32(uid);
  return out.take();
}

WipedBytes encode(const Hash& account, const HostBox& box) {
  ByteWriter out;
  out.raw(account);
  out.compact(box.consents.size());
  for (const auto& consent : box.consents) {
    out.text(consent.text_id);
    out.text(consent.version);
    out.text(consent.sha256);
    out.i64(consent.at);
    out.u8(consent.withdrawn ? 1 : 0);
  }
  out.compact(box.questions.size());
  for (const auto& question : box.questions) {
    out.u64(question.generation);
    out.text(question.text);
  }
  out.u8(static_cast<std::uint8_t>(box.link.state));
  out.text(box.link.portal);
  out.i64(box.link.last_fetch);
  out.i64(box.link.expires_at);
  out.i64(box.link.retry_at);
  return out.take();
}

LinkNote decode_link(ByteReader& in) {
  LinkNote link;
  const auto state = in.u8();
  if (state > static_cast<std::uint8_t>(LinkNote::State::suspended)) throw damaged("host-box");
  link.state = static_cast<LinkNote::State>(state);
  link.portal = in.text();
  link.last_fetch = in.i64();
  link.expires_at = in.i64();
  link.retry_at = in.i64();
  return link;
}

HostBox decode(ByteReader& in, std::uint32_t version) {
  HostBox box;
  for (auto count = in.compact(); count > 0; --count) {
    Consent consent;
    consent.text_id = in.text();
    consent.version = in.text();
    consent.sha256 = in.text();
    consent.at = in.i64();
    consent.withdrawn = in.u8() != 0;
    box.consents.push_back(std::move(consent));
  }
  for (auto count = in.compact(); count > 0; --count) {
    const auto generation = in.u64();
    box.questions.push_back({generation, in.text()});
  }
  if (version > kVersionWithoutLink) box.link = decode_link(in);
  in.finish();
  return box;
}

}  // namespace

std::string box_name(uid_t uid) { return std::to_string(uid) + ".box"; }

BoxOnDisk read_box(int vaults, uid_t uid, const Hash& account, const HostKeys& host) {
  const auto bytes = disk::read_small(vaults, box_name(uid).c_str(), kMostBytes, "host-box");
  if (!bytes) return {};
  ByteReader in(*bytes, "host-box");
  if (!equal(in.raw(kMagic.size()), as_bytes(kMagic))) throw damaged("host-box");
  const auto version = in.u32();
  if (version != kVersion && version != kVersionWithoutLink)
    throw Error(ErrorCode::NotSupported, "The host box has a version this build does not know.")
        .with("version", version);
  if (in.array<16>() != host.host_of(uid)) return {};
  const auto plain = unseal(host.box(), place(file_header(version, uid, host), uid), in.raw(in.left()));
  if (!plain) throw damaged("host-box");
  ByteReader content(plain->bytes(), "host-box");
  if (content.array<32>() != account) return {true, true, {}};
  return {true, false, decode(content, version)};
}

void write_box(int vaults, uid_t uid, const Hash& account, const HostKeys& host, const HostBox& box) {
  ByteWriter file;
  file.raw(file_header(kVersion, uid, host));
  const auto sealed = seal(host.box(), place(file.bytes(), uid), encode(account, box));
  file.raw(sealed);
  if (file.bytes().size() > kMostBytes) throw Error(ErrorCode::LimitExceeded, "The host box is full.");
  disk::replace(vaults, box_name(uid), file.bytes());
}

}  // namespace kenkod::vault
