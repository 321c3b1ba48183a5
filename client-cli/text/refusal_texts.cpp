#include "client-cli/text/refusal_texts.hpp"

#include <algorithm>
#include <array>

#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {
namespace {

constexpr std::array kTexts{
    RefusalText{
        tr_later("This kind of file cannot be imported."),
        tr_later(
            "Choose a file that マイナポータル, a pharmacy or a linked service gave out; see kenkoctl(1).")},
    RefusalText{
        tr_later("The file is no health record that kenkod knows."),
        tr_later(
            "Choose a file that マイナポータル, a pharmacy or a linked service gave out; see kenkoctl(1).")},
    RefusalText{
        tr_later("The XML file is no health record that kenkod knows."),
        tr_later(
            "Choose a file that マイナポータル, a pharmacy or a linked service gave out; see kenkoctl(1).")},
    RefusalText{tr_later("The XML is not well-formed or is cut off."),
                tr_later("Get the file again from where it came.")},
    RefusalText{tr_later("The XML file declares a document type (DTD), which health records never have."),
                tr_later("Get the file again from where it came, and do not edit it.")},
    RefusalText{tr_later("The XML file uses an entity that is not defined."),
                tr_later("Get the file again from where it came, and do not edit it.")},
    RefusalText{tr_later("The text is not valid UTF-8 or Shift_JIS."),
                tr_later("Get the file again from where it came.")},
    RefusalText{tr_later("The file holds a NUL byte."), tr_later("Get the file again from where it came.")},
    RefusalText{tr_later("The file holds a character that no record may hold."),
                tr_later("Get the file again from where it came.")},
    RefusalText{tr_later("The elements are nested too deeply."),
                tr_later("No real record is built like this; get the file again from where it came.")},
    RefusalText{tr_later("The file has too many elements."),
                tr_later("No real record is built like this; get the file again from where it came.")},
    RefusalText{tr_later("The file has too many records."),
                tr_later("Get the records in several files, for a shorter time each.")},
    RefusalText{tr_later("A text in the file is too long."),
                tr_later("No real record is built like this; get the file again from where it came.")},
    RefusalText{tr_later("The file has no results: it is an empty form."),
                tr_later("Choose the file that holds the results.")},
    RefusalText{tr_later("The file has no valid date."), tr_later("Get the file again from where it came.")},
    RefusalText{tr_later("The document holds what looks like an individual number (個人番号)."),
                tr_later("Get a file without the number: it must not be kept with health records.")},
    RefusalText{tr_later("A document in the export is damaged."),
                tr_later("Use another copy of the export.")},
    RefusalText{tr_later("A document in the export is larger than a document may be."),
                tr_later("A document may have at most 10 MB (10,485,760 bytes).")},
    RefusalText{tr_later("The JSON is not well-formed or is cut off."),
                tr_later("Get the file again from where it came.")},
    RefusalText{tr_later("The JSON has the same name twice in one object."),
                tr_later("Get the file again from where it came.")},
    RefusalText{tr_later("A line does not have the form that this format requires."),
                tr_later("Get the file again from where it came.")},
    RefusalText{tr_later("This is one part of a set that was split; import the set joined in one file."), ""},
    RefusalText{tr_later("The file holds no records: the sender answered with an error."),
                tr_later("Try the download again later.")},
    RefusalText{tr_later("This is an export of kenkod inside another file; import it by itself."), ""},
    RefusalText{tr_later("This file holds health guidance (特定保健指導), not check-up results; only "
                         "特定健診 results can be imported."),
                ""},
    RefusalText{tr_later("This file asks an insurer to delete results that were sent before; it holds no "
                         "results to import."),
                ""},
    RefusalText{tr_later("This is an insurer's report to the state, not the results of one person."), ""},
    RefusalText{tr_later("This is a check-up file of another programme (乳幼児健診, 妊婦健診) that cannot be "
                         "imported yet."),
                ""},
    RefusalText{tr_later("This is the bill for a check-up (決済情報); import the result file (h….xml) of the "
                         "same archive."),
                ""},
    RefusalText{tr_later("This is the bill for health guidance (決済情報); import the result file (h….xml) "
                         "of the same archive."),
                ""},
    RefusalText{tr_later("This is the index of an archive (交換用基本情報); import the result files in its "
                         "DATA folder instead."),
                ""},
    RefusalText{tr_later("This is the summary of an archive (集計情報); import the result files in its DATA "
                         "folder instead."),
                ""},
    RefusalText{tr_later("This is a file of the オンライン資格確認 family that holds neither check-up "
                         "results nor medicines."),
                ""},
    RefusalText{tr_later("This is a tax certificate (e-Tax), not a health record."), ""},
    RefusalText{tr_later("This XML file of マイナポータル does not say which kind of records it holds."), ""},
    RefusalText{tr_later("This JSON file of マイナポータル does not say which kind of records it holds."),
                ""},
    RefusalText{
        tr_later("This CSV file of マイナポータル is not a 医療費通知情報; only that one can be imported."),
        ""},
    RefusalText{tr_later("This FHIR bundle holds neither check-up results nor medicines."), ""},
    RefusalText{
        tr_later("This FHIR resource alone is neither a result nor a medicine; import the whole bundle."),
        ""},
    RefusalText{tr_later("This is the QR text of a prescription (JAHIS 院外処方箋), not an お薬手帳; it "
                         "cannot be imported."),
                ""},
    RefusalText{
        tr_later(
            "This is a ZIP archive; unpack it and import the result file inside (its DATA folder, h….xml)."),
        ""},
    RefusalText{tr_later("This is a PDF, a printed form; import the XML file instead."), ""}};

}  // namespace

std::span<const RefusalText> refusal_texts() noexcept { return kTexts; }

const RefusalText* refusal_text(std::string_view sentence) noexcept {
  const auto* found =
      std::ranges::find_if(kTexts, [&](const RefusalText& text) { return text.sentence == sentence; });
  return found != kTexts.end() ? found : nullptr;
}

}  // namespace kenkod::cli
