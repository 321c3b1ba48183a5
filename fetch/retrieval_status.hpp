// What the portal says of a retrieval (9.7). Pure functions over hostile JSON.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.hpp"
#include "common/fetch_protocol.hpp"

namespace kenkod::fetch {

inline constexpr std::size_t kMaxId = 128;  // of a retrieval or document: [A-Za-z0-9._~-], not all dots

struct ListedDocument {
  std::string id, media_type;
  std::uint32_t size = 0;
  std::array<std::uint8_t, 32> sha256{};
};

struct RetrievedItem {
  Kind kind = Kind::checkup;
  KindStatus status = KindStatus::fetched;  // `withheld` is `empty` from here on
  ErrorCode error = ErrorCode::Failed;      // of `failed`
  std::vector<ListedDocument> documents;    // of `fetched`
  std::uint32_t refused = 0;                // listed, and of a type or size that is not taken
};

struct RetrievalStatus {
  enum class Stage : std::uint8_t { working, done, failed, expired } stage = Stage::working;
  std::string id;                            // empty where it is not said
  ErrorCode error = ErrorCode::Unavailable;  // of `failed`
  std::vector<RetrievedItem> items;          // of `done`; at most one of each kind
};

// Items of kinds that are not ours to know are left out. `max_document`: bytes. Throws
// Refused(ProtocolViolation).
[[nodiscard]] RetrievalStatus parse_retrieval(std::span<const std::uint8_t> json, std::uint32_t max_document);

[[nodiscard]] bool legal_id(std::string_view id) noexcept;
// Of a document: the part before parameters, in lower case, is one that we take.
[[nodiscard]] bool accepted_media_type(std::string_view media_type);
[[nodiscard]] std::string bare_media_type(std::string_view content_type);

// The people of GET /v1/principals.
[[nodiscard]] std::vector<Principal> parse_principals(std::span<const std::uint8_t> json);

}  // namespace kenkod::fetch
