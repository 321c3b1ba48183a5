#include "jobs/parser_child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <utility>
#include <vector>

#include "common/error.hpp"
#include "common/frames.hpp"
#include "common/record_room.hpp"
#include "common/validate.hpp"
#include "jobs/child_process.hpp"
#include "parse/refusal.hpp"

namespace kenkod::jobs {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kSetUpFailed = 3;    // parse/main.cpp
constexpr int kCannotStart = 127;  // child_process.cpp
constexpr int kPipeBytes = 1 << 20;
constexpr std::size_t kReadBytes = 1 << 18;
constexpr std::uint64_t kMaxAnswer = 256ULL << 20;

[[noreturn]] void broken(std::string_view sentence) { throw Error(ErrorCode::BadDocument, sentence); }

[[noreturn]] void refused(const RefusalFrame& frame) {
  const parse::Refusal refusal{static_cast<parse::Reason>(frame.reason),
                               static_cast<parse::Layout>(frame.layout), frame.line, frame.column,
                               static_cast<parse::Element>(frame.element)};
  if (!known(refusal.reason) || !known(refusal.layout) || !known(refusal.element))
    broken("The parser did not answer in its own format.");
  throw parse::Refused(refusal);
}

struct Pipe {
  Fd read_end, write_end;
  Pipe() {
    std::array<int, 2> ends{-1, -1};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
      throw Error(ErrorCode::Failed, "The parser could not be started.");
    read_end.reset(ends[0]);
    write_end.reset(ends[1]);
    fcntl(ends[0], F_SETPIPE_SZ, kPipeBytes);  // faster; refused beyond the user's limit, no matter
  }
};

// Until the child has closed the pipe: waits for its bytes, its end, the deadline and the cancellation.
void read_answer(int pipe, const ChildProcess& child, SteadyClock::time_point& deadline, int cancel_fd,
                 FrameReader& reader) {
  std::vector<std::uint8_t> piece(kReadBytes);
  std::uint64_t total = 0;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now()).count();
    if (left <= 0) broken("The file took too long to read.");
    std::array<pollfd, 3> waiting{{{pipe, POLLIN, 0}, {cancel_fd, POLLIN, 0}, {child.pidfd(), POLLIN, 0}}};
    const int ready = poll(waiting.data(), waiting.size(), static_cast<int>(left));
    if (ready < 0 && errno != EINTR) throw Error(ErrorCode::Failed, "Waiting for the parser failed.");
    if (ready <= 0) continue;
    if (waiting[1].revents != 0) throw Error(ErrorCode::Cancelled, "The import was cancelled.");
    if (waiting[0].revents == 0) return;  // ended, and the pipe is empty
    const ssize_t got = read(pipe, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Error(ErrorCode::Failed, "Waiting for the parser failed.");
    if (got == 0) return;
    const auto before = SteadyClock::now();
    total += static_cast<std::uint64_t>(got);
    if (total > kMaxAnswer + kMaxExportBytes) broken("The parser answered too much.");
    reader.feed(std::span(piece).first(static_cast<std::size_t>(got)));
    deadline += SteadyClock::now() - before;  // what is done with the answer is not the child's time
  }
}

// The pipe has closed without a whole answer. A child that closed it and lives on is killed by its owner.
[[noreturn]] void explain_end(ChildProcess& child, SteadyClock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now()).count();
  pollfd ended{child.pidfd(), POLLIN, 0};
  const bool over = poll(&ended, 1, static_cast<int>(std::max<std::int64_t>(left, 0))) > 0;
  const int status = over ? child.reap() : 0;
  if (status == kSetUpFailed || status == kCannotStart)
    throw Error(ErrorCode::Failed, "The parser is not installed properly.");
  broken("The parser ended before it had read the file.");
}

// `meanwhile`: done while the child reads the document.
void run(const SealedCopy& copy, const ParserLimits& limits, int cancel_fd, bool exported,
         FrameReader::Handler handler, const std::function<void()>& meanwhile) {
  ChildSetup setup;
  setup.arguments = {limits.program};
  if (exported) setup.arguments.emplace_back("--export");
  if (!limits.data.empty()) setup.arguments.insert(setup.arguments.end(), {"--data", limits.data});
  setup.address_space = limits.address_space;
  setup.cpu_time = std::chrono::ceil<std::chrono::seconds>(limits.wall_time);
  Pipe pipe;
  setup.input = copy.memfd.get();
  setup.output = pipe.write_end.get();
  auto deadline = SteadyClock::now() + limits.wall_time;
  ChildProcess child(setup);
  pipe.write_end.reset();
  if (limits.started) limits.started(child.pid());
  meanwhile();

  handler.refusal = refused;
  FrameReader reader(std::move(handler));
  read_answer(pipe.read_end.get(), child, deadline, cancel_fd, reader);
  if (!reader.complete()) explain_end(child, deadline);
}

std::string latest_date_now() { return latest_date(std::time(nullptr)); }

}  // namespace

ParsedDocument parse_in_child(SealedCopy& copy, const ParserLimits& limits, int cancel_fd) {
  ParsedDocument parsed;
  FrameReader::Handler handler;
  const std::string latest = latest_date_now();
  // Checked as they arrive, while the child still writes.
  bool described = false;
  handler.facts = [&](DocumentFacts&& facts) {
    validate(facts, latest);
    parsed.facts = std::move(facts);
    described = true;
    // An observation takes some 250 bytes of a file, a medicine twice as many; without room for all, they
    // would be moved again and again.
    const auto room = [&](std::size_t bytes) {
      return std::min<std::size_t>(copy.bytes.size() / bytes, kMaxItems);
    };
    if (parsed.facts.kind == Kind::checkup) reserve_records(parsed.checkup, room(250));
    if (parsed.facts.kind == Kind::medication) reserve_records(parsed.medication, room(500));
  };
  const auto of_kind = [&](Kind kind) {
    if (parsed.facts.kind != kind) broken("The parser gave records of another kind.");
  };
  handler.item = [&](CheckupItem&& item) {
    of_kind(Kind::checkup);
    validate(item, latest);
    parsed.checkup.push_back(std::move(item));
  };
  handler.medication = [&](MedicationItem&& item) {
    of_kind(Kind::medication);
    validate(item, latest);
    parsed.medication.push_back(std::move(item));
  };
  handler.expense = [&](ExpenseItem&& item) {
    of_kind(Kind::expense);
    validate(item, latest);
    parsed.expense.push_back(std::move(item));
  };
  run(copy, limits, cancel_fd, false, std::move(handler), [&copy] { copy.hash(); });
  if (!described) broken("The parser gave no document.");
  return parsed;
}

void read_export_in_child(const SealedCopy& copy, const ParserLimits& limits, int cancel_fd,
                          const std::function<void(const ExportedDocument&)>& each) {
  std::uint64_t total = 0;
  FrameReader::Handler handler;
  handler.exported = [&](const ExportedFrame& frame) {
    const auto origin = static_cast<Origin>(frame.origin);
    total += frame.bytes.size();
    // base64 is longer than what it holds
    if (!known(origin) || frame.stored_at < 0 || frame.bytes.size() > kMaxDocumentBytes || total > copy.size)
      broken("The parser gave a document that no export may hold.");
    each({std::string(to_name(origin)), frame.stored_at, frame.bytes});
  };
  run(copy, limits, cancel_fd, true, std::move(handler), [] {});
}

}  // namespace kenkod::jobs
