#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string_view>

#include "client-cli/bus/dict.hpp"
#include "client-cli/commands/card_call.hpp"
#include "client-cli/commands/commands.hpp"
#include "client-cli/new_file.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

// A file to be written, made before the card is asked: a PIN is not typed for nothing.
class Output {
 public:
  Output(const std::string& path, bool replace) {
    if (!path.empty()) file_.emplace(path, replace);
    path_ = path;
  }

  void write(std::string_view bytes) {
    if (!file_) return;
    while (!bytes.empty()) {
      const auto written = ::write(file_->fd(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0)
        throw Failure{ExitCode::failed, trf("{}: the file cannot be written.", printable(path_))};
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    file_->keep();
  }

 private:
  std::optional<NewFile> file_;
  std::string path_;
};

}  // namespace

ExitCode run_card_test(Client& client, const CommandLine& line) {
  if (!line.text_file.empty() && line.text_file == line.signature_file)
    throw Failure{ExitCode::usage, tr("The text and the signature need a file each.")};
  Output text(line.text_file, line.force);
  Output signature(line.signature_file, line.force);
  client.offer_agent();
  Dict result;
  try {
    result = call_card(client, "TestCard", line);
  } catch (const CallError& error) {
    return tell_card_error(client, error);
  }
  const auto bytes = value_of<std::vector<std::uint8_t>>(result, "signature");
  text.write(value_of<std::string>(result, "text"));
  signature.write({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  fmt::print("{}\n{}\n",
             trf("The card signed a test text ({}), and the signature was verified with its certificate.",
                 printable(value_of<std::string>(result, "algorithm"))),
             tr("Reader, card and PIN work. Nothing was sent anywhere."));
  return ExitCode::ok;
}

}  // namespace kenkod::cli
