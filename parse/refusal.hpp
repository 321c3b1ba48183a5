// Why a document is not imported: a closed list, so that the words are chosen outside the process that
// touched the bytes, and never hold anything of the document.
#pragma once

#include <cstdint>

#include "common/error.hpp"
#include "parse/elements.hpp"
#include "parse/layouts.hpp"

namespace kenkod::parse {

enum class Reason : std::uint8_t {
  not_supported,  // recognised, not read: see layout
  unknown_file,
  wrong_root,
  not_well_formed,
  document_type,  // a DOCTYPE
  undefined_entity,
  encoding,  // neither UTF-8 nor Shift_JIS, or bytes that are not in it
  nul_byte,
  forbidden_character,
  too_deep,
  too_many_elements,
  too_many_observations,
  text_too_long,
  no_results,
  no_date,
  personal_number,
  export_damaged,    // a document of an export does not match its hash, or is not base64
  export_too_large,  // a document of an export is larger than a document may be
  bad_json,          // not JSON, or cut off
  duplicate_key,     // JSON: one name twice in an object
  bad_line,          // a line of text or CSV that breaks the format
  split_set,         // a part of a set that was split over several files (JAHIS 911)
  sender_error,      // the sender answered with an error instead of data
  several_persons,   // records of more than one person
};
[[nodiscard]] bool known(Reason reason) noexcept;

struct Refusal {
  Reason reason = Reason::unknown_file;
  Layout layout = Layout::unknown;
  std::uint32_t line = 0, column = 0;  // from 1, column in bytes; 0 = no place
  Element element = Element::none;     // none = no place
};

// "… layout=fhir-bundle", "… line=12 element=observation", "… line=3 column=17": code and words by the
// reason.
class Refused : public Error {
 public:
  explicit Refused(const Refusal& refusal);
  [[nodiscard]] const Refusal& refusal() const noexcept { return refusal_; }

 private:
  Refusal refusal_;
};

}  // namespace kenkod::parse
