#include "configuration.hpp"

#include <INIReader.h>

#include <charconv>
#include <functional>
#include <stdexcept>
#include <vector>

#include "common/configuration_files.hpp"

namespace kenkod {
namespace {

[[noreturn]] void refuse(const std::string& file, const std::string& what) {
  throw std::runtime_error(file + ": " + what);
}

std::uint32_t number(const std::string& file, const std::string& key, const std::string& text,
                     std::uint32_t low, std::uint32_t high) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < low || value > high)
    refuse(file, key + " must be a number from " + std::to_string(low) + " to " + std::to_string(high));
  return value;
}

void read_file(const std::string& file, Configuration& configuration) {
  const INIReader reader(file);
  if (reader.ParseError() != 0)
    refuse(file, "line " + std::to_string(reader.ParseError()) + " is not readable");
  struct Key {
    const char *section, *name;
    std::uint32_t low, high;
    std::function<void(std::uint32_t)> set;
  };
  const std::vector<Key> keys{
      {"session", "idle-minutes", 0, 15,
       [&](auto v) { configuration.session_idle = std::chrono::minutes(v); }},
      {"secret", "argon2-memory-kib", 19456, 1048576, [&](auto v) { configuration.kdf.memory_kib = v; }},
      {"secret", "argon2-passes", 2, 10, [&](auto v) { configuration.kdf.passes = v; }},
  };
  configuration.card_reader = reader.Get("card", "reader", configuration.card_reader);
  for (const auto& key : keys)
    if (reader.HasValue(key.section, key.name))
      key.set(number(file, key.name, reader.Get(key.section, key.name, ""), key.low, key.high));
}

}  // namespace

Configuration read_configuration(const std::string& directory) {
  Configuration configuration;
  for (const auto& file : configuration_files(directory)) read_file(file, configuration);
  configuration.portal = read_portal_configuration(directory);
  return configuration;
}

}  // namespace kenkod
