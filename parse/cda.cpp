#include "parse/cda.hpp"

#include <algorithm>

#include "common/record_room.hpp"
#include "common/validate.hpp"
#include "parse/cda_header.hpp"
#include "parse/cda_observation.hpp"
#include "parse/refusal.hpp"
#include "parse/sax.hpp"

namespace kenkod::parse {
namespace {

// Hands header events to CdaHeader and body events to CdaObservations.
class CdaReader final : public SaxHandler {
 public:
  explicit CdaReader(ParsedDocument& parsed)
      : run_({.space = "urn:hl7-org:v3"}, *this), header_(parsed.facts), body_(parsed.checkup, run_) {}

  void read(std::string_view utf8) {
    run_.parse(utf8);
    body_.finish();
  }
  CdaHeader& header() { return header_; }

  void start(Element element, const Attributes& attributes) override {
    path_.push_back(element < Element::end_of_cda ? element : Element::other);
    if (path_.size() == 2) header_.child_of_root(path_.back());
    if (in_body()) {
      body_.start(path_, attributes);
      return;
    }
    header_.start(key(), attributes);
    if (text_target_ != nullptr) return;
    std::string* const target = header_.text_target(key());
    if (target == nullptr || !target->empty()) return;
    text_target_ = target;
    text_depth_ = path_.size();
  }

  void text(std::string_view text) override {
    if (in_body()) {
      body_.text(path_, text);
    } else if (text_target_ != nullptr) {
      if (text_target_->size() + text.size() > kMaxNameBytes)
        throw Refused({.reason = Reason::text_too_long});
      text_target_->append(text);
    }
  }

  void end(Element /*element*/) override {
    if (in_body()) body_.end(path_);
    if (text_target_ != nullptr && path_.size() == text_depth_) text_target_ = nullptr;
    path_.pop_back();
  }

 private:
  [[nodiscard]] bool in_body() const {
    return path_.size() > 2 && path_[1] == Element::component && path_[2] == Element::structuredBody;
  }

  [[nodiscard]] PathKey key() const {
    if (path_.size() > 10) return 0;
    PathKey key = 0;
    for (const Element element : path_) key = key << 6 | static_cast<PathKey>(element);
    return key;
  }

  SaxRun run_;
  CdaHeader header_;
  CdaObservations body_;
  std::vector<Element> path_;
  std::string* text_target_ = nullptr;
  std::size_t text_depth_ = 0;
};

bool says_something(const CheckupItem& item) {
  return !item.value.empty() || item.absence != Absence::none || item.qualifier != Qualifier::none;
}

}  // namespace

ParsedDocument parse_cda(std::string_view utf8) {
  ParsedDocument parsed;
  parsed.facts.kind = Kind::checkup;
  parsed.facts.layout = to_name(Layout::tokutei_cda);
  // An observation takes some 250 bytes; without room for all, they would be moved again and again.
  reserve_records(parsed.checkup, std::min(utf8.size() / 250, kMaxItems));
  CdaReader reader(parsed);
  reader.read(utf8);
  if (std::ranges::none_of(parsed.checkup, says_something)) throw Refused({.reason = Reason::no_results});
  reader.header().finish();
  return parsed;
}

}  // namespace kenkod::parse
