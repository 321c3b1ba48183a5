// Why a request of kenkod is not carried out, in the words it hears (Failed).
#pragma once

#include <cstdint>
#include <exception>

#include "common/error.hpp"

namespace kenkod::fetch {

class Refused : public std::exception {
 public:
  explicit Refused(ErrorCode code, std::int64_t until = 0) noexcept : code_(code), until_(until) {}
  [[nodiscard]] ErrorCode code() const noexcept { return code_; }
  // Unix seconds, when it may be tried again; 0: nobody said.
  [[nodiscard]] std::int64_t until() const noexcept { return until_; }
  [[nodiscard]] const char* what() const noexcept override { return error_name(code_); }

 private:
  ErrorCode code_;
  std::int64_t until_;
};

// What the portal held ready is gone; it may be asked for again.
class Expired : public Refused {
 public:
  Expired() noexcept : Refused(ErrorCode::Unavailable) {}
};

[[noreturn]] inline void violation() { throw Refused(ErrorCode::ProtocolViolation); }

}  // namespace kenkod::fetch
