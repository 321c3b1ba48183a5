// What kenkod-parse writes and kenkod reads: frames of a type byte, a length and a payload, little-endian.
// The reader takes every count, length and enumeration as hostile; the words of an error are chosen on the
// reader's side.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/record.hpp"

namespace kenkod {

enum class FrameType : std::uint8_t {
  facts = 1,       // DocumentFacts, first
  item = 2,        // one CheckupItem, any number
  refusal = 3,     // reason, layout, element, line, column: the last frame
  exported = 4,    // one document of an export: origin, stored_at, bytes (none: it is damaged)
  end = 5,         // number of frames before it: the last frame of a success
  medication = 6,  // one MedicationItem, any number
  expense = 7,     // one ExpenseItem, any number
};

inline constexpr std::size_t kFrameHeader = 5;
// The largest frame: one exported document and its header. A frame of a record stays far below.
inline constexpr std::size_t kMaxFrame = 10'485'760 + 64;

// Why a document is refused, as numbers of closed lists (parse/refusal.hpp).
struct RefusalFrame {
  std::uint8_t reason = 0, layout = 0, element = 0;
  std::uint32_t line = 0, column = 0;
};

struct ExportedFrame {
  std::uint8_t origin = 0;
  std::int64_t stored_at = 0;
  std::span<const std::uint8_t> bytes;
};

// Appends frames to a buffer.
class FrameWriter {
 public:
  explicit FrameWriter(std::vector<std::uint8_t>& out) : out_(out) {}
  void facts(const DocumentFacts& facts);
  void item(const CheckupItem& item);
  void item(const MedicationItem& item);
  void item(const ExpenseItem& item);
  void refusal(const RefusalFrame& refusal);
  void exported(const ExportedFrame& exported);
  void end();

 private:
  template <class Record>
  void record(FrameType type, const Record& record);

  std::vector<std::uint8_t>& out_;
  std::uint32_t count_ = 0;
};

// Takes the stream in pieces and hands out whole frames. Throws Error(BadDocument) at the first frame that
// breaks the format, the order or a limit.
class FrameReader {
 public:
  struct Handler {
    std::function<void(DocumentFacts&&)> facts;  // empty: such a frame is an error
    std::function<void(CheckupItem&&)> item;
    std::function<void(MedicationItem&&)> medication;
    std::function<void(ExpenseItem&&)> expense;
    std::function<void(const ExportedFrame&)> exported;
    std::function<void(const RefusalFrame&)> refusal;
  };
  explicit FrameReader(Handler handler) : handler_(std::move(handler)) {}

  void feed(std::span<const std::uint8_t> bytes);
  // The `end` frame has come and nothing after it.
  [[nodiscard]] bool complete() const noexcept { return ended_ && buffer_.size() == used_; }

 private:
  void frame(FrameType type, std::span<const std::uint8_t> payload);
  template <class Item>
  void record(std::span<const std::uint8_t> payload, const std::function<void(Item&&)>& handle);

  Handler handler_;
  std::vector<std::uint8_t> buffer_;
  std::size_t used_ = 0;  // bytes at the front of buffer_ already handed out
  std::uint32_t count_ = 0, items_ = 0;
  bool facts_seen_ = false, ended_ = false;
};

}  // namespace kenkod
