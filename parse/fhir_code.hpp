// Which item a CodeableConcept names: code systems as the item tables know them.
#pragma once

#include <string>

#include "parse/item_tables.hpp"
#include "parse/json_tree.hpp"

namespace kenkod::parse {

struct FhirCode {
  std::string code, system, name;  // system: an OID where it has one; name: the file's words
};

// The coding that the item tables know, else the most official one. A 17-digit code of JLAC10 under any of
// its systems is taken for the item of 特定健診 with that code.
[[nodiscard]] FhirCode item_code(Json codeable, const ItemTables& tables);

}  // namespace kenkod::parse
