#include "jobs/export_format.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace kenkod::jobs {
namespace {

constexpr std::size_t kLineBytes = 57;  // 76 characters of base64
constexpr std::size_t kFlushAt = 64 * 1024;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

void attribute(std::string& to, std::string_view name, std::string_view value) {
  if (!value.empty()) to += fmt::format(" {}=\"{}\"", name, escaped(value));
}

}  // namespace

ExportWriter::ExportWriter(Sink sink, std::int64_t created_at) : sink_(std::move(sink)) {
  sink_(kExportPrefix);
  sink_(fmt::format(" created-at=\"{}\">\n", created_at));
}

void ExportWriter::document(const vault::DocumentInfo& info, std::span<const std::uint8_t> bytes) {
  std::string out = " <document";
  attribute(out, "kind", to_name(info.facts.kind));
  attribute(out, "layout", info.facts.layout);
  attribute(out, "date", info.facts.date);
  attribute(out, "facility", info.facts.facility);
  attribute(out, "origin", to_name(info.origin));
  attribute(out, "stored-at", std::to_string(info.stored_at));
  attribute(out, "stated-origin", info.stated_origin);
  if (info.stated_at) attribute(out, "stated-at", std::to_string(*info.stated_at));
  attribute(out, "size", std::to_string(bytes.size()));
  attribute(out, "sha256", info.sha256);
  out += ">\n";
  std::array<char, sodium_base64_ENCODED_LEN(kLineBytes, sodium_base64_VARIANT_ORIGINAL)> line{};
  while (!bytes.empty()) {
    const std::size_t size = std::min(bytes.size(), kLineBytes);
    out += sodium_bin2base64(line.data(), line.size(), bytes.data(), size, sodium_base64_VARIANT_ORIGINAL);
    out += '\n';
    bytes = bytes.subspan(size);
    if (out.size() < kFlushAt) continue;
    sink_(out);
    out.clear();
  }
  sink_(out += " </document>\n");
}

void ExportWriter::finish() { sink_("</kenkodExport>\n"); }

}  // namespace kenkod::jobs
