// Which files make up a configuration, and one section of them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kenkod {

// kenkod.conf and kenkod.conf.d/*.conf below `directory`, as far as they exist, in the order in which they
// are read: later ones win.
[[nodiscard]] std::vector<std::string> configuration_files(const std::string& directory);

struct ConfiguredValue {
  std::string file;  // where it was said last
  std::string
      text;  // without blanks around it; lines of one file that belong together are joined by one blank
};

// Key → value of one section in all the files; keys and section names in lower case. What inih would silently
// cut off (a line of more than 197 bytes, a zero byte) is refused, as is a file of more than 64 KiB. Throws
// std::runtime_error naming file and line.
[[nodiscard]] std::map<std::string, ConfiguredValue, std::less<>> read_section(const std::string& directory,
                                                                               std::string_view section);

}  // namespace kenkod
