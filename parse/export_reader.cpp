#include "parse/export_reader.hpp"

#include <sodium.h>

#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "common/record.hpp"
#include "parse/refusal.hpp"
#include "parse/sax.hpp"

namespace kenkod::parse {
namespace {

constexpr std::size_t kMaxDocument = 10'485'760;
constexpr std::size_t kMaxBase64 = kMaxDocument / 3 * 4 * 9 / 8;  // line ends and indentation included

[[noreturn]] void damaged() { throw Refused({.reason = Reason::export_damaged}); }

std::uint8_t origin_named(std::string_view name) {
  for (const Origin origin : {Origin::portal, Origin::import})
    if (to_name(origin) == name) return static_cast<std::uint8_t>(origin);
  damaged();
}

std::int64_t seconds(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) damaged();
  return value;
}

class ExportReader final : public SaxHandler {
 public:
  explicit ExportReader(const std::function<void(const ExportEntry&)>& each) : each_(each) {}

  void start(Element element, const Attributes& attributes) override {
    ++depth_;
    if (element != (depth_ == 1 ? Element::kenkodExport : Element::document) || depth_ > 2) damaged();
    if (element != Element::document) return;
    // A document that was imported from an export keeps what that one said about it.
    const std::string_view stated = attributes["stated-origin"], stated_at = attributes["stated-at"];
    entry_.origin = origin_named(stated.empty() ? attributes["origin"] : stated);
    entry_.stored_at = seconds(stated_at.empty() ? attributes["stored-at"] : stated_at);
    sha256_ = attributes["sha256"];
    base64_.clear();
  }

  void text(std::string_view text) override {
    if (depth_ != 2) damaged();
    base64_ = text;
  }

  void end(Element element) override {
    --depth_;
    if (element == Element::document) finish_document();
  }

 private:
  // One damaged document does not take the others with it: it is passed on without bytes.
  void finish_document() {
    entry_.bytes = {};
    if (decode()) entry_.bytes = bytes_;
    each_(entry_);
  }

  bool decode() {
    bytes_.resize(base64_.size() / 4 * 3 + 3);
    std::size_t size = 0;
    const char* stop = nullptr;
    if (sodium_base642bin(bytes_.data(), bytes_.size(), base64_.data(), base64_.size(), " \t\r\n", &size,
                          &stop, sodium_base64_VARIANT_ORIGINAL) != 0 ||
        stop != base64_.data() + base64_.size() || size == 0)
      return false;
    if (size > kMaxDocument) throw Refused({.reason = Reason::export_too_large});
    bytes_.resize(size);
    std::array<std::uint8_t, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), bytes_.data(), bytes_.size());
    std::array<char, crypto_hash_sha256_BYTES * 2 + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    return sha256_ == std::string_view(hex.data());
  }

  const std::function<void(const ExportEntry&)>& each_;
  std::size_t depth_ = 0;
  ExportEntry entry_;
  std::string sha256_, base64_;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace

void read_export(std::string_view utf8, const std::function<void(const ExportEntry&)>& each) {
  ExportReader reader(each);
  // The documents themselves are scanned for numbers when each is parsed; base64 holds none.
  SaxRun run({.space = "https://kenkod.org/ns/export/1", .max_text = kMaxBase64, .of_records = false},
             reader);
  run.parse(utf8);
}

}  // namespace kenkod::parse
