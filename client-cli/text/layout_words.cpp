#include "client-cli/text/layout_words.hpp"

#include <array>
#include <utility>

#include "client-cli/text/i18n.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

using Entry = std::pair<std::string_view, const char*>;

constexpr std::array kWords{
    Entry{"tokutei-cda", tr_later("特定健診 CDA")},
    Entry{"online-checkup", tr_later("特定健診, オンライン資格確認 XML")},
    Entry{"medicine-xml", tr_later("薬剤情報 XML")},
    Entry{"expense-xml", tr_later("医療費通知 XML by an installed description")},
    Entry{"portal-xml", tr_later("マイナポータル XML of unknown layout")},
    Entry{"portal-json", tr_later("マイナポータル JSON of unknown layout")},
    Entry{"portal-csv", tr_later("医療費通知情報 CSV")},
    Entry{"fhir-bundle", tr_later("FHIR bundle")},
    Entry{"fhir-resource", tr_later("FHIR resource")},
    Entry{"jahis-tc", tr_later("お薬手帳, JAHIS text")},
};

}  // namespace

std::string layout_words(std::string_view name) {
  for (const auto& [known, words] : kWords)
    if (known == name) return tr(words);
  return printable(name);
}

}  // namespace kenkod::cli
