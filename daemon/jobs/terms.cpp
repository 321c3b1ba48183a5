#include "jobs/terms.hpp"

#include <sodium.h>

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "common/hex.hpp"
#include "jobs/services.hpp"

namespace kenkod::jobs {
namespace {

constexpr const char* kVersion = "1";
constexpr const char* kTextId = "mynaportal-link-import";

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("a text of the terms is not installed");
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string hex_sha256(const std::string& text) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return hex(hash);
}

}  // namespace

Terms::Terms(const std::string& directory) : version_(kVersion) {
  for (const char* lang : {"ja", "en"})
    texts_[lang] = read_text(directory + "/terms-" + version_ + "." + lang + ".txt");
  sha256_ = hex_sha256(texts_["ja"]);
}

const std::string& Terms::text(const std::string& lang) const {
  const auto found = texts_.find(lang.substr(0, lang.find_first_of("-_.")));
  return found == texts_.end() ? texts_.at("ja") : found->second;
}

loop::Task<> accept_terms(Services& services, Call call, std::string version) {
  if (version != services.terms.version())
    throw Error(ErrorCode::InvalidArgument, "These are not the current terms.").with("key", "version");
  const auto uid = call.caller->uid;
  const vault::Consent consent{.text_id = kTextId,
                               .version = services.terms.version(),
                               .sha256 = services.terms.sha256(),
                               .at = services.loop.clock().realtime_us() / 1'000'000};
  auto& directory = services.directory;
  const auto& users = services.users;
  const auto recording = services.lanes.run(uid, loop::Lane::vault, [&directory, &users, uid, consent] {
    directory.update_host_box(access::account_of(uid).account, [&](vault::HostBox& box) {
      if (!users.consented(box)) box.consents.push_back(consent);
    });
  });
  co_await recording;
  co_await services.users.refresh(uid);
}

loop::Task<> withdraw_consent(Services& services, Call call) {
  const auto uid = call.caller->uid;
  services.sessions.end_user(uid);
  services.logins.end_user(uid, Error(ErrorCode::ConsentRequired, "The consent was withdrawn."));
  const auto now = services.loop.clock().realtime_us() / 1'000'000;
  auto& directory = services.directory;
  const auto recording = services.lanes.run(uid, loop::Lane::vault, [&directory, uid, now] {
    directory.update_host_box(access::account_of(uid).account, [&](vault::HostBox& box) {
      if (box.consents.empty() || box.consents.back().withdrawn) return;
      auto withdrawal = box.consents.back();
      withdrawal.withdrawn = true;
      withdrawal.at = now;
      box.consents.push_back(std::move(withdrawal));
    });
  });
  co_await recording;
  co_await services.users.refresh(uid);
}

}  // namespace kenkod::jobs
