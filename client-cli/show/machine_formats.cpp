#include "client-cli/show/machine_formats.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace kenkod::cli {
namespace {

using Json = nlohmann::ordered_json;

Json json_value(const Cell& cell) {
  return std::visit([](const auto& value) { return Json(value); }, cell);
}

std::string csv_text(const Row& row, std::string_view key) {
  const auto found = row.find(key);
  if (found == row.end()) return {};
  if (const auto* value = std::get_if<std::string>(&found->second)) return *value;
  if (const auto* value = std::get_if<bool>(&found->second)) return *value ? "true" : "false";
  if (const auto* value = std::get_if<std::uint64_t>(&found->second)) return std::to_string(*value);
  // Names have no spaces in them, sentences do.
  const char* separator = key == "notes" ? "\n" : " ";
  std::string joined;
  for (const std::string& each : std::get<std::vector<std::string>>(found->second))
    joined.append(joined.empty() ? "" : separator).append(each);
  return joined;
}

}  // namespace

std::string json_line(const Row& row) {
  Json object = Json::object();
  for (const char* key : row_keys(text(row, "kind")))
    if (const auto found = row.find(std::string_view(key)); found != row.end())
      object[key] = json_value(found->second);
  // A newer kenkod may give more keys.
  for (const auto& [key, cell] : row)
    if (!object.contains(key)) object[key] = json_value(cell);
  return object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted.push_back('"');
    quoted.push_back(c);
  }
  quoted.push_back('"');
  return quoted;
}

std::string csv_header(std::string_view kind) {
  std::string line;
  for (const char* key : row_keys(kind)) line.append(line.empty() ? "" : ",").append(csv_field(key));
  return line + "\r\n";
}

std::string csv_line(const Row& row, std::string_view kind) {
  std::string line;
  const auto keys = row_keys(kind);
  for (const char* key : keys) {
    if (key != keys.front()) line.push_back(',');
    line.append(csv_field(csv_text(row, key)));
  }
  return line + "\r\n";
}

}  // namespace kenkod::cli
