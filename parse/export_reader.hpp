// Takes the documents out of an export of ours (docs/export-format.md), one by one.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace kenkod::parse {

struct ExportEntry {
  std::uint8_t origin = 0;  // Origin
  std::int64_t stored_at = 0;
  std::span<const std::uint8_t> bytes;
};

// Throws Refused; a document that does not match its hash comes without bytes.
void read_export(std::string_view utf8, const std::function<void(const ExportEntry&)>& each);

}  // namespace kenkod::parse
