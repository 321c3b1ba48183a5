#include "parse/portal_xml.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>

#include "parse/refusal.hpp"
#include "parse/sax.hpp"
#include "parse/text_values.hpp"

namespace kenkod::parse {
namespace {

constexpr std::size_t kLevels = 4;  // named levels that are looked at
constexpr std::size_t kMaxNames = 1'000;

struct Word {
  std::string_view part;
  Kind kind;
};
// Parts of the names that official lists use for the three kinds.
constexpr std::array<Word, 7> kWords{{{"健診", Kind::checkup},
                                      {"検診", Kind::checkup},
                                      {"薬剤", Kind::medication},
                                      {"調剤情報", Kind::medication},
                                      {"処方情報", Kind::medication},
                                      {"医療費通知", Kind::expense},
                                      {"医療費情報", Kind::expense}}};

// Documents of which nothing is known are never revisions of each other: the hash keeps them apart.
std::string fingerprint(std::string_view bytes) {
  std::array<std::uint8_t, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return letters_of(hash);
}

class PortalXml final : public SaxHandler {
 public:
  void start(Element /*element*/, const Attributes& attributes) override {
    if (++depth_ <= kLevels && names_.size() < kMaxNames) names_.emplace(attributes.element);
  }
  void text(std::string_view /*text*/) override {}
  void end(Element /*element*/) override { --depth_; }
  [[nodiscard]] std::vector<std::string_view> names() const { return {names_.begin(), names_.end()}; }

 private:
  std::size_t depth_ = 0;
  std::set<std::string> names_;
};

}  // namespace

bool is_portal_name(std::string_view name) {
  return name == "わたしの情報" || std::any_of(kWords.begin(), kWords.end(), [&](const Word& word) {
           return name.find(word.part) != std::string_view::npos;
         });
}

ParsedDocument kept_raw(std::string_view utf8, const std::vector<std::string_view>& names, Layout layout) {
  std::set<Kind> kinds;
  for (const std::string_view name : names)
    for (const Word& word : kWords)
      if (name.find(word.part) != std::string_view::npos) kinds.insert(word.kind);
  if (kinds.size() != 1) throw Refused({.reason = Reason::not_supported, .layout = layout});
  ParsedDocument kept;
  kept.facts.kind = *kinds.begin();
  kept.facts.layout = to_name(layout);
  kept.facts.part = fingerprint(utf8);
  kept.facts.warnings = {Warning::layout_not_known};
  return kept;
}

std::optional<ParsedDocument> keep_portal_xml(std::string_view utf8) {
  PortalXml reader;
  const auto ours = [&] { return std::ranges::any_of(reader.names(), is_portal_name); };
  try {
    SaxRun({}, reader).parse(utf8);
  } catch (const Refused&) {
    if (ours()) throw;
  }
  if (!ours()) return std::nullopt;
  return kept_raw(utf8, reader.names(), Layout::portal_xml);
}

}  // namespace kenkod::parse
