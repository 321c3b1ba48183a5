// The simulated card as a channel, without a reader between.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

#include "card/apdu.hpp"
#include "card/certificate.hpp"
#include "common/error.hpp"
#include "exchange.hpp"

namespace kenkod::card {

// One set of keys for all tests of a program; making them takes a second.
inline kenko_sim::CardFiles& sim_files() {
  static kenko_sim::CardFiles files(KENKO_SIM_CARD_FILES);
  return files;
}

class SimChannel final : public Channel {
 public:
  Bytes transmit(std::shared_ptr<const SecretBuffer> command, std::chrono::milliseconds /*limit*/) override {
    sent.emplace_back(command->bytes().begin(), command->bytes().end());
    auto answer = exchange.command(command->bytes());
    if (answer.bytes.empty()) throw Error(ErrorCode::CardRemoved, "The card was taken away.");
    return answer.bytes;
  }
  std::size_t count() const { return sent.size(); }

  kenko_sim::Card card{sim_files()};
  kenko_sim::Exchange exchange{card};
  std::vector<Bytes> sent;
};

// The error a piece of work ends with; fails the test when it does not.
template <class F>
ErrorCode code_of(F work, std::string* text = nullptr) {
  try {
    work();
  } catch (const Error& error) {
    if (text != nullptr) *text = error.text();
    return error.code();
  }
  ADD_FAILURE() << "nothing was thrown";
  return ErrorCode::Failed;
}

}  // namespace kenkod::card
