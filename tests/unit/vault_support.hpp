// What the vault's tests share: a directory of their own, a clock, invented documents.
#pragma once

#include <gtest/gtest.h>
#include <sodium.h>
#include <stdlib.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "common/clock.hpp"
#include "common/error.hpp"
#include "vault/vault_directory.hpp"

namespace kenkod::vault {

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "kenkod-vault-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    path_ = name;
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class TestClock final : public Clock {
 public:
  [[nodiscard]] std::int64_t realtime_us() const override { return realtime; }
  [[nodiscard]] std::int64_t boottime_us() const override { return boottime; }
  [[nodiscard]] std::array<std::uint8_t, 16> boot_id() const override { return boot; }
  void advance_seconds(std::int64_t seconds) {
    realtime += seconds * 1'000'000;
    boottime += seconds * 1'000'000;
  }
  void reboot() {
    ++boot[0];
    boottime = 10'000'000;
  }
  std::int64_t realtime = 1'800'000'000'000'000;
  std::int64_t boottime = 5'000'000'000;
  std::array<std::uint8_t, 16> boot{1};
};

inline constexpr KdfCost kLowCost{19456, 2};

inline SecretBuffer secret(std::string_view text) { return SecretBuffer(text); }
inline SecretBuffer key_of(char c) { return SecretBuffer(std::string(32, c)); }
inline NewSecret pets() { return {"First pet's name?", secret("ぽちまる")}; }
inline NewSecret kencom() { return {"DeSCのサービスは?", secret("kencom")}; }

inline ParsedDocument checkup(const std::string& date, int items,
                              const std::string& facility = "1310000001") {
  ParsedDocument parsed;
  parsed.facts.layout = "tokutei-cda";
  parsed.facts.date = date;
  parsed.facts.facility_code = facility;
  parsed.facts.facility = "架空健診センター";
  parsed.facts.subject.name = "架空 花子";
  parsed.facts.subject.sex = "2";
  parsed.facts.subject.birth_date = "1970-04-01";
  for (int i = 0; i < items; ++i) {
    CheckupItem item;
    item.section = "01010";
    item.code = i % 7 == 0 ? "9A751000000000001" : "9N00100000000" + std::to_string(1000 + i % 50);
    item.code_system = "1.2.392.200119.6.1005";
    item.name = "収縮期血圧";
    item.name_received = "収縮期血圧(その他)";
    item.type = ValueType::quantity;
    item.value = item.decimal = std::to_string(100 + i % 60);
    item.unit = "mm[Hg]";
    item.series = "systolic";
    item.range = {"", "129", "mm[Hg]"};
    item.interpretation = Interpretation::normal;
    if (i % 5 == 0) item.warnings = {Warning::unit_spelling};
    item.group = static_cast<std::uint32_t>(i % 3);
    parsed.checkup.push_back(std::move(item));
  }
  return parsed;
}

inline std::array<std::uint8_t, 32> sha256(const std::string& bytes) {
  std::array<std::uint8_t, 32> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return hash;
}

// The person has confirmed what they are asked.
inline Added add(Vault& vault, const ParsedDocument& parsed, const std::string& bytes,
                 DocumentSource source = {}) {
  source.subject_confirmed = true;
  return vault.add(parsed, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}, sha256(bytes),
                   source);
}

inline std::string read_all(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_all(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

// The error a call ends in, as "VaultDamaged text"; "none" without one.
template <typename Call>
std::string error_of(Call&& call) {
  try {
    call();
  } catch (const Error& e) {
    const std::string_view name = error_name(e.code());
    return std::string(name.substr(name.rfind('.') + 1)) + " " + e.text();
  }
  return "none";
}

#define EXPECT_ERROR(call, start)                                   \
  do {                                                              \
    const std::string error_text = error_of([&] { (void)(call); }); \
    EXPECT_TRUE(error_text.starts_with(start " ")) << error_text;   \
  } while (false)
#define EXPECT_ERROR_WITH(call, start, pair)                                           \
  do {                                                                                 \
    const std::string error_text = error_of([&] { (void)(call); });                    \
    EXPECT_TRUE(error_text.starts_with(start " ")) << error_text;                      \
    EXPECT_NE((error_text + " ").find(" " pair " "), std::string::npos) << error_text; \
  } while (false)

// One machine: a state directory, its host secret, its clock.
struct Machine {
  explicit Machine(char host = 'h') : host_secret(key_of(host)) {}
  [[nodiscard]] std::unique_ptr<VaultDirectory> directory(KdfCost cost = kLowCost) const {
    return open_vault_directory(state.path(), host_secret, clock, cost);
  }
  [[nodiscard]] std::filesystem::path vault_path() const { return state.path() / "vaults" / "1000"; }
  TemporaryDirectory state;
  SecretBuffer host_secret;
  TestClock clock;
};

inline const Account kHanako{1000, "hanako"};

}  // namespace kenkod::vault
