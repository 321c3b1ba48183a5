#include "retrieval_status.hpp"

#include <sodium.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "common/kind_name.hpp"
#include "common/validate.hpp"
#include "error_table.hpp"
#include "json.hpp"
#include "refused.hpp"

namespace kenkod::fetch {
namespace {

constexpr std::size_t kMaxWord = 256;
constexpr std::size_t kMaxItemsListed = 64, kMaxListed = 10'000;

// `status` of an item or retrieval that failed: why.
ErrorCode problem_code(const Json& object) {
  const auto problem = object.find("problem");
  if (problem == object.end() || !problem->is_object()) return ErrorCode::Unavailable;
  const auto code = optional_text(*problem, "code", kMaxWord);
  return code ? error_of_word(*code) : ErrorCode::Unavailable;
}

std::array<std::uint8_t, 32> sha256(const Json& object) {
  const auto hex = text(object, "sha256", kMaxWord);
  std::array<std::uint8_t, 32> bytes{};
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_hex2bin(bytes.data(), bytes.size(), hex.data(), hex.size(), nullptr, &size, &end) != 0 ||
      size != bytes.size() || end != hex.data() + hex.size())
    violation();
  return bytes;
}

void read_documents(const Json& item, std::uint32_t max_document, RetrievedItem& into) {
  const auto list = item.find("documents");
  if (list == item.end() || !list->is_array() || list->size() > kMaxListed) violation();
  for (const Json& one : *list) {
    if (!one.is_object()) violation();
    ListedDocument document;
    document.id = text(one, "id", kMaxId);
    if (!legal_id(document.id)) violation();
    document.media_type = bare_media_type(text(one, "media_type", kMaxWord));
    document.sha256 = sha256(one);
    const auto size = optional_number(one, "size", 0, INT64_MAX);
    if (!size) violation();
    if (*size < 1 || *size > max_document || !accepted_media_type(document.media_type)) {
      ++into.refused;
      continue;
    }
    document.size = static_cast<std::uint32_t>(*size);
    into.documents.push_back(std::move(document));
  }
}

RetrievedItem read_item(const Json& item, Kind kind, std::uint32_t max_document) {
  RetrievedItem read;
  read.kind = kind;
  const auto status = text(item, "status", kMaxWord);
  if (status == "succeeded") {
    read_documents(item, max_document, read);
    if (read.documents.empty() && read.refused == 0) read.status = KindStatus::empty;
  } else if (status == "empty" || status == "withheld") {
    read.status = KindStatus::empty;
  } else if (status == "not_supported") {
    read.status = KindStatus::not_supported;
  } else if (status == "failed") {
    read.status = KindStatus::failed;
    read.error = problem_code(item);
  } else {
    violation();
  }
  return read;
}

void read_items(const Json& object, std::uint32_t max_document, RetrievalStatus& into) {
  const auto list = object.find("items");
  if (list == object.end() || !list->is_array() || list->size() > kMaxItemsListed) violation();
  for (const Json& item : *list) {
    if (!item.is_object()) violation();
    const auto kind = kind_of(text(item, "kind", kMaxWord));
    if (!kind) continue;
    if (std::ranges::find(into.items, *kind, &RetrievedItem::kind) != into.items.end()) violation();
    into.items.push_back(read_item(item, *kind, max_document));
  }
}

}  // namespace

RetrievalStatus parse_retrieval(std::span<const std::uint8_t> json, std::uint32_t max_document) {
  using Stage = RetrievalStatus::Stage;
  const auto object = parse_object(json);
  RetrievalStatus status;
  if (const auto id = optional_text(object, "id", kMaxId)) {
    if (!legal_id(*id)) violation();
    status.id = *id;
  }
  const auto stage = text(object, "status", kMaxWord);
  if (stage == "succeeded" || stage == "partial") {
    status.stage = Stage::done;
    read_items(object, max_document, status);
  } else if (stage == "failed") {
    status.stage = Stage::failed;
    status.error = problem_code(object);
    // Where every kind says why for itself, that is told.
    if (object.contains("items")) read_items(object, max_document, status);
  } else if (stage == "expired") {
    status.stage = Stage::expired;
  } else if (stage != "pending" && stage != "running") {
    violation();
  }
  return status;
}

bool legal_id(std::string_view id) noexcept {
  const auto legal = [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '~' || c == '-';
  };
  return !id.empty() && id.size() <= kMaxId && std::ranges::all_of(id, legal) &&
         id.find_first_not_of('.') != std::string_view::npos;
}

std::string bare_media_type(std::string_view content_type) {
  std::string bare(content_type.substr(0, content_type.find(';')));
  while (!bare.empty() && (bare.back() == ' ' || bare.back() == '\t')) bare.pop_back();
  std::ranges::transform(bare, bare.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return bare;
}

bool accepted_media_type(std::string_view media_type) {
  constexpr std::array<std::string_view, 6> kTaken{"application/xml",       "text/xml", "application/json",
                                                   "application/fhir+json", "text/csv", "text/plain"};
  return std::ranges::find(kTaken, media_type) != kTaken.end();
}

std::vector<Principal> parse_principals(std::span<const std::uint8_t> json) {
  const auto object = parse_object(json);
  const auto list = object.find("principals");
  if (list == object.end() || !list->is_array() || list->size() > kMaxPrincipals) violation();
  std::vector<Principal> principals;
  for (const Json& one : *list) {
    if (!one.is_object()) violation();
    Principal principal{text(one, "id", kMaxSubject), text(one, "name", 4 * kMaxNameCharacters)};
    const auto same = std::ranges::find(principals, principal.id, &Principal::id);
    if (same != principals.end() || principal.id == "self") violation();
    principals.push_back(std::move(principal));
  }
  return principals;
}

}  // namespace kenkod::fetch
