// Prints what our JSON and FHIR reading makes of files, one line of JSON each: for json_differential_test.py.
//   json_dump tree|quantities FILE…
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <span>
#include <sstream>

#include "common/error.hpp"
#include "parse/fhir.hpp"
#include "parse/json_reader.hpp"

namespace {

using namespace kenkod;
using nlohmann::json;

json tree(parse::Json value) {
  json inside = json::array();
  switch (value.kind()) {
    case parse::JsonKind::object:
      for (const parse::Json member : value.members())
        inside.push_back({std::string(member.name()), tree(member)});
      return {"object", inside};
    case parse::JsonKind::array:
      for (const parse::Json element : value.elements()) inside.push_back(tree(element));
      return {"array", inside};
    case parse::JsonKind::string:
      return {"string", std::string(value.text())};
    case parse::JsonKind::number:
      return {"number", std::string(value.text())};
    case parse::JsonKind::boolean:
      return {"boolean", std::string(value.text())};
    default:
      return {"null", ""};
  }
}

json quantities(std::string_view text) {
  static const auto tables = parse::ItemTables::load(KENKOD_SOURCE_ROOT "/data");
  json all = json::array();
  for (const CheckupItem& item : parse::parse_fhir(text, tables).checkup)
    if (item.type == ValueType::quantity && !item.value.empty()) all.push_back({item.code, item.value});
  return all;
}

json read(const char* path, bool whole_tree) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  const std::string bytes = std::move(text).str();
  try {
    return whole_tree ? tree(parse::read_json(bytes).root()) : quantities(bytes);
  } catch (const Error& error) {
    return {{"refused", std::string(error.text())}};
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
  if (arguments.size() < 2) return 2;
  const bool whole_tree = std::string_view(arguments[1]) == "tree";
  for (const char* const path : arguments.subspan(2)) std::cout << read(path, whole_tree).dump() << "\n";
  return std::cout.flush() ? 0 : 1;
}
