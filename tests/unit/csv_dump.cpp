// Prints what our CSV reading makes of files, one line of JSON each: for csv_differential_test.py.
//   csv_dump rows|records FILE…
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <span>
#include <sstream>

#include "common/error.hpp"
#include "parse/csv.hpp"
#include "parse/encoding.hpp"
#include "parse/expense_csv.hpp"

namespace {

using namespace kenkod;
using nlohmann::json;

json rows(std::string_view text) {
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

json records(std::string_view text) {
  json all = json::array();
  for (const ExpenseItem& line : parse::parse_expense_csv(text).expense)
    all.push_back({line.month, line.category, line.days, line.facility, line.total.yen, line.insurer.yen,
                   line.other_public.yen, line.own.yen});
  return all;
}

json read(const char* path, bool whole_notice) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  const std::string bytes = std::move(text).str();
  static const parse::Cp932 cp932;
  std::string storage;
  try {
    if (!whole_notice) return rows(bytes);
    return records(parse::utf8_document({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()},
                                        cp932, storage));
  } catch (const Error& error) {
    return {{"refused", std::string(error.text())}};
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
  if (arguments.size() < 2) return 2;
  const bool whole_notice = std::string_view(arguments[1]) == "records";
  for (const char* const path : arguments.subspan(2)) std::cout << read(path, whole_notice).dump() << "\n";
  return std::cout.flush() ? 0 : 1;
}
