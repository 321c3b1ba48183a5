// libFuzzer: any bytes as an export of ours. Every document that comes out has an origin and fits a
// document's limits.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "common/record.hpp"
#include "parse/export_reader.hpp"
#include "parse/refusal.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kenkod;
  constexpr std::size_t kMaxDocument = 10'485'760;
  try {
    parse::read_export({reinterpret_cast<const char*>(data), size}, [](const parse::ExportEntry& entry) {
      if (!known(static_cast<Origin>(entry.origin)) || entry.bytes.size() > kMaxDocument) std::abort();
    });
  } catch (const parse::Refused&) {
    return 0;
  }
  return 0;
}
