// kenkod-parse: one document in on descriptor 0 (a sealed memfd), frames out on descriptor 1. Exec'd by
// kenkod for each document. Everything that needs the file system happens before the sandbox, and nothing of
// the document is read before the sandbox is closed.
#include <sodium.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <exception>
#include <iostream>
#include <new>
#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "common/frames.hpp"
#include "parse/document.hpp"
#include "parse/export_reader.hpp"
#include "parse/refusal.hpp"
#include "parse/sandbox.hpp"

namespace {

using namespace kenkod;

constexpr std::size_t kFlushAt = 256 * 1024;

struct Arguments {
  const char* data = KENKOD_DATA_DIRECTORY;
  const char* layouts = KENKOD_LAYOUTS_DIRECTORY;
  bool exported = false, list_layouts = false;
};

Arguments arguments(std::span<char*> given) {
  Arguments found;
  for (std::size_t i = 1; i < given.size(); ++i) {
    const std::string_view one = given[i];
    if (one == "--export") {
      found.exported = true;
    } else if (one == "--data" && i + 1 < given.size()) {
      found.data = given[++i];
    } else if (one == "--layouts" && i + 1 < given.size()) {
      found.layouts = given[++i];
    } else if (one == "--list-layouts") {
      found.list_layouts = true;
    } else {
      throw std::runtime_error("unknown argument");
    }
  }
  return found;
}

// For the administrator who installs a description: is it in use, and if not, why.
int list_layouts(const parse::InstalledTables& tables) {
  bool sound = true;
  for (const auto& [path, problem] : tables.expense_layouts.files()) {
    std::cout << path.string() << ": " << (problem.empty() ? "in use" : problem) << "\n";
    sound = sound && problem.empty();
  }
  return std::cout.flush() && sound ? 0 : 1;
}

// Mapping reads nothing yet.
std::span<const std::uint8_t> map_document() {
  struct stat status{};
  if (fstat(STDIN_FILENO, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size <= 0)
    throw std::runtime_error("no document");
  const auto size = static_cast<std::size_t>(status.st_size);
  void* const memory = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  return {static_cast<const std::uint8_t*>(memory), size};
}

class Output {
 public:
  FrameWriter& frames() { return writer_; }
  void flush_when_full() {
    if (buffer_.size() >= kFlushAt) flush();
  }
  void flush() {
    std::span<const std::uint8_t> rest = buffer_;
    while (!rest.empty()) {
      const ssize_t written = write(STDOUT_FILENO, rest.data(), rest.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) _exit(1);  // nobody listens any more
      rest = rest.subspan(static_cast<std::size_t>(written));
    }
    buffer_.clear();
  }

 private:
  std::vector<std::uint8_t> buffer_;
  FrameWriter writer_{buffer_};
};

void answer(std::span<const std::uint8_t> document, const parse::InstalledTables& tables,
            const parse::Cp932& cp932, Output& output) {
  // Never destroyed: to free every text of a large document takes time, and the process ends here anyway.
  static parse::ReadDocument read = parse::read_document(document, tables, cp932);
  output.frames().facts(read.parsed().facts);
  read.for_each_record([&](const auto& record) {
    output.frames().item(record);
    output.flush_when_full();
  });
}

void answer_export(std::span<const std::uint8_t> document, Output& output) {
  const std::string_view text(reinterpret_cast<const char*>(document.data()), document.size());
  parse::read_export(text, [&](const parse::ExportEntry& entry) {
    output.frames().exported({entry.origin, entry.stored_at, entry.bytes});
    output.flush();
  });
}

// Exit status when the set-up failed, before any byte was read: the installation is at fault, not the
// document.
constexpr int kSetUpFailed = 3;
bool set_up = false;

int run(std::span<char*> given) {
  parse::forbid_dumping();
  if (sodium_init() < 0) return kSetUpFailed;
  const Arguments chosen = arguments(given);
  const parse::InstalledTables tables =
      chosen.exported ? parse::InstalledTables{} : parse::InstalledTables::load(chosen.data, chosen.layouts);
  if (chosen.list_layouts) return list_layouts(tables);
  const parse::Cp932 cp932;
  const std::span<const std::uint8_t> document = map_document();
  parse::enter_sandbox();
  set_up = true;

  Output output;
  try {
    if (chosen.exported) {
      answer_export(document, output);
    } else {
      answer(document, tables, cp932, output);
    }
    output.frames().end();
  } catch (const parse::Refused& refused) {
    const parse::Refusal& why = refused.refusal();
    output.frames().refusal({static_cast<std::uint8_t>(why.reason), static_cast<std::uint8_t>(why.layout),
                             static_cast<std::uint8_t>(why.element), why.line, why.column});
  }
  output.flush();
  _exit(0);  // no destructors, no exit handlers: they need calls the sandbox forbids
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(std::span(argv, static_cast<std::size_t>(argc)));
  } catch (...) {
    _exit(set_up ? 1 : kSetUpFailed);  // the parent finds the words; standard error goes nowhere
  }
}
