#include "jobs/portal_document.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "common/hex.hpp"
#include "common/personal_number.hpp"
#include "fetcher/portal_error.hpp"

namespace kenkod::jobs {
namespace {

// Nobody could say what is in it, so every digit counts.
void require_no_personal_number(std::span<const std::uint8_t> bytes) {
  if (contains_personal_number({reinterpret_cast<const char*>(bytes.data()), bytes.size()}))
    throw Error(ErrorCode::PersonalNumberFound, "The document may hold an individual number.");
}

ParsedDocument unread_document(Kind kind, const SealedCopy& copy) {
  ParsedDocument kept;
  kept.facts.kind = kind;
  kept.facts.layout = "unread";
  kept.facts.part = hex(copy.sha256);
  kept.facts.warnings = {Warning::layout_not_known};
  return kept;
}

bool reading_failed(ErrorCode code) {
  return code == ErrorCode::BadDocument || code == ErrorCode::NotSupported || code == ErrorCode::TooLarge;
}

void read(PortalDocument& document, const fetch::Document& received, const ParserLimits& limits,
          int cancel_fd) {
  document.copy = sealed_copy(received.file.get(), cancel_fd);
  try {
    document.parsed = parse_in_child(document.copy, limits, cancel_fd);
  } catch (const Error& error) {
    if (!reading_failed(error.code())) throw;
    document.unread = error;
    document.copy.hash();
  }
  if (document.copy.size != received.size || !std::ranges::equal(document.copy.sha256, received.sha256))
    throw fetcher::portal_error(ErrorCode::BadDocument);
  if (document.unread) {
    require_no_personal_number(document.copy.bytes);
    document.parsed = unread_document(received.kind, document.copy);
  } else if (document.parsed.facts.kind != received.kind) {
    // Consent was given kind by kind.
    throw Error(ErrorCode::BadDocument, "The portal sent a document of another kind.");
  }
}

}  // namespace

PortalDocument take_in(const fetch::Document& received, const ParserLimits& limits, int cancel_fd) {
  PortalDocument document;
  document.source.origin = Origin::portal;
  try {
    read(document, received, limits, cancel_fd);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::Cancelled) throw;
    document.refused = error;
  }
  return document;
}

}  // namespace kenkod::jobs
