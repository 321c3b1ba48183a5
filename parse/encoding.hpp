// Bytes of an XML file as UTF-8. Shift_JIS is decoded as CP932 (Windows-31J): the files hold its vendor
// characters.
#pragma once

#include <iconv.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kenkod::parse {

// The byte order mark of UTF-8.
inline constexpr std::string_view kBom = "\xEF\xBB\xBF";

// iconv loads its modules from disk: open one before the sandbox closes and hand it to every parse.
class Cp932 {
 public:
  Cp932();
  Cp932(const Cp932&) = delete;
  Cp932& operator=(const Cp932&) = delete;
  ~Cp932();
  // Empty when the bytes are not CP932.
  [[nodiscard]] std::optional<std::string> to_utf8(std::string_view bytes) const;

 private:
  iconv_t converter_;
};

// The document as UTF-8 without BOM: a view of `bytes`, or of `storage` after a conversion. Throws
// Refused(encoding, nul_byte).
[[nodiscard]] std::string_view utf8_document(std::span<const std::uint8_t> bytes, const Cp932& cp932,
                                             std::string& storage);

}  // namespace kenkod::parse
