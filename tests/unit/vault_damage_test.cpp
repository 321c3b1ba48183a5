// Altered, swapped and missing files are named; a torn tail is a crash.
#include "vault_support.hpp"

namespace kenkod::vault {
namespace {

namespace fs = std::filesystem;

class VaultDamage : public testing::Test {
 protected:
  VaultDamage() {
    auto vault = directory->create(kHanako, directory->new_vault_id(), kencom(), key_of('d'), true).vault;
    add(*vault, checkup("2025-05-01", 3), "one");
    sizes.push_back(fs::file_size(path("log")));
    add(*vault, checkup("2025-05-02", 3), "two");
    sizes.push_back(fs::file_size(path("log")));
    dumps.push_back(vault->dump());
    add(*vault, checkup("2025-05-03", 3), "three");
    sizes.push_back(fs::file_size(path("log")));
    dumps.push_back(vault->dump());
  }
  [[nodiscard]] fs::path path(const std::string& name) const { return machine.vault_path() / name; }
  std::string opening() {
    return error_of([&] { (void)directory->open(kHanako, secret("kencom"), key_of('d')); });
  }
  std::string dump() { return directory->open(kHanako, secret("kencom"), key_of('d'))->dump(); }
  void flip(const fs::path& file, std::size_t at) {
    auto bytes = read_all(file);
    bytes.at(at) = static_cast<char>(static_cast<unsigned char>(bytes.at(at)) ^ 0x10U);
    write_all(file, bytes);
  }
  void expect_part(const std::string& error, const std::string& part) {
    EXPECT_TRUE(error.starts_with("VaultDamaged ")) << error;
    EXPECT_NE(error.find("part=" + part), std::string::npos) << error;
  }
  Machine machine;
  std::unique_ptr<VaultDirectory> directory = machine.directory();
  std::vector<std::uintmax_t> sizes;  // of the log after each frame
  std::vector<std::string> dumps;     // after frames two and three
};

TEST_F(VaultDamage, NamesAnyAlteredByteOfKeys) {
  const auto good = read_all(path("keys"));
  for (std::size_t at = 0; at < good.size(); ++at) {
    flip(path("keys"), at);
    const auto error = opening();
    // An id of host or vault that is not ours looks like another host; a version like a later one.
    EXPECT_TRUE(error.starts_with("VaultDamaged ") || error.starts_with("KeyMissing ") ||
                error.starts_with("NotSupported "))
        << at << " " << error;
    EXPECT_EQ(error.find("part=device-key"), std::string::npos) << at;
    write_all(path("keys"), good);
  }
  EXPECT_EQ(directory->overview(kHanako).failures, 0U);  // damage is never counted as a wrong answer
  EXPECT_EQ(dump(), dumps.back());
}

TEST_F(VaultDamage, RefusesWeakenedCosts) {
  const auto good = read_all(path("keys"));
  const std::size_t memory = 8 + 4 + 16 + 8 + 4 + 32 + 16 + 16;
  for (const char passes : {'\0', '\1', '\13'}) {
    auto bytes = good;
    bytes.at(memory + 4) = passes;
    write_all(path("keys"), bytes);
    expect_part(opening(), "keys");
  }
  for (const std::uint32_t kib : {0U, 19455U, 1048577U, 0xFFFFFFFFU}) {
    auto bytes = good;
    for (std::size_t i = 0; i < 4; ++i) bytes.at(memory + i) = static_cast<char>(kib >> (8 * i));
    write_all(path("keys"), bytes);
    expect_part(opening(), "keys");
  }
}

TEST_F(VaultDamage, NamesMissingAndTruncatedFiles) {
  for (const std::string name : {"keys", "tries", "snapshot", "log"}) {
    const auto good = read_all(path(name));
    fs::remove(path(name));
    expect_part(opening(), name);
    write_all(path(name), "");
    expect_part(opening(), name);
    write_all(path(name), good.substr(0, 20));
    expect_part(opening(), name);
    fs::remove(path(name));
    fs::create_symlink("/etc/passwd", path(name));
    expect_part(opening(), name);
    fs::remove(path(name));
    fs::create_directory(path(name));
    expect_part(opening(), name);
    fs::remove(path(name));
    write_all(path(name), good);
  }
  EXPECT_EQ(dump(), dumps.back());
}

TEST_F(VaultDamage, NamesTheSnapshot) {
  const auto good = read_all(path("snapshot"));
  for (std::size_t at = 0; at < good.size(); at += at < 100 ? 3 : 4099) {
    if (at >= 8 && at < 12) continue;  // the version has its own error
    flip(path("snapshot"), at);
    expect_part(opening(), "snapshot");
    write_all(path("snapshot"), good);
  }
  for (const auto& bytes : {good + "x", good.substr(0, good.size() - 1)}) {
    write_all(path("snapshot"), bytes);
    expect_part(opening(), "snapshot");
  }
}

TEST_F(VaultDamage, NamesTheFrame) {
  const auto good = read_all(path("log"));
  for (std::size_t at = 0; at < good.size(); at += at < 110 ? 3 : 131) {
    if (at >= 8 && at < 12) continue;
    flip(path("log"), at);
    const auto error = opening();
    expect_part(error, "log");
    if (at >= 52) {
      const int frame = at < sizes[0] ? 1 : at < sizes[1] ? 2 : 3;
      EXPECT_NE(error.find("frame=" + std::to_string(frame)), std::string::npos) << at << error;
    }
    write_all(path("log"), good);
  }
}

TEST_F(VaultDamage, NamesFramesOutOfOrder) {
  const auto good = read_all(path("log"));
  const auto head = good.substr(0, 52);
  const auto one = good.substr(52, sizes[0] - 52);
  const auto two = good.substr(sizes[0], sizes[1] - sizes[0]);
  const auto three = good.substr(sizes[1]);
  for (const auto& frames :
       {two + one + three, one + one + two, one + three, two + three, one + two + two + three}) {
    write_all(path("log"), head + frames);
    expect_part(opening(), "log");
  }
  write_all(path("log"), good);
  EXPECT_EQ(dump(), dumps.back());
}

TEST_F(VaultDamage, TakesATornTailForACrash) {
  const auto good = read_all(path("log"));
  for (std::size_t end = sizes[1]; end < good.size(); end += 97) {
    write_all(path("log"), good.substr(0, end));
    EXPECT_EQ(dump(), dumps[0]) << end;
    EXPECT_EQ(fs::file_size(path("log")), sizes[1]);
    // Room that was made for the frame, yet never written.
    const auto sector = std::max<std::size_t>((end + 511) / 512 * 512, sizes[1]);
    if (sector >= good.size()) continue;
    write_all(path("log"), good.substr(0, sector) + std::string(good.size() - sector, '\0'));
    EXPECT_EQ(dump(), dumps[0]) << sector;
  }
  write_all(path("log"), good.substr(0, sizes[1]) + std::string(good.size() - sizes[1], '\0'));
  EXPECT_EQ(dump(), dumps[0]);
  auto vault = directory->open(kHanako, secret("kencom"), key_of('d'));
  add(*vault, checkup("2025-05-04", 3), "four");
  const auto live = vault->dump();
  vault.reset();
  EXPECT_EQ(dump(), live);
}

TEST_F(VaultDamage, DoesNotTakeAnAlteredLengthForATornTail) {
  const auto good = read_all(path("log"));
  for (const std::size_t frame :
       {std::size_t{52}, static_cast<std::size_t>(sizes[0]), static_cast<std::size_t>(sizes[1])}) {
    auto bytes = good;
    bytes.at(frame + 2) = '\x7f';
    write_all(path("log"), bytes);
    expect_part(opening(), "log");
  }
}

TEST_F(VaultDamage, NamesFilesOfAnotherVaultOrGeneration) {
  const Account taro{1001, "taro"};
  auto other = directory->create(taro, directory->new_vault_id(), pets(), {}, false).vault;
  add(*other, checkup("2025-05-01", 3), "one");
  other.reset();
  const auto foreign = machine.state.path() / "vaults" / "1001";
  for (const std::string name : {"snapshot", "log", "tries"}) {
    const auto good = read_all(path(name));
    write_all(path(name), read_all(foreign / name));
    expect_part(opening(), name);
    write_all(path(name), good);
  }
  const auto old_log = read_all(path("log"));
  const auto old_snapshot = read_all(path("snapshot"));
  auto vault = directory->open(kHanako, secret("kencom"), key_of('d'));
  (void)directory->change_secret(kHanako, *vault, kencom(), key_of('d'));
  vault.reset();
  for (const auto& [name, old] : {std::pair{"log", old_log}, std::pair{"snapshot", old_snapshot}}) {
    const auto good = read_all(path(name));
    write_all(path(name), old);
    expect_part(opening(), name);
    write_all(path(name), good);
  }
  EXPECT_EQ(opening(), "none");
}

TEST_F(VaultDamage, NamesALogThatDoesNotFollowItsSnapshot) {
  const auto before = read_all(path("snapshot"));
  auto vault = directory->open(kHanako, secret("kencom"), key_of('d'));
  vault->fold();
  add(*vault, checkup("2025-05-04", 3), "four");
  vault.reset();
  write_all(path("snapshot"), before);
  expect_part(opening(), "log");
}

TEST_F(VaultDamage, PassesOverFramesAlreadyFolded) {
  const auto log = read_all(path("log"));
  auto vault = directory->open(kHanako, secret("kencom"), key_of('d'));
  vault->fold();
  vault.reset();
  write_all(path("log"), log);  // a crash between the rename of the snapshot and the emptying of the log
  vault = directory->open(kHanako, secret("kencom"), key_of('d'));
  EXPECT_EQ(vault->dump(), dumps.back());
  EXPECT_EQ(fs::file_size(path("log")), 52U);
  add(*vault, checkup("2025-05-04", 3), "four");
  const auto live = vault->dump();
  vault.reset();
  EXPECT_EQ(dump(), live);
}

TEST_F(VaultDamage, NamesTheDocument) {
  const auto vault = directory->open(kHanako, secret("kencom"), key_of('d'));
  const auto reading = [&] { return error_of([&] { vault->for_each_document([](const auto&, auto) {}); }); };
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(path("documents"))) files.push_back(entry.path());
  ASSERT_EQ(files.size(), 3U);
  const auto good = read_all(files[0]);
  for (std::size_t at = 0; at < good.size(); ++at) {
    flip(files[0], at);
    EXPECT_NE(reading().find("part=document document=" + files[0].filename().string()), std::string::npos);
    write_all(files[0], good);
  }
  for (const auto& bytes : {std::string(), good.substr(1), good + "x", read_all(files[1])}) {
    write_all(files[0], bytes);
    EXPECT_NE(reading().find("document=" + files[0].filename().string()), std::string::npos);
  }
  fs::remove(files[0]);
  EXPECT_NE(reading().find("document=" + files[0].filename().string()), std::string::npos);
  write_all(files[0], good);
  EXPECT_EQ(reading(), "none");
}

TEST_F(VaultDamage, NamesTheHostBox) {
  const auto box = machine.state.path() / "vaults" / "1000.box";
  const auto good = read_all(box);
  for (std::size_t at = 28; at < good.size(); ++at) {
    flip(box, at);
    EXPECT_EQ(directory->overview(kHanako).presence, Presence::damaged) << at;
    write_all(box, good);
  }
  fs::copy_file(box, machine.state.path() / "vaults" / "1001.box");
  EXPECT_TRUE(directory->overview({1001, "hanako"}).box.questions.empty());
  fs::remove(box);  // made again from what the vault keeps
  EXPECT_EQ(opening(), "none");
  EXPECT_EQ(directory->overview(kHanako).question, "DeSCのサービスは?");
}

TEST_F(VaultDamage, SaysWhenAFileIsOfALaterVersion) {
  for (const std::string name : {"keys", "snapshot", "log"}) {
    const auto good = read_all(path(name));
    auto bytes = good;
    bytes.at(8) = 9;
    write_all(path(name), bytes);
    EXPECT_TRUE(opening().starts_with("NotSupported ")) << name;
    write_all(path(name), good);
  }
}

}  // namespace
}  // namespace kenkod::vault
