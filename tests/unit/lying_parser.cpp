// Stands in for kenkod-parse in the tests of its parent: does what the first word of the document says.
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/frames.hpp"

namespace {

void put(const std::vector<std::uint8_t>& bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t written = write(1, bytes.data() + done, bytes.size() - done);
    if (written <= 0) _exit(9);
    done += static_cast<std::size_t>(written);
  }
}

void forged(const char* date, const char* value) {
  std::vector<std::uint8_t> out;
  kenkod::FrameWriter writer(out);
  kenkod::DocumentFacts facts;
  facts.layout = "tokutei-cda";
  facts.date = date;
  writer.facts(facts);
  kenkod::CheckupItem item;
  item.code = "9N001000000000001";
  item.value = value;
  writer.item(item);
  writer.end();
  put(out);
}

// What the parent promises about the child's surroundings, as one answer.
void surroundings() {
  std::string found;
  for (int fd = 3; fd < 1024; ++fd)
    if (fcntl(fd, F_GETFD) >= 0) found += "fd ";
  rlimit limit{};
  getrlimit(RLIMIT_CORE, &limit);
  if (limit.rlim_max != 0) found += "core ";
  getrlimit(RLIMIT_FSIZE, &limit);
  if (limit.rlim_max != 0) found += "fsize ";
  getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_max > 64) found += "nofile ";
  getrlimit(RLIMIT_CPU, &limit);
  if (limit.rlim_max == RLIM_INFINITY) found += "cpu ";
  int signal = 0;
  prctl(PR_GET_PDEATHSIG, &signal);
  if (signal != SIGKILL) found += "pdeathsig ";
  if (environ != nullptr && *environ != nullptr) found += "environment ";
  forged("2024-05-20", found.empty() ? "as promised" : found.c_str());
}

}  // namespace

int main() {
  std::array<char, 64> head{};
  const ssize_t size = pread(0, head.data(), head.size(), 0);
  const std::string_view text(head.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  const std::string_view word = text.substr(0, text.find(' '));
  if (word == "wait") {
    for (;;) pause();
  } else if (word == "close") {
    close(1);
    for (;;) pause();
  } else if (word == "crash") {
    raise(SIGSEGV);
  } else if (word == "nothing") {
    return 0;
  } else if (word == "half") {
    put({1, 10, 0, 0, 0, 1});
  } else if (word == "overlong") {
    put({1, 0xFF, 0xFF, 0xFF, 0x7F});
    for (;;) pause();
  } else if (word == "flood") {
    std::vector<std::uint8_t> one;
    kenkod::FrameWriter(one).item(kenkod::CheckupItem{});
    for (;;) put(one);
  } else if (word == "setup") {
    return 3;
  } else if (word == "date") {
    forged("9999-01-01", "x");
  } else if (word == "number") {
    forged("2024-05-20", "1234-5678-9018");
  } else if (word == "control") {
    forged("2024-05-20", "\x1B[2J");
  } else if (word == "reason") {
    put({3, 7, 0, 0, 0, 200, 0, 0, 0, 0, 0, 0});
  } else if (word == "surroundings") {
    surroundings();
  }
  return 0;
}
