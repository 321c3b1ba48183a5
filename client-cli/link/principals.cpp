#include "client-cli/link/principals.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "client-cli/card/advice.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/local_time.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {

std::vector<ActedFor> acted_for(const std::vector<Dict>& rows) {
  std::vector<ActedFor> people;
  people.reserve(rows.size());
  for (const Dict& row : rows)
    people.push_back({value_of<std::string>(row, "id"), value_of<std::string>(row, "name"),
                      value_of<bool>(row, "listed", true), value_of<std::int64_t>(row, "last-fetch")});
  return people;
}

const ActedFor* find_principal(const std::vector<ActedFor>& people, const std::string& wanted) {
  const auto by_id = std::ranges::find(people, wanted, &ActedFor::id);
  if (by_id != people.end()) return &*by_id;
  if (std::ranges::count(people, wanted, &ActedFor::name) != 1) return nullptr;
  return &*std::ranges::find(people, wanted, &ActedFor::name);
}

std::string principals_table(const std::vector<ActedFor>& people, const Style& style) {
  std::size_t width = columns(tr("Name"));
  for (const ActedFor& person : people) width = std::max(width, columns(printable(person.name)));
  std::string out =
      fmt::format("{}  {}  {}\n", pad_right(tr("Name"), width), pad_right("ID", 32), tr("Last fetched"));
  for (const ActedFor& person : people) {
    out += fmt::format("{}  {}  {}\n", pad_right(printable(person.name), width),
                       pad_right(printable(person.id), 32),
                       person.last_fetch == 0 ? tr("never") : moment_words(person.last_fetch));
    if (!person.listed)
      out += advice(
          trf("マイナポータル no longer lists this person: nothing more can be fetched. Delete what is "
              "here unless you still need it: kenkoctl purge --fetched --principal {}",
              printable(person.id)),
          style);
  }
  return out;
}

}  // namespace kenkod::cli
