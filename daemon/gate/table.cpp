#include "gate/table.hpp"

#include <algorithm>
#include <array>

namespace kenkod::gate {
namespace {

constexpr std::string_view kManager = "org.kenkod1.Manager";
constexpr std::string_view kSession = "org.kenkod1.Session";
constexpr std::string_view kJob = "org.kenkod1.Job";

constexpr std::array kRows{
    Row{kManager, "GetStatus", "", Needs::nothing},
    Row{kManager, "GetTerms", "", Needs::nothing},
    Row{kManager, "AcceptTerms", "org.kenkod1.accept-terms", Needs::nothing},
    Row{kManager, "WithdrawConsent", "", Needs::nothing},
    // A sandboxed program must never be the one that is handed answers.
    Row{kManager, "RegisterAgent", "", Needs::nothing, false},
    Row{kManager, "UnregisterAgent", "", Needs::nothing},
    Row{kManager, "SetSecretQuestion", "org.kenkod1.set-question", Needs::consent_no_vault},
    Row{kManager, "ChangeSecretQuestion", "org.kenkod1.change-question", Needs::vault},
    Row{kManager, "OpenSession", "org.kenkod1.open-session", Needs::consent_vault},
    Row{kManager, "ListReaders", "org.kenkod1.use-card", Needs::nothing},
    Row{kManager, "GetCardStatus", "org.kenkod1.use-card", Needs::nothing},
    // A signature is what logs a person in somewhere.
    Row{kManager, "TestCard", "org.kenkod1.use-card", Needs::nothing, false},
    // Nothing of it goes to the caller but counts; every step is the person's own, at their agent.
    Row{kManager, "Link", "org.kenkod1.link", Needs::consent},
    Row{kManager, "Unlink", "", Needs::nothing},
    Row{kManager, "Purge", "org.kenkod1.purge", Needs::nothing},
    Row{kManager, "Lock", "", Needs::nothing},
    // The right to a session came with its opening; only what leaves or enters the machine is asked again.
    Row{kSession, "Query", "", Needs::consent_vault},
    Row{kSession, "GetDocument", "", Needs::consent_vault},
    Row{kSession, "Import", "org.kenkod1.import", Needs::consent_vault},
    Row{kSession, "Export", "org.kenkod1.export", Needs::vault},
    Row{kSession, "ListPrincipals", "", Needs::consent_vault},
    Row{kSession, "ListFetches", "", Needs::consent_vault},
    Row{kSession, "PreviewPurge", "", Needs::vault},
    Row{kSession, "Purge", "org.kenkod1.purge-fetched", Needs::vault},
    Row{kSession, "Close", "", Needs::nothing},
    Row{kJob, "Cancel", "", Needs::nothing},
};

}  // namespace

std::span<const Row> rows() noexcept { return kRows; }

const Row* find_row(std::string_view interface, std::string_view member) noexcept {
  const auto* found = std::ranges::find_if(
      kRows, [&](const Row& row) { return row.interface == interface && row.member == member; });
  return found == kRows.end() ? nullptr : found;
}

void require(Needs needs, const State& state) {
  if (needs == Needs::nothing) return;
  // Before the consent: that was the earlier account's, and nobody can give it anew before a purge.
  if (state.foreign_user)
    throw Error(ErrorCode::Locked,
                "The records here belong to an earlier account with this user id; purge them first.");
  const bool wants_consent =
      needs == Needs::consent || needs == Needs::consent_no_vault || needs == Needs::consent_vault;
  if (wants_consent && !state.consent)
    throw Error(ErrorCode::ConsentRequired, "The terms of use have not been accepted.");
  if (needs == Needs::consent) return;
  if (needs == Needs::consent_no_vault) {
    if (state.vault) throw Error(ErrorCode::SecretAlreadySet, "A secret question is set already.");
  } else if (!state.vault) {
    throw Error(ErrorCode::SecretNotSet, "No secret question is set.");
  }
}

}  // namespace kenkod::gate
