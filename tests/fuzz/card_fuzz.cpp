// libFuzzer: a card that answers anything. The bytes are edits of what the simulated card answers: which
// answer, where, what instead. Whatever comes, it ends with a named error or a result, nothing is sent
// without end, and a PIN once.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "card/certificate.hpp"
#include "card/jpki.hpp"
#include "card/roots.hpp"
#include "common/error.hpp"
#include "exchange.hpp"

namespace {

using namespace kenkod::card;

constexpr std::size_t kMost = 400;  // commands of one session, each answer cut into the shortest blocks

class EditedCard final : public Channel {
 public:
  explicit EditedCard(std::span<const std::uint8_t> edits) : edits_(edits) {}

  Bytes transmit(std::shared_ptr<const kenkod::SecretBuffer> command,
                 std::chrono::milliseconds /*limit*/) override {
    const auto bytes = command->bytes();
    if (++sent_ > kMost) std::abort();
    if (bytes.size() > 4 && bytes[1] == 0x20 && ++verifies_ > 1) std::abort();
    auto answer = card_.answer(bytes);
    edit(answer);
    return answer;
  }

 private:
  // Four bytes an edit: number of the answer, position, kind, value.
  void edit(Bytes& answer) const {
    for (std::size_t at = 0; at + 4 <= edits_.size(); at += 4) {
      if (edits_[at] != (sent_ & 0xFF)) continue;
      const auto place = answer.empty() ? 0 : edits_[at + 1] % answer.size();
      switch (edits_[at + 2] % 5) {
        case 0:
          if (!answer.empty()) answer[place] = edits_[at + 3];
          break;
        case 1:
          answer.resize(place);
          break;
        case 2:
          answer.resize(answer.size() + edits_[at + 3], edits_[at + 1]);
          break;
        case 3:
          if (answer.size() >= 2) answer[answer.size() - 2] = edits_[at + 3];
          break;
        default:
          if (!answer.empty()) answer.back() = edits_[at + 3];
      }
    }
  }

  static kenko_sim::CardFiles& files() {
    static kenko_sim::CardFiles files(KENKO_SIM_CARD_FILES);
    return files;
  }
  std::span<const std::uint8_t> edits_;
  kenko_sim::Card card_{files()};
  std::size_t sent_ = 0;
  int verifies_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Roots roots({std::string(KENKOD_SOURCE_ROOT) + "/data/card-roots"});
  EditedCard card({data, size});
  Jpki jpki(card);
  try {
    if (jpki.recognise() != Kind::my_number) return 0;
    const auto der = jpki.certificate();
    if (der.size() > profile::kMaxCertificate) std::abort();
    const Bytes text{'t'};
    std::optional<Certificate> certificate;
    if (!der.empty()) {
      certificate.emplace(der);
      static_cast<void>(roots.issuer_of(*certificate));
    }
    const auto tries = jpki.tries_left();
    if (tries && *tries > 15) std::abort();
    if (!certificate || !jpki.verify(kenkod::SecretBuffer(std::string_view("1234"))).right) return 0;
    static_cast<void>(certificate->signed_by_it(text, jpki.sign(certificate->digest_info(text))));
  } catch (const kenkod::Error& error) {
    if (error.code() == kenkod::ErrorCode::Failed) std::abort();
  }
  return 0;
}
