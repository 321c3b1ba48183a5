// kenko-sim-card: a simulated My Number card for vpcd (package vsmartcard-vpcd), told over a socket what it
// is and what goes wrong with it; see HACKING.md.
#include <getopt.h>
#include <sys/stat.h>

#include <charconv>
#include <cstring>
#include <iostream>

#include "control.hpp"

namespace {

using kenko_sim::Card;
using kenko_sim::Control;
using kenko_sim::InsertedCard;

struct Options {
  std::uint16_t port = 35963;
  std::string control, files;
  bool inserted = false, make_only = false;
};

[[noreturn]] void usage() {
  std::cerr << "usage: kenko-sim-card [--port N] --control SOCKET --files FOLDER [--inserted]\n"
               "       kenko-sim-card --files FOLDER --make-only\n";
  std::exit(2);
}

Options parse(int argc, char** argv) {
  static constexpr option names[] = {
      {"port", required_argument, nullptr, 'p'},  {"control", required_argument, nullptr, 'c'},
      {"files", required_argument, nullptr, 'f'}, {"inserted", no_argument, nullptr, 'i'},
      {"make-only", no_argument, nullptr, 'm'},   {}};
  Options options;
  for (int chosen = 0; (chosen = getopt_long(argc, argv, "", names, nullptr)) != -1;) {
    switch (chosen) {
      case 'p':
        if (const auto* end = optarg + std::strlen(optarg);
            std::from_chars(optarg, end, options.port).ptr != end)
          usage();
        break;
      case 'c':
        options.control = optarg;
        break;
      case 'f':
        options.files = optarg;
        break;
      case 'i':
        options.inserted = true;
        break;
      case 'm':
        options.make_only = true;
        break;
      default:
        usage();
    }
  }
  if (optind != argc || options.control.empty() != options.make_only || options.files.empty()) usage();
  return options;
}

int milliseconds_until(std::optional<InsertedCard::Clock::time_point> a,
                       std::optional<InsertedCard::Clock::time_point> b) {
  if (!a && !b) return -1;
  const auto first = std::min(a.value_or(InsertedCard::Clock::time_point::max()),
                              b.value_or(InsertedCard::Clock::time_point::max()));
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(first - InsertedCard::Clock::now()).count();
  return left < 0 ? 0 : static_cast<int>(left);
}

void run(const Options& options) {
  kenko_sim::CardFiles files(options.files);
  if (options.make_only) return;
  Card card(files);
  InsertedCard inserted(card, options.port);
  if (options.inserted) inserted.insert();
  Control control(options.control);
  std::cout << "ready" << std::endl;
  do {
    inserted.proceed();
    std::vector<pollfd> waiting{{inserted.fd(), POLLIN, 0}};
    control.add_to(waiting);
    poll(waiting.data(), waiting.size(), milliseconds_until(inserted.due(), control.due()));
    if (waiting[0].revents != 0) inserted.readable();
    inserted.proceed();
  } while (control.proceed(card, inserted));
}

}  // namespace

int main(int argc, char** argv) {
  umask(022);
  const Options options = parse(argc, argv);
  try {
    run(options);
  } catch (const std::exception& e) {
    std::cerr << "kenko-sim-card: " << e.what() << '\n';
    return 1;
  }
}
