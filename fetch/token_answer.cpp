#include "token_answer.hpp"

#include <strings.h>

#include <algorithm>
#include <string>

#include "common/fetch_protocol.hpp"
#include "json.hpp"
#include "refused.hpp"

namespace kenkod::fetch {
namespace {

constexpr std::size_t kMaxIdToken = 65536, kMaxWord = 256;

SecretBuffer token(const Json& object, const char* key, std::size_t limit) {
  // Read in place: no copy outside locked memory but the parsed answer itself, which is freed soon.
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return {};
  if (!found->is_string()) violation();
  const auto& value = found->get_ref<const std::string&>();
  // It goes into a header or a form: nothing that could end either.
  const bool legal = std::ranges::all_of(value, [](unsigned char c) { return c > 0x20 && c < 0x7f; });
  if (value.empty() || value.size() > limit || !legal) violation();
  return SecretBuffer(value);
}

}  // namespace

TokenAnswer parse_token_answer(std::span<const std::uint8_t> json) {
  const auto object = parse_object(json);
  if (strcasecmp(text(object, "token_type", kMaxWord).c_str(), "Bearer") != 0) violation();
  TokenAnswer answer;
  answer.access_token = token(object, "access_token", kMaxToken);
  answer.id_token = token(object, "id_token", kMaxIdToken);
  answer.refresh_token = token(object, "refresh_token", kMaxToken);
  if (answer.access_token.empty() || answer.id_token.empty()) violation();
  return answer;
}

}  // namespace kenkod::fetch
