// One document from the portal on its way into the vault.
#pragma once

#include <optional>

#include "common/fetch_protocol.hpp"
#include "jobs/parser_child.hpp"
#include "jobs/sealed_copy.hpp"
#include "vault/vault.hpp"

namespace kenkod::jobs {

struct PortalDocument {
  SealedCopy copy;
  ParsedDocument parsed;
  vault::DocumentSource source;
  std::optional<Error> refused;  // not to be stored
  std::optional<Error> unread;   // to be stored as it is: it could not be read
};

// Blocks (a lane's work). Copies and parses; whatever is wrong with the document is said in it. What cannot
// be read is kept: it is the official document, and a later version may read it. Throws only Cancelled.
[[nodiscard]] PortalDocument take_in(const fetch::Document& received, const ParserLimits& limits,
                                     int cancel_fd);

}  // namespace kenkod::jobs
