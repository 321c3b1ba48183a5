#include "client-cli/card/advice.hpp"

#include "client-cli/text/width.hpp"

namespace kenkod::cli {

std::string advice(std::string_view sentence, const Style& style) {
  const std::string_view arrow = style.ascii ? "  -> " : "  → ";
  const std::size_t indent = columns(arrow);
  std::string out;
  for (const std::string& line : wrapped(sentence, style.width > indent ? style.width - indent : style.width))
    out.append(out.empty() ? arrow : std::string(indent, ' ')).append(line).append("\n");
  return out;
}

}  // namespace kenkod::cli
