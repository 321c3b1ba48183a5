#include "random_text.hpp"

#include "common/base64.hpp"
#include "common/secret_buffer.hpp"

namespace kenkod::fetch {

std::string random_text() {
  const auto bytes = SecretBuffer::random(32);
  return base64url(bytes.bytes());
}

}  // namespace kenkod::fetch
