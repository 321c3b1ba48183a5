#include "common/frames.hpp"

#include <algorithm>
#include <initializer_list>
#include <type_traits>
#include <utility>

#include "common/error.hpp"
#include "common/validate.hpp"

namespace kenkod {
namespace {

[[noreturn]] void broken() {
  throw Error(ErrorCode::BadDocument, "The parser did not answer in its own format.");
}

void put_number(std::vector<std::uint8_t>& out, std::uint64_t value, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

std::uint64_t get_number(std::span<const std::uint8_t> bytes) noexcept {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i > 0; --i) value = value << 8 | bytes[i - 1];
  return value;
}

// One list of fields serves both directions: Sink and Source walk the same members in the same order.
class Sink {
 public:
  explicit Sink(std::vector<std::uint8_t>& out) : out_(out) {}
  // Most texts of a record are empty: a bit for each that is not, then these.
  void fields(std::initializer_list<const std::string*> all) {
    std::uint32_t given = 0;
    std::uint32_t bit = 1;
    for (const std::string* one : all) {
      if (!one->empty()) given |= bit;
      bit <<= 1;
    }
    number(given);
    for (const std::string* one : all)
      if (!one->empty()) text(*one);
  }
  void text(const std::string& value, std::size_t /*limit*/ = kMaxNameBytes) {
    // The most frequent field by far: one growth, one copy.
    const std::size_t at = out_.size(), size = value.size();
    out_.resize(at + 4 + size);
    for (std::size_t i = 0; i < 4; ++i) out_[at + i] = static_cast<std::uint8_t>(size >> (8 * i));
    std::copy_n(value.begin(), size, out_.begin() + static_cast<std::ptrdiff_t>(at + 4));
  }
  template <class E>
  void choice(const E& value) {
    out_.push_back(static_cast<std::uint8_t>(value));
  }
  void number(const std::uint32_t& value) { put_number(out_, value, 4); }
  void texts(const std::vector<std::string>& list) {
    out_.push_back(static_cast<std::uint8_t>(std::min(list.size(), kMaxNotes)));
    for (std::size_t i = 0; i < list.size() && i < kMaxNotes; ++i) text(list[i]);
  }
  void warnings(const std::vector<Warning>& list) {
    out_.push_back(static_cast<std::uint8_t>(std::min(list.size(), kMaxWarnings)));
    for (std::size_t i = 0; i < list.size() && i < kMaxWarnings; ++i) choice(list[i]);
  }

 private:
  std::vector<std::uint8_t>& out_;
};

class Source {
 public:
  explicit Source(std::span<const std::uint8_t> in) : in_(in) {}
  // Into a record whose texts are all empty yet.
  void fields(std::initializer_list<std::string*> all) {
    std::uint32_t given = 0;
    number(given);
    for (std::string* one : all) {
      if ((given & 1) != 0) text(*one);
      given >>= 1;
    }
    if (given != 0) broken();
  }
  void text(std::string& value, std::size_t limit = kMaxNameBytes) {
    const std::uint64_t size = get_number(take(4));
    if (size > limit) broken();
    const auto bytes = take(static_cast<std::size_t>(size));
    value.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }
  template <class E>
  void choice(E& value) {
    value = static_cast<E>(take(1)[0]);
    if (!known(value)) broken();
  }
  void number(std::uint32_t& value) { value = static_cast<std::uint32_t>(get_number(take(4))); }
  void texts(std::vector<std::string>& list) {
    const std::size_t count = take(1)[0];
    if (count > kMaxNotes) broken();
    list.resize(count);
    for (std::string& one : list) text(one);
  }
  void warnings(std::vector<Warning>& list) {
    const std::size_t count = take(1)[0];
    if (count > kMaxWarnings) broken();
    list.resize(count);
    for (Warning& one : list) choice(one);
  }
  void done() const {
    if (!in_.empty()) broken();
  }

 private:
  std::span<const std::uint8_t> take(std::size_t size) {
    if (in_.size() < size) broken();
    const auto taken = in_.first(size);
    in_ = in_.subspan(size);
    return taken;
  }
  std::span<const std::uint8_t> in_;
};

template <class Way, class Facts>
  requires std::is_same_v<std::remove_const_t<Facts>, DocumentFacts>
void walk(Way& way, Facts& facts) {
  way.choice(facts.kind);
  way.fields({&facts.layout, &facts.report, &facts.programme, &facts.date, &facts.file_date,
              &facts.facility_code, &facts.facility, &facts.author_code, &facts.author, &facts.part,
              &facts.subject.name, &facts.subject.kana, &facts.subject.sex, &facts.subject.birth_date,
              &facts.subject.insurer_number, &facts.subject.insured_symbol, &facts.subject.insured_number,
              &facts.subject.insured_branch});
  way.warnings(facts.warnings);
}

template <class Way, class Item>
  requires std::is_same_v<std::remove_const_t<Item>, CheckupItem>
void walk(Way& way, Item& item) {
  way.choice(item.type);
  way.choice(item.qualifier);
  way.choice(item.absence);
  way.choice(item.interpretation);
  way.number(item.group);
  way.text(item.value, kMaxTextBytes);
  way.fields({&item.date, &item.section, &item.code, &item.code_system, &item.name, &item.name_received,
              &item.category, &item.decimal, &item.unit, &item.value_system, &item.value_meaning,
              &item.range.low, &item.range.high, &item.range.unit, &item.method, &item.author, &item.series,
              &item.group_relation, &item.flag_basis});
  way.choice(item.flag);
  way.warnings(item.warnings);
}

template <class Way, class Item>
  requires std::is_same_v<std::remove_const_t<Item>, MedicationItem>
void walk(Way& way, Item& item) {
  way.choice(item.source);
  way.number(item.group);
  way.fields({&item.date,       &item.prescribed_date, &item.end_date,     &item.facility_code,
              &item.facility,   &item.prescriber_code, &item.prescriber,   &item.doctor,
              &item.department, &item.pharmacist,      &item.code,         &item.code_system,
              &item.name,       &item.generic_name,    &item.generic_code, &item.ingredient,
              &item.amount,     &item.amount_decimal,  &item.unit,         &item.usage,
              &item.usage_code, &item.times,           &item.times_unit,   &item.form});
  way.texts(item.notes);
  way.warnings(item.warnings);
}

template <class Way, class Item>
  requires std::is_same_v<std::remove_const_t<Item>, ExpenseItem>
void walk(Way& way, Item& item) {
  way.fields({&item.month, &item.person, &item.category, &item.days, &item.facility, &item.total.text,
              &item.total.yen, &item.insurer.text, &item.insurer.yen, &item.other_public.text,
              &item.other_public.yen, &item.own.text, &item.own.yen});
  way.warnings(item.warnings);
}

// Opens a frame at construction and writes its length at the end of the scope.
class OpenFrame {
 public:
  OpenFrame(std::vector<std::uint8_t>& out, FrameType type) : out_(out), start_(out.size()) {
    out_.push_back(static_cast<std::uint8_t>(type));
    put_number(out_, 0, 4);
  }
  OpenFrame(const OpenFrame&) = delete;
  OpenFrame& operator=(const OpenFrame&) = delete;
  ~OpenFrame() {
    const std::size_t length = out_.size() - start_ - kFrameHeader;
    for (std::size_t i = 0; i < 4; ++i) out_[start_ + 1 + i] = static_cast<std::uint8_t>(length >> (8 * i));
  }

 private:
  std::vector<std::uint8_t>& out_;
  std::size_t start_;
};

}  // namespace

template <class Record>
void FrameWriter::record(FrameType type, const Record& record) {
  const OpenFrame open(out_, type);
  Sink sink(out_);
  walk(sink, record);
  ++count_;
}

void FrameWriter::facts(const DocumentFacts& facts) { record(FrameType::facts, facts); }
void FrameWriter::item(const CheckupItem& item) { record(FrameType::item, item); }
void FrameWriter::item(const MedicationItem& item) { record(FrameType::medication, item); }
void FrameWriter::item(const ExpenseItem& item) { record(FrameType::expense, item); }

void FrameWriter::refusal(const RefusalFrame& refusal) {
  const OpenFrame open(out_, FrameType::refusal);
  out_.insert(out_.end(), {refusal.reason, refusal.layout, refusal.element});
  put_number(out_, refusal.line, 4);
  put_number(out_, refusal.column, 4);
  ++count_;
}

void FrameWriter::exported(const ExportedFrame& exported) {
  const OpenFrame open(out_, FrameType::exported);
  out_.push_back(exported.origin);
  put_number(out_, static_cast<std::uint64_t>(exported.stored_at), 8);
  out_.insert(out_.end(), exported.bytes.begin(), exported.bytes.end());
  ++count_;
}

void FrameWriter::end() {
  const OpenFrame open(out_, FrameType::end);
  put_number(out_, count_, 4);
}

void FrameReader::feed(std::span<const std::uint8_t> bytes) {
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(std::exchange(used_, 0)));
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  while (buffer_.size() - used_ >= kFrameHeader) {
    const std::span<const std::uint8_t> rest = std::span(buffer_).subspan(used_);
    const std::size_t length = static_cast<std::size_t>(get_number(rest.subspan(1, 4)));
    const auto type = static_cast<FrameType>(rest[0]);
    if (ended_ || length > kMaxFrame) broken();
    if (rest.size() < kFrameHeader + length) return;
    used_ += kFrameHeader + length;
    frame(type, rest.subspan(kFrameHeader, length));
  }
}

template <class Item>
void FrameReader::record(std::span<const std::uint8_t> payload, const std::function<void(Item&&)>& handle) {
  if (!handle || !facts_seen_ || ++items_ > kMaxItems) broken();
  Item item;
  Source source(payload);
  walk(source, item);
  source.done();
  handle(std::move(item));
}

void FrameReader::frame(FrameType type, std::span<const std::uint8_t> payload) {
  if (type == FrameType::end) {
    if (payload.size() != 4 || get_number(payload) != count_) broken();
    ended_ = true;
    return;
  }
  ++count_;
  Source source(payload);
  if (type == FrameType::facts && handler_.facts && !facts_seen_) {
    DocumentFacts facts;
    walk(source, facts);
    source.done();
    facts_seen_ = true;
    handler_.facts(std::move(facts));
  } else if (type == FrameType::item) {
    record(payload, handler_.item);
  } else if (type == FrameType::medication) {
    record(payload, handler_.medication);
  } else if (type == FrameType::expense) {
    record(payload, handler_.expense);
  } else if (type == FrameType::exported && handler_.exported && payload.size() >= 9) {
    handler_.exported(
        {payload[0], static_cast<std::int64_t>(get_number(payload.subspan(1, 8))), payload.subspan(9)});
  } else if (type == FrameType::refusal && handler_.refusal && payload.size() == 11) {
    handler_.refusal({payload[0], payload[1], payload[2],
                      static_cast<std::uint32_t>(get_number(payload.subspan(3, 4))),
                      static_cast<std::uint32_t>(get_number(payload.subspan(7)))});
  } else {
    broken();
  }
}

}  // namespace kenkod
