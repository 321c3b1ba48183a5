// Prints what our reading makes of files, one line of JSON each: for the tests that compare it with Python's.
//   parse_dump rows|records|tree|quantities FILE…
#include <functional>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <span>

#include "common/error.hpp"
#include "parse/csv.hpp"
#include "parse/encoding.hpp"
#include "parse/expense_csv.hpp"
#include "parse/fhir.hpp"
#include "parse/json_reader.hpp"
#include "tests/unit/parse_support.hpp"

namespace {

using namespace kenkod;
using nlohmann::json;

json rows(const std::string& text) {
  parse::CsvReader reader(text);
  std::vector<parse::CsvCell> row;
  json all = json::array();
  while (reader.next(row)) {
    json cells = json::array();
    for (const parse::CsvCell& cell : row) cells.push_back(std::string(cell.text));
    all.push_back(cells);
  }
  return all;
}

json records(const std::string& bytes) {
  static const parse::Cp932 cp932;
  std::string storage;
  const std::string_view text = parse::utf8_document(test::bytes_of(bytes), cp932, storage);
  json all = json::array();
  for (const ExpenseItem& line : parse::parse_expense_csv(text).expense)
    all.push_back({line.month, line.category, line.days, line.facility, line.total.yen, line.insurer.yen,
                   line.other_public.yen, line.own.yen});
  return all;
}

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

json quantities(const std::string& text) {
  json all = json::array();
  for (const CheckupItem& item : parse::parse_fhir(text, test::tables()).checkup)
    if (item.type == ValueType::quantity && !item.value.empty()) all.push_back({item.code, item.value});
  return all;
}

using Reading = std::function<json(const std::string&)>;

json outcome(const Reading& reading, const std::string& path) {
  try {
    return reading(test::slurp(path));
  } catch (const Error& error) {
    return {{"refused", std::string(error.text())}};
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::map<std::string_view, Reading> readings{
      {"rows", rows},
      {"records", records},
      {"tree", [](const std::string& text) { return tree(parse::read_json(text).root()); }},
      {"quantities", quantities}};
  const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
  const auto reading = arguments.size() < 2 ? readings.end() : readings.find(arguments[1]);
  if (reading == readings.end()) return 2;
  for (const char* const path : arguments.subspan(2))
    std::cout << outcome(reading->second, path).dump() << "\n";
  return std::cout.flush() ? 0 : 1;
}
