// Answers of a script: lines of a descriptor, each used once.
#pragma once

#include <optional>

#include "client-cli/agent/cancel_token.hpp"
#include "common/secret_buffer.hpp"

namespace kenkod::cli {

class AnswerLines {
 public:
  explicit AnswerLines(int fd) : fd_(fd) {}

  // The next line without its LF; a last line without LF counts. Nothing at the end, when taken away, or when
  // the line is longer than 4096 bytes.
  [[nodiscard]] std::optional<SecretBuffer> next(const CancelToken& cancel);

 private:
  bool fill(const CancelToken& cancel);
  SecretBuffer cut(std::size_t size, std::size_t skip);

  int fd_;
  SecretBuffer buffer_{8192};
  std::size_t used_ = 0;
  bool end_ = false;
};

}  // namespace kenkod::cli
