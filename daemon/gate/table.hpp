// The one table: every method of ours, what polkit is asked, and what must be true before anything happens. A
// method without a row is refused; a test walks the interface XML and fails on a missing one.
#pragma once

#include <span>
#include <string_view>

#include "common/error.hpp"

namespace kenkod::gate {

// What a method needs of the caller's own state.
enum class Needs : unsigned char {
  nothing,
  consent,           // the current terms accepted
  consent_no_vault,  // … and no secret question yet
  consent_vault,     // … and a vault that could be opened
  vault,             // a vault that could be opened, whatever the consent
};

struct Row {
  std::string_view interface, member;
  std::string_view action;  // polkit action; empty = free for every local caller
  Needs needs = Needs::nothing;
  bool sandboxed = true;  // sandboxed callers may use it
};

// Null when there is no row.
[[nodiscard]] const Row* find_row(std::string_view interface, std::string_view member) noexcept;
[[nodiscard]] std::span<const Row> rows() noexcept;

// The caller's own state as the gate sees it.
struct State {
  bool consent = false;
  bool vault = false;
  bool foreign_user = false;  // the vault belongs to an earlier account with this uid
};
// Throws ConsentRequired, SecretNotSet, SecretAlreadySet or Locked.
void require(Needs needs, const State& state);

}  // namespace kenkod::gate
