#include "vault/key_file.hpp"

#include <algorithm>

#include "common/text_rules.hpp"

namespace kenkod::vault {
namespace {

constexpr std::string_view kMagic = "KENKODK1";
constexpr std::uint32_t kVersion = 1;
constexpr std::uint32_t kDeviceKeyFlag = 1;
constexpr std::uint32_t kRecoveryKeyFlag = 2;
constexpr std::size_t kProofBytes = sizeof(Hash);

void put(ByteWriter& out, const AnswerHash& hash) {
  out.u32(hash.cost.memory_kib);
  out.u32(hash.cost.passes);
  out.u32(hash.normaliser);
  out.raw(hash.salt);
}

AnswerHash take_answer_hash(ByteReader& in) {
  AnswerHash hash;
  hash.cost.memory_kib = in.u32();
  hash.cost.passes = in.u32();
  hash.normaliser = in.u32();
  hash.salt = in.array<16>();
  return hash;
}

bool allowed(const AnswerHash& hash) {
  return hash.cost.memory_kib >= 19 * 1024 && hash.cost.memory_kib <= 1024 * 1024 && hash.cost.passes >= 2 &&
         hash.cost.passes <= 10 && hash.normaliser >= 1;
}

void put_identity(ByteWriter& out, const KeyFile& keys) {
  out.raw(as_bytes(kMagic));
  out.u32(kVersion);
  out.raw(keys.vault);
  out.u64(keys.generation);
}

template <std::size_t N>
bool all_zero(const std::array<std::uint8_t, N>& bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t b) { return b == 0; });
}

}  // namespace

WipedBytes recovery_context(const KeyFile& keys) {
  ByteWriter out;
  put_identity(out, keys);
  put(out, keys.recovery_answer);
  return out.take();
}

WipedBytes wrap_context(const KeyFile& keys) {
  ByteWriter out;
  put_identity(out, keys);
  out.u32((keys.has_device_key ? kDeviceKeyFlag : 0) | (keys.has_recovery_key ? kRecoveryKeyFlag : 0));
  out.raw(keys.account);
  out.raw(keys.host);
  out.raw(keys.device);
  put(out, keys.answer);
  put(out, keys.recovery_answer);
  out.raw(keys.recovery_wrap);
  return out.take();
}

WipedBytes encode(const KeyFile& keys, const HostKeys& host) {
  ByteWriter out;
  out.raw(wrap_context(keys));
  out.raw(keys.wrap);
  const auto proof = host.proof(out.bytes());
  out.raw(proof);
  return out.take();
}

KeyFile decode_key_file(Bytes bytes) {
  ByteReader in(bytes, "keys");
  if (!equal(in.raw(kMagic.size()), as_bytes(kMagic))) throw damaged("keys");
  if (const auto version = in.u32(); version != kVersion)
    throw Error(ErrorCode::NotSupported, "The vault's keys have a version this build does not know.")
        .with("version", version);
  KeyFile keys;
  keys.vault = in.array<16>();
  keys.generation = in.u64();
  const auto flags = in.u32();
  keys.has_device_key = (flags & kDeviceKeyFlag) != 0;
  keys.has_recovery_key = (flags & kRecoveryKeyFlag) != 0;
  keys.account = in.array<32>();
  keys.host = in.array<16>();
  keys.device = in.array<16>();
  keys.answer = take_answer_hash(in);
  keys.recovery_answer = take_answer_hash(in);
  keys.recovery_wrap = in.array<kWrapBytes>();
  keys.wrap = in.array<kWrapBytes>();
  (void)in.raw(kProofBytes);
  in.finish();
  const bool sound = (flags & ~(kDeviceKeyFlag | kRecoveryKeyFlag)) == 0 && keys.generation > 0 &&
                     allowed(keys.answer) && keys.has_device_key != all_zero(keys.device) &&
                     (keys.has_recovery_key ? allowed(keys.recovery_answer) : all_zero(keys.recovery_wrap));
  if (!sound) throw damaged("keys");
  if (keys.answer.normaliser > kNormaliserVersion || keys.recovery_answer.normaliser > kNormaliserVersion)
    throw Error(ErrorCode::NotSupported, "The answer was hashed by a newer version.");
  return keys;
}

bool is_proved(Bytes bytes, const HostKeys& host) {
  if (bytes.size() < kProofBytes) return false;
  const Bytes content = bytes.first(bytes.size() - kProofBytes);
  return equal(host.proof(content), bytes.last(kProofBytes));
}

}  // namespace kenkod::vault
