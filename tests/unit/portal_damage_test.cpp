// Damaged files of the portal: never a crash, and never one record's damage in another record.
#include <gtest/gtest.h>

#include <optional>

#include "parse/expense_csv.hpp"
#include "parse/expense_xml.hpp"
#include "parse/online_checkup.hpp"
#include "parse/sax.hpp"
#include "tests/unit/damage.hpp"

namespace kenkod::parse {
namespace {

using test::Parser;

const Cp932& cp932() {
  static const Cp932 converter;
  return converter;
}

ParsedDocument whole_way(const std::string& text) {
  return parse_document(test::bytes_of(text), test::installed(), cp932());
}

ParsedDocument online(const std::string& text) {
  std::string storage;
  return ReadDocument(
             parse_online_checkup(utf8_document(test::bytes_of(text), cp932(), storage), test::tables()),
             test::installed())
      .completed();
}

ParsedDocument mapped(const std::string& text) {
  static const ExpenseLayout layout = read_expense_layout(test::sample("expense-example.tsv"));
  std::string storage;
  const std::string_view utf8 = utf8_document(test::bytes_of(text), cp932(), storage);
  const RootElement root = root_element(utf8);
  if (root.name != layout.root || root.space != layout.space) throw Refused({.reason = Reason::wrong_root});
  return parse_expense_xml(utf8, layout);
}

// A lost record counts as one that differs.
std::size_t differing_lines(const ParsedDocument& a, const ParsedDocument& b) {
  std::size_t same = 0;
  std::vector<ExpenseItem> left = b.expense;
  for (const ExpenseItem& line : a.expense) {
    const auto found = std::find(left.begin(), left.end(), line);
    if (found == left.end()) continue;
    left.erase(found);
    ++same;
  }
  return std::max(a.expense.size(), b.expense.size()) - same;
}

TEST(PortalDamage, CutOffAnywhere) {
  test::cut_anywhere(whole_way, test::sample("expense-notice.csv"));
  test::cut_anywhere(whole_way, test::sample("expense-notice-sjis.csv"));
  test::cut_anywhere(mapped, test::sample("expense-mapped.xml"));
  test::cut_anywhere(online, test::sample("online-checkup.xml"));
  const std::string layout = test::sample("expense-example.tsv");
  for (std::size_t size = 0; size < layout.size(); ++size) {
    try {
      (void)read_expense_layout(layout.substr(0, size));
    } catch (const std::runtime_error&) {
      continue;
    }
  }
}

TEST(PortalDamage, AFlippedByteChangesOneLineOfANotice) {
  EXPECT_GT(test::flip_every_byte(whole_way, test::sample("expense-notice.csv"), differing_lines), 500U);
  EXPECT_GT(test::flip_every_byte(whole_way, test::sample("expense-notice-sjis.csv"), differing_lines), 100U);
  EXPECT_GT(test::flip_every_byte(mapped, test::sample("expense-mapped.xml"), differing_lines), 200U);
}

TEST(PortalDamage, AFlippedByteOfPlainCellsToo) {
  // Without quotes, nothing but commas and line ends holds the cells apart.
  std::string text = test::sample("expense-notice.csv").substr(3);
  std::erase_if(text, [](char c) { return c == '"' || c == '\r'; });
  std::string plain;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string line = text.substr(begin, end - begin);
    const std::size_t first = line.find(',');
    for (std::size_t at = line.find(',', first + 1); first != std::string::npos && at != std::string::npos;
         at = line.find(',', first + 1))
      line.erase(at, 1);
    plain.append(line).push_back('\n');
    begin = end + 1;
  }
  EXPECT_GT(test::flip_every_byte(whole_way, plain, differing_lines), 500U);
}

TEST(PortalDamage, AFlippedByteChangesOneItem) {
  const auto dated = [](ParsedDocument document) {
    for (CheckupItem& item : document.checkup)
      if (item.date.empty()) item.date = document.facts.date;
    return document;
  };
  const std::string sample = test::sample("online-checkup.xml");
  // The day of an examination belongs to all of its items.
  const auto differing = [&](const ParsedDocument& a, const ParsedDocument& b) {
    const ParsedDocument left = dated(a), right = dated(b);
    std::set<std::string> days, others;
    for (const CheckupItem& item : left.checkup) days.insert(item.date);
    for (const CheckupItem& item : right.checkup) others.insert(item.date);
    if (days != others) return std::size_t{0};
    std::vector<CheckupItem> rest = right.checkup;
    std::size_t same = 0;
    for (const CheckupItem& item : left.checkup) {
      const auto found = std::find(rest.begin(), rest.end(), item);
      if (found == rest.end()) continue;
      rest.erase(found);
      ++same;
    }
    return std::max(left.checkup.size(), right.checkup.size()) - same;
  };
  EXPECT_GT(test::flip_every_byte(online, sample, differing), 500U);
}

}  // namespace
}  // namespace kenkod::parse
