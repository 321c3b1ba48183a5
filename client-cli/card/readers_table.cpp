#include "client-cli/card/readers_table.hpp"

#include <algorithm>
#include <array>

#include "client-cli/card/advice.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

struct StateWords {
  std::string_view state, colour;
  const char* what;  // msgid
  const char* next;  // msgid, or ""
};

constexpr std::array kStates{
    StateWords{"empty", "", tr_later("ready, no card in it"), ""},
    StateWords{"card", kGood, tr_later("a card is in it"), ""},
    StateWords{"in-use", kCare, tr_later("in use by another program"),
               tr_later("Another program keeps the card to itself: close it (a browser with a log-in open, "
                        "another card application) and try again.")},
    StateWords{"silent", kCare, tr_later("the card in it does not answer"),
               tr_later("Take the card off, put it back and keep it still; try the other side, and take it "
                        "out of a case or away from other cards.")},
    StateWords{
        "fault", kBad, tr_later("does not work"),
        tr_later("Unplug the reader and plug it in again, at another USB port if that does not help.")},
    StateWords{"unsupported", kBad, tr_later("cannot be used: no Linux driver"),
               tr_later("Use another reader, such as RC-S300 or any CCID reader that reads ISO 14443 Type B "
                        "or takes the card in a slot.")},
};

StateWords words_of(const Reader& reader) {
  const auto* found = std::ranges::find(kStates, reader.state, &StateWords::state);
  return found != kStates.end() ? *found : StateWords{"", kCare, nullptr, ""};
}

std::string no_reader(const Style& style) {
  return std::string(tr("There is no card reader at this computer."))
      .append("\n")
      .append(advice(tr("Connect a card reader that can read My Number cards: a CCID reader for ISO 14443 "
                        "Type B, or one that takes the card in a slot."),
                     style))
      .append(advice(tr("It is connected already? Unplug it and plug it in again; see that the packages "
                        "pcscd and libccid are installed."),
                     style));
}

}  // namespace

std::vector<Reader> readers_of(const std::vector<Dict>& rows) {
  std::vector<Reader> readers;
  readers.reserve(rows.size());
  for (const Dict& row : rows)
    readers.push_back(
        {printable(value_of<std::string>(row, "name")), printable(value_of<std::string>(row, "state"))});
  return readers;
}

std::string readers_table(const std::vector<Reader>& readers, const Style& style) {
  if (readers.empty()) return no_reader(style);
  std::size_t width = columns(tr("Card reader"));
  for (const Reader& reader : readers) width = std::max(width, columns(reader.name));
  std::string out = pad_right(tr("Card reader"), width).append("  ").append(tr("State")).append("\n");
  for (const Reader& reader : readers) {
    const StateWords words = words_of(reader);
    // A state of a newer kenkod is told as it came.
    const std::string what = words.what != nullptr ? tr(words.what) : reader.state;
    out.append(pad_right(reader.name, width))
        .append("  ")
        .append(style.paint(words.colour, what))
        .append("\n");
    if (*words.next != '\0') out.append(advice(tr(words.next), style));
  }
  return out;
}

}  // namespace kenkod::cli
