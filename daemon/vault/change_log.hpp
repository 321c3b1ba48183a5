// The sealed, append-only change log: one frame per commit. A frame's header is authenticated by itself, so
// that an altered length is told apart from a last frame that a crash cut short.
#pragma once

#include <cstdint>
#include <functional>

#include "common/fd.hpp"
#include "vault/store_keys.hpp"

namespace kenkod::vault {

inline constexpr const char* kLog = "log";
inline constexpr const char* kLogNext = "log.next";  // of the next generation, during a change

struct Frame {
  std::uint32_t schema = 0;
  std::uint64_t sequence = 0;
  Bytes changes;
};

// An empty log, fsynced; its name is not.
void write_empty_log(int directory, const char* name, const StoreKeys& keys);
// What the header says, not yet proved; empty when there is no such file or it is not a log.
[[nodiscard]] std::optional<std::uint64_t> log_generation(int directory, const char* name);

class ChangeLog {
 public:
  // Checks the whole log and hands on every frame after `folded`; a torn last frame is cut off. VaultDamaged
  // part=log frame=n for anything else; whatever `replay` throws passes through.
  ChangeLog(int directory, const StoreKeys& keys, std::uint64_t folded,
            const std::function<void(const Frame&)>& replay);

  // Seals `changes` in place, writes and fsyncs the frame. When it throws the log is as before; when even
  // that failed, sound() is false and nothing may be appended any more.
  void append(const StoreKeys& keys, std::uint32_t schema, std::span<std::uint8_t> changes);
  void drop_last();
  void empty();  // once a snapshot holds everything

  [[nodiscard]] std::uint64_t sequence() const noexcept { return sequence_; }
  [[nodiscard]] std::uint64_t size() const noexcept { return end_; }
  [[nodiscard]] bool has_frames() const noexcept;
  [[nodiscard]] bool sound() const noexcept { return sound_; }

 private:
  void cut(std::uint64_t end);

  Fd fd_;
  std::uint64_t end_ = 0;       // where the next frame goes
  std::uint64_t last_ = 0;      // where the last frame begins
  std::uint64_t sequence_ = 0;  // of the last commit, in the log or in the snapshot
  bool sound_ = true;
};

}  // namespace kenkod::vault
