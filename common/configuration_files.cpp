#include "common/configuration_files.hpp"

#include <ini.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace kenkod {
namespace {

constexpr std::size_t kMaxLine = 197;  // inih reads into 200 bytes and takes the rest for another line
constexpr std::size_t kMaxFile = 65536;

[[noreturn]] void refuse(const std::string& file, const std::string& what) {
  throw std::runtime_error(file + ": " + what);
}

std::string read_whole(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) refuse(file, "cannot be opened");
  std::string text(kMaxFile + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (in.bad() || (!in.eof() && in.fail())) refuse(file, "cannot be read");
  if (text.size() > kMaxFile) refuse(file, "is larger than 64 KiB");
  return text;
}

void check_lines(const std::string& file, std::string_view text) {
  for (int line = 1; !text.empty(); ++line) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto row = text.substr(0, end);
    if (row.size() > kMaxLine || row.find('\0') != std::string_view::npos)
      refuse(file, "line " + std::to_string(line) + " is not readable");
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

struct Section {
  std::string name;
  std::map<std::string, std::string> values;
};

int take(void* user, const char* section, const char* name, const char* value) {
  auto& wanted = *static_cast<Section*>(user);
  if (lower(section) != wanted.name) return 1;
  const auto [at, is_new] = wanted.values.try_emplace(lower(name), value);
  if (!is_new) at->second.append(" ").append(value);
  return 1;
}

}  // namespace

std::vector<std::string> configuration_files(const std::string& directory) {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory + "/kenkod.conf.d", error))
    if (entry.path().extension() == ".conf") files.push_back(entry.path());
  std::ranges::sort(files);
  if (fs::exists(directory + "/kenkod.conf", error)) files.insert(files.begin(), directory + "/kenkod.conf");
  return files;
}

std::map<std::string, ConfiguredValue, std::less<>> read_section(const std::string& directory,
                                                                 std::string_view section) {
  std::map<std::string, ConfiguredValue, std::less<>> all;
  for (const auto& file : configuration_files(directory)) {
    const auto text = read_whole(file);
    check_lines(file, text);
    Section one{std::string(section), {}};
    if (const int line = ini_parse_string(text.c_str(), take, &one); line != 0)
      refuse(file, "line " + std::to_string(line) + " is not readable");
    for (auto& [key, value] : one.values) all[key] = {file, std::move(value)};
  }
  return all;
}

}  // namespace kenkod
