#include "client-cli/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "client-cli/card/lost_card.hpp"
#include "client-cli/text/i18n.hpp"

namespace kenkod::cli {
namespace {

constexpr const char* kExitStatus = tr_later(
    "Exit status: 0 done; 1 failed; 2 wrong usage; 3 not authorized; 4 wrong answer or PIN, or locked; 5 a "
    "document "
    "was refused; "
    "6 nothing to show; 7 cancelled or nobody to ask; 8 terms or question not ready; 9 try later; 10 vault "
    "damaged, key "
    "missing or no space; 11 card or reader cannot be used; 12 マイナポータル not available now; 13 only "
    "some "
    "kinds fetched; 130 interrupted.");

void add_global_options(CLI::App& app, CommandLine& line) {
  app.add_option("--answer-fd", line.answer_fd,
                 tr("Read answers from this file descriptor, one per line, instead of asking"))
      ->check(CLI::NonNegativeNumber)
      ->type_name("N");
  app.add_flag("--yes", line.yes, tr("Do not ask for confirmation"));
  app.add_flag("--recovery", line.recovery, tr("Open with the recovery key and the answer"));
  auto* none = app.add_flag("--no-recovery-key", line.no_recovery_key, tr("Make no recovery key at set-up"));
  auto* file = app.add_option("--recovery-key-file", line.recovery_key.file,
                              tr("Write the new recovery key to this new file instead of showing it"))
                   ->type_name("FILE");
  auto* fd = app.add_option("--recovery-key-fd", line.recovery_key.fd,
                            tr("Write the new recovery key to this file descriptor"))
                 ->check(CLI::NonNegativeNumber)
                 ->type_name("N");
  none->excludes(file)->excludes(fd);
  file->excludes(fd);
}

void add_question(CLI::App& app, CommandLine& line) {
  CLI::App* question =
      app.add_subcommand("question", tr("Set or change the secret question"))->group(tr("Subcommands"));
  question->require_subcommand(1);
  question->add_subcommand("set", tr("Set the secret question for the first time"))->callback([&line] {
    line.command = "question set";
  });
  question->add_subcommand("change", tr("Change the secret question; asks the old answer"))
      ->group(tr("Subcommands"))
      ->callback([&line] { line.command = "question change"; });
}

void add_principal(CLI::App& command, CommandLine& line) {
  command
      .add_option("--principal", line.principal,
                  tr("Of somebody you act for (代理人): name or id, as kenkoctl principals tells them"))
      ->type_name("WHO");
}

void add_show(CLI::App& app, CommandLine& line) {
  CLI::App* show = app.add_subcommand("show", tr("Show records"))->group(tr("Subcommands"));
  show->require_subcommand(1);
  const auto kind = [&](const char* name, const char* words) {
    CLI::App* command = show->add_subcommand(name, tr(words))->group(tr("Subcommands"));
    command->add_option("--format", line.format, tr("table, jsonl or csv"))
        ->check(CLI::IsMember({"table", "jsonl", "csv"}))
        ->type_name("FORMAT");
    command->add_option("--from", line.from, tr("First day, YYYY-MM-DD"))->type_name("DAY");
    command->add_option("--to", line.to, tr("Last day, YYYY-MM-DD"))->type_name("DAY");
    command->add_option("--document", line.document, tr("Only this document"))->type_name("ID");
    command->add_flag("--superseded", line.superseded, tr("Also what newer revisions replaced"));
    add_principal(*command, line);
    command->callback([&line, name] { line.command = fmt::format("show {}", name); });
    return command;
  };
  kind("checkup", tr_later("Check-up results"))
      ->add_option("--code", line.code, tr("Only this item code"))
      ->type_name("CODE");
  kind("medication", tr_later("Medication history"));
  kind("expense", tr_later("Medical expense notices"));
}

void add_card(CLI::App& app, CommandLine& line) {
  const auto add_reader = [&line](CLI::App& command) {
    command.add_option("--reader", line.reader, tr("Only this reader, as kenkoctl readers names it"))
        ->type_name("NAME");
  };
  CLI::App* card = app.add_subcommand("card", tr("Tell the state of the My Number card; needs no PIN"))
                       ->group(tr("Subcommands"));
  add_reader(*card);
  card->require_subcommand(0, 1);
  card->callback([&line] {
    if (line.command.empty()) line.command = "card";
  });
  CLI::App* test = card->add_subcommand("test", tr("Try out reader, card and PIN: have the card sign a test"))
                       ->group(tr("Subcommands"));
  add_reader(*test);
  test->add_option("--text", line.text_file, tr("Write what was signed to this new file"))->type_name("FILE");
  test->add_option("--signature", line.signature_file, tr("Write the signature to this new file"))
      ->type_name("FILE");
  test->add_flag("--force", line.force, tr("Replace an existing file"));
  test->callback([&line] { line.command = "card test"; });
}

void add_link(CLI::App& app, CommandLine& line) {
  CLI::App* link = app.add_subcommand("link", tr("Link with マイナポータル and fetch what it has now"))
                       ->group(tr("Subcommands"));
  auto* card = link->add_flag_callback(
      "--card", [&line] { line.flow = "card"; }, tr("Log in with the card reader of this computer"));
  auto* browser =
      link->add_flag_callback("--browser", [&line] { line.flow = "browser"; }, tr("Log in with the browser"));
  card->excludes(browser);
  link->add_option("--reader", line.reader, tr("Only this reader, as kenkoctl readers names it"))
      ->type_name("NAME")
      ->excludes(browser);
  link->add_option("--kind", line.kinds,
                   tr("Only this kind: checkup, medication or expense; may be given several times"))
      ->check(CLI::IsMember({"checkup", "medication", "expense"}))
      ->take_all()
      ->allow_extra_args(false)
      ->type_name("KIND");
  add_principal(*link, line);
  link->add_flag("--anyway", line.anyway, tr("Also outside of the hours of service"));
  link->callback([&line] { line.command = "link"; });
  CLI::App* unlink =
      app.add_subcommand("unlink", tr("End the link; what was fetched stays"))->group(tr("Subcommands"));
  unlink->add_flag("--forget", line.forget,
                   tr("Without the answer: マイナポータル is not told, the link ends with its term"));
  unlink->callback([&line] { line.command = "unlink"; });
  CLI::App* history =
      app.add_subcommand("history", tr("List what was fetched when"))->group(tr("Subcommands"));
  history->add_option("--format", line.format, tr("text, json or csv"))
      ->check(CLI::IsMember({"text", "json", "csv"}))
      ->type_name("FORMAT");
  add_principal(*history, line);
  history->callback([&line] { line.command = "history"; });
  app.add_subcommand("principals", tr("List the people you act for (代理人)"))
      ->group(tr("Subcommands"))
      ->callback([&line] { line.command = "principals"; });
}

void add_commands(CLI::App& app, CommandLine& line) {
  const auto simple = [&](const char* name, const char* words) {
    CLI::App* command = app.add_subcommand(name, tr(words))->group(tr("Subcommands"));
    command->callback([&line, name] { line.command = name; });
    return command;
  };
  simple("status", tr_later("Tell what is set up"));
  CLI::App* terms = simple("terms", tr_later("Show, accept or withdraw from the terms of use"));
  auto* accept = terms->add_flag("--accept", line.accept, tr("Accept the terms"));
  terms->add_flag("--withdraw", line.withdraw, tr("Take the consent back"))->excludes(accept);
  add_question(app, line);
  add_link(app, line);
  CLI::App* import =
      simple("import", tr_later("Import files and folders (at most 10 MB a file); - is standard input"));
  import->add_option("FILE", line.files, tr("Files and folders to import"))->required()->type_name("");
  import->add_flag("--check", line.check, tr("Only tell what would happen; store nothing"));
  add_show(app, line);
  CLI::App* trend = simple("trend", tr_later("Draw how a check-up item went, as text"));
  trend->add_option("ITEM", line.item, tr("Item code, series key, or part of a Japanese or English name"))
      ->required()
      ->type_name("");
  trend->add_option("--from", line.from, tr("First day, YYYY-MM-DD"))->type_name("DAY");
  trend->add_option("--to", line.to, tr("Last day, YYYY-MM-DD"))->type_name("DAY");
  add_principal(*trend, line);
  CLI::App* target =
      simple("export", tr_later("Write all data to one file, not encrypted; - is standard output"));
  target->add_option("FILE", line.files, tr("File to write"))->required()->expected(1)->type_name("");
  target->add_flag("--force", line.force, tr("Replace an existing file"));
  add_principal(*target, line);
  simple("lock", tr_later("End every open session"));
  CLI::App* purge = simple("purge", tr_later("Delete everything, or what was fetched"));
  auto* fetched = purge->add_flag("--fetched", line.fetched,
                                  tr("Only what was fetched from マイナポータル; shows it first"));
  add_principal(*purge, line);
  purge->get_option("--principal")->needs(fetched);
  simple("readers", tr_later("List the card readers and what state they are in"));
  add_card(app, line);
  simple("agent", tr_later("Stay and ask on this terminal for other programs"));
}

void translate_labels(CLI::App& app) {
  const auto formatter = std::make_shared<CLI::Formatter>();
  for (const char* label : {tr_later("Usage"), tr_later("OPTIONS"), tr_later("SUBCOMMAND"),
                            tr_later("Positionals"), tr_later("REQUIRED")})
    formatter->label(label, tr(label));
  formatter->column_width(32);
  app.formatter(formatter);
  // Groups are named where they are made; subcommands take this over.
  app.option_defaults()->group(tr("Options"));
}

// The inherited help flags keep the group they were born with.
void name_help_groups(CLI::App& app) {
  app.get_help_ptr()->group(tr("Options"));
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) name_help_groups(*command);
}

}  // namespace

Parsed parse_command_line(int argc, const char* const* argv) {
  Parsed parsed;
  CLI::App app(tr("Your health records on this computer"), "kenkoctl");
  translate_labels(app);
  app.set_help_flag("-h,--help", tr("Print this help and exit"));
  app.set_version_flag("--version", "kenkoctl " KENKOD_VERSION, tr("Print the version and exit"));
  app.fallthrough();
  app.require_subcommand(1);
  app.footer(fmt::format("{}\n\n{}", tr(kExitStatus), lost_card_words()));
  add_global_options(app, parsed.line);
  add_commands(app, parsed.line);
  name_help_groups(app);
  try {
    app.parse(argc, argv);
    parsed.run = true;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {
      app.exit(error);
      return parsed;
    }
    fmt::print(stderr, "kenkoctl: {}\n{}\n", error.what(), tr("Try: kenkoctl --help"));
    parsed.exit = ExitCode::usage;
  }
  return parsed;
}

}  // namespace kenkod::cli
