#include "vault/tries.hpp"

#include <algorithm>

#include "vault/disk.hpp"

namespace kenkod::vault {
namespace {

constexpr const char* kFile = "tries";
constexpr std::string_view kMagic = "KENKODT1";
constexpr std::int64_t kSecond = 1'000'000;
// A longer absence than this is a clock that jumped.
constexpr std::int64_t kLongestAbsence = std::int64_t{10} * 366 * 86'400 * kSecond;

std::int64_t delay_seconds(std::uint32_t failures) {
  constexpr std::uint32_t kFree = 5;
  constexpr std::uint32_t kLong = 20;
  if (failures < kFree) return 0;
  if (failures >= kLong) return 86'400;
  return std::min<std::int64_t>(std::int64_t{30} << (failures - kFree), 3600);
}

std::int64_t elapsed_us(const Tries& tries, const Clock& clock) {
  const std::int64_t now = clock.boottime_us();
  if (tries.boot == clock.boot_id()) return std::max<std::int64_t>(now - tries.boottime_us, 0);
  // Another boot: at least this one has passed, whatever the clock says.
  std::int64_t passed = 0;
  const bool plausible = !__builtin_sub_overflow(clock.realtime_us(), tries.realtime_us, &passed) &&
                         passed >= now && passed <= kLongestAbsence;
  return plausible ? passed : now;
}

WipedBytes place(const VaultId& vault) { return associated_data({"tries", vault, 0, 0}); }

}  // namespace

std::uint32_t wait_seconds(const Tries& tries, const Clock& clock) {
  if (tries.failures >= kMostFailures) return kForever;
  const std::int64_t delay = delay_seconds(tries.failures) * kSecond;
  const std::int64_t left = delay == 0 ? 0 : std::max<std::int64_t>(delay - elapsed_us(tries, clock), 0);
  return static_cast<std::uint32_t>((left + kSecond - 1) / kSecond);
}

Tries one_more(const Tries& tries, const Clock& clock) {
  return {tries.failures + 1, clock.boot_id(), clock.boottime_us(), clock.realtime_us()};
}

Tries read_tries(int directory, const VaultId& vault, const HostKeys& host) {
  const auto bytes = disk::read_small(directory, kFile, 4096, "tries");
  if (!bytes || bytes->size() < kMagic.size() || !equal(Bytes(*bytes).first(kMagic.size()), as_bytes(kMagic)))
    throw damaged("tries");
  const auto plain = unseal(host.tries(), place(vault), Bytes(*bytes).subspan(kMagic.size()));
  if (!plain) throw damaged("tries");
  ByteReader in(plain->bytes(), "tries");
  Tries tries;
  tries.failures = in.u32();
  tries.boot = in.array<16>();
  tries.boottime_us = in.i64();
  tries.realtime_us = in.i64();
  in.finish();
  return tries;
}

void write_tries(int directory, const VaultId& vault, const HostKeys& host, const Tries& tries) {
  ByteWriter plain;
  plain.u32(tries.failures);
  plain.raw(tries.boot);
  plain.i64(tries.boottime_us);
  plain.i64(tries.realtime_us);
  ByteWriter file;
  file.raw(as_bytes(kMagic));
  file.raw(seal(host.tries(), place(vault), plain.bytes()));
  disk::replace(directory, kFile, file.bytes());
}

}  // namespace kenkod::vault
