// What every row of Query says about its document.
#pragma once

#include <string>
#include <vector>

#include "bus/append.hpp"
#include "vault/vault.hpp"

namespace kenkod::bus {

void append_document(Dictionary& row, const vault::DocumentInfo& document);
// `warnings` or `document-warnings`; left out when there are none.
void append_warnings(Dictionary& row, const char* key, const std::vector<Warning>& warnings);

}  // namespace kenkod::bus
