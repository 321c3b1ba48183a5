#include "client-cli/link/fetch_history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "client-cli/card/advice.hpp"
#include "client-cli/link/link_error.hpp"
#include "client-cli/show/machine_formats.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/local_time.hpp"
#include "client-cli/text/rule_words.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string flow_words(const std::string& flow) {
  if (flow == "browser") return tr("log-in in the browser");
  if (flow == "card") return tr("log-in with the card");
  if (flow == "renewed") return tr("without a log-in (term link)");
  return printable(flow);
}

Json kind_json(const LinkedKind& kind) {
  Json object{{"kind", kind.kind},       {"outcome", kind.outcome},     {"imported", kind.imported},
              {"revised", kind.revised}, {"unchanged", kind.unchanged}, {"unread", kind.unread},
              {"refused", kind.refused}};
  if (!kind.error.name.empty()) object["error"] = kind.error.name;
  return object;
}

std::string kind_line(const LinkedKind& kind, std::size_t width, const Style& style) {
  std::string words = outcome_words(kind);
  if (kind.failed()) words = style.paint(kBad, words);
  if (!kind.error.name.empty()) words.append(": ").append(kind_error_words(kind.error).what);
  return fmt::format("  {}  {}\n", pad_right(printable(scope_words(kind.kind)), width), words);
}

}  // namespace

std::vector<PastFetch> past_fetches(const std::vector<Dict>& rows) {
  std::vector<PastFetch> fetches;
  fetches.reserve(rows.size());
  for (const Dict& row : rows)
    fetches.push_back({value_of<std::int64_t>(row, "at"), value_of<std::uint32_t>(row, "seconds"),
                       value_of<std::string>(row, "flow"), value_of<std::string>(row, "error"),
                       linked_kinds(value_of<std::vector<Dict>>(row, "kinds"))});
  return fetches;
}

std::string history_text(const std::vector<PastFetch>& fetches, const Style& style) {
  std::string out;
  for (const PastFetch& fetch : fetches) {
    out += fmt::format("{}  {}, {}\n", moment_words(fetch.at), flow_words(fetch.flow),
                       trf("took {}", duration_words(fetch.seconds)));
    if (!fetch.error.empty())
      out += fmt::format("  {} {}\n", style.paint(kBad, tr("Nothing was fetched:")),
                         link_error_words({fetch.error, {}}, {.card = fetch.flow == "card"}).what);
    std::size_t width = 0;
    for (const LinkedKind& kind : fetch.kinds)
      width = std::max(width, columns(printable(scope_words(kind.kind))));
    for (const LinkedKind& kind : fetch.kinds) out += kind_line(kind, width, style);
  }
  return out;
}

std::string history_json(const std::vector<PastFetch>& fetches) {
  Json all = Json::array();
  for (const PastFetch& fetch : fetches) {
    Json object{{"at", utc_text(fetch.at)}, {"seconds", fetch.seconds}, {"flow", fetch.flow}};
    if (!fetch.error.empty()) object["error"] = fetch.error;
    object["kinds"] = Json::array();
    for (const LinkedKind& kind : fetch.kinds) object["kinds"].push_back(kind_json(kind));
    all.push_back(std::move(object));
  }
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string history_csv(const std::vector<PastFetch>& fetches) {
  std::string out =
      "at,seconds,flow,error,kind,outcome,imported,revised,unchanged,unread,refused,kind-error\r\n";
  for (const PastFetch& fetch : fetches) {
    const std::string start = fmt::format("{},{},{},{}", utc_text(fetch.at), fetch.seconds,
                                          csv_field(fetch.flow), csv_field(fetch.error));
    if (fetch.kinds.empty()) out += start + ",,,,,,,,\r\n";
    for (const LinkedKind& kind : fetch.kinds)
      out += fmt::format("{},{},{},{},{},{},{},{},{}\r\n", start, csv_field(kind.kind),
                         csv_field(kind.outcome), kind.imported, kind.revised, kind.unchanged, kind.unread,
                         kind.refused, csv_field(kind.error.name));
  }
  return out;
}

}  // namespace kenkod::cli
