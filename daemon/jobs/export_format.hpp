// The file Session.Export writes and Session.Import takes back: every original document, byte for byte
// (base64), with origin, dates and hash. Documented for others in docs/export-format.md.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "vault/vault.hpp"

namespace kenkod::jobs {

inline constexpr std::string_view kExportNamespace = "https://kenkod.org/ns/export/1";
// Every export begins with exactly these bytes: a copy may be recognised without being parsed.
inline constexpr std::string_view kExportPrefix =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kenkodExport xmlns=\"https://kenkod.org/ns/export/1\"";

class ExportWriter {
 public:
  using Sink = std::function<void(std::string_view)>;
  ExportWriter(Sink sink, std::int64_t created_at /* Unix seconds */);
  void document(const vault::DocumentInfo& info, std::span<const std::uint8_t> bytes);
  void finish();

 private:
  Sink sink_;
};

}  // namespace kenkod::jobs
