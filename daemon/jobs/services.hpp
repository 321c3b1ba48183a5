// What jobs work with, wired once in main.cpp.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "access/sessions.hpp"
#include "access/users.hpp"
#include "card/card_access.hpp"
#include "common/portal_configuration.hpp"
#include "gate/callers.hpp"
#include "gate/dialog.hpp"
#include "jobs/card_guard.hpp"
#include "jobs/parser_child.hpp"
#include "jobs/terms.hpp"
#include "loop/cancel.hpp"
#include "loop/lanes.hpp"
#include "vault/vault_directory.hpp"

namespace kenkod::jobs {

struct Services {
  loop::EventLoop& loop;
  loop::Lanes& lanes;
  gate::Callers& callers;
  gate::Agents& agents;
  gate::Dialogs& dialogs;
  access::Users& users;
  access::Sessions& sessions;
  vault::VaultDirectory& directory;
  const Terms& terms;
  ParserLimits parser;
  card::CardAccess& cards;
  CardGuard& card_guard;
  const PortalConfiguration& portal;
};

// One call being carried out.
struct Call {
  gate::CallerPtr caller;
  loop::Cancel cancel;  // by its caller, the caller's death, the end of its session, shutdown
  std::function<void(std::string_view stage, std::uint64_t done, std::uint64_t total)> progress;
};

}  // namespace kenkod::jobs
