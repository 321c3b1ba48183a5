// The parent of kenkod-parse: the real child, and one that lies.
#include "jobs/parser_child.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <future>
#include <thread>

#include "common/error.hpp"
#include "jobs/export_format.hpp"
#include "tests/unit/parse_support.hpp"

namespace kenkod::jobs {
namespace {

using namespace std::chrono_literals;
using test::bytes_of;
using test::sample;

ParserLimits limits(const char* program = KENKOD_PARSE) {
  ParserLimits limits;
  limits.program = program;
  limits.data = std::string(KENKOD_SOURCE_ROOT) + "/data";
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  limits.address_space = 0;
#endif
  return limits;
}

ParserLimits lying() {
  ParserLimits liar = limits(KENKOD_LYING_PARSER);
  liar.data.clear();
  return liar;
}

ParsedDocument parsed_in_child(SealedCopy copy, const ParserLimits& limits, int cancel_fd) {
  return parse_in_child(copy, limits, cancel_fd);
}

struct Failure {
  ErrorCode code = ErrorCode::Failed;
  std::string text = "nothing was thrown";
};

Failure failure(std::string_view document, const ParserLimits& limits, int cancel_fd = -1) {
  try {
    (void)parsed_in_child(sealed_copy(bytes_of(document)), limits, cancel_fd);
  } catch (const Error& error) {
    return {error.code(), error.text()};
  }
  return {};
}

TEST(ParserChild, GivesWhatTheParserGives) {
  for (const char* name :
       {"tokutei-2011.xml", "tokutei-2019.xml", "tokutei-2019-sjis.xml", "tokutei-2024.xml"}) {
    const std::string text = sample(name);
    EXPECT_EQ(parsed_in_child(sealed_copy(bytes_of(text)), limits(), -1), test::parsed(text)) << name;
  }
}

TEST(ParserChild, SaysWhyWithWordsOfItsOwn) {
  const Failure fhir = failure(R"({"resourceType":"Patient"})", limits());
  EXPECT_EQ(fhir.code, ErrorCode::NotSupported);
  EXPECT_TRUE(fhir.text.ends_with("layout=fhir-resource")) << fhir.text;
  const Failure broken =
      failure("<?xml version=\"1.0\"?>\n<ClinicalDocument xmlns=\"urn:hl7-org:v3\">\n<code>", limits());
  EXPECT_EQ(broken.code, ErrorCode::BadDocument);
  EXPECT_TRUE(broken.text.ends_with("line=3 element=code")) << broken.text;
  EXPECT_EQ(
      failure("<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>123456789018</title></ClinicalDocument>",
              limits())
          .code,
      ErrorCode::PersonalNumberFound);
}

TEST(ParserChild, AFutureExaminationIsRefusedHere) {
  test::Cda cda;
  cda.event =
      R"(<documentationOf><serviceEvent><effectiveTime value="29990101"/></serviceEvent></documentationOf>)";
  cda.entries = test::entry(R"(<code code="9N006000000000001"/><value xsi:type="PQ" value="60" unit="kg"/>)");
  EXPECT_NE(failure(cda.text(), limits()).text.find("field=date"), std::string::npos);
}

TEST(ParserChild, DeathsAndLiesAreBadDocuments) {
  for (const char* word :
       {"crash ", "nothing ", "half ", "overlong ", "flood ", "reason ", "date ", "control "}) {
    const Failure found = failure(word, lying());
    EXPECT_EQ(found.code, ErrorCode::BadDocument) << word << found.text;
  }
  EXPECT_EQ(failure("number ", lying()).code, ErrorCode::PersonalNumberFound);
}

TEST(ParserChild, ABrokenInstallationIsNotTheDocumentsFault) {
  EXPECT_EQ(failure("setup ", lying()).code, ErrorCode::Failed);
  EXPECT_NE(failure("setup ", lying()).text, "nothing was thrown");
  EXPECT_EQ(failure("x", limits("/nonexistent/kenkod-parse")).code, ErrorCode::Failed);
  ParserLimits no_tables = limits();
  no_tables.data = "/nonexistent";
  EXPECT_NE(failure("x", no_tables).text.find("not installed"), std::string::npos);
}

TEST(ParserChild, HasNothingButWhatItNeeds) {
  const ParsedDocument answer = parsed_in_child(sealed_copy(bytes_of("surroundings ")), lying(), -1);
  EXPECT_EQ(answer.checkup.at(0).value, "as promised");
}

TEST(ParserChild, WallTimeEndsIt) {
  ParserLimits short_time = lying();
  short_time.wall_time = 50ms;
  for (const char* word : {"wait ", "close "})
    EXPECT_EQ(failure(word, short_time).code, ErrorCode::BadDocument) << word;
}

// Whether the child whose pidfd this is has been killed and reaped: the pidfd is readable and waiting finds
// nothing.
bool gone(int pidfd) {
  pollfd one{pidfd, POLLIN, 0};
  if (poll(&one, 1, 10'000) != 1) return false;
  siginfo_t info{};
  return waitid(P_PIDFD, static_cast<id_t>(pidfd), &info, WEXITED | WNOHANG | WNOWAIT) != 0 &&
         errno == ECHILD;
}

TEST(ParserChild, StoppedChildIsCancelledAndReaped) {
  const Fd cancel(eventfd(0, EFD_CLOEXEC));
  ParserLimits stopping = lying();
  Fd pidfd;
  stopping.started = [&](pid_t pid) {
    pidfd.reset(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
    kill(pid, SIGSTOP);
    siginfo_t info{};
    waitid(P_PID, static_cast<id_t>(pid), &info, WSTOPPED | WNOWAIT);
    eventfd_write(cancel.get(), 1);
  };
  EXPECT_EQ(failure("wait ", stopping, cancel.get()).code, ErrorCode::Cancelled);
  EXPECT_TRUE(gone(pidfd.get()));
}

TEST(ParserChild, KilledChildIsABadDocument) {
  ParserLimits killing = lying();
  killing.started = [](pid_t pid) { kill(pid, SIGKILL); };
  EXPECT_EQ(failure("wait ", killing).code, ErrorCode::BadDocument);
}

TEST(ParserChild, TheRealChildReadsNothingAfterTheSandboxButItsDocument) {
  // It cannot be inspected by others, and a stopped one is killed like any other.
  ParserLimits stopping = limits();
  stopping.wall_time = 200ms;
  stopping.started = [](pid_t pid) { kill(pid, SIGSTOP); };
  EXPECT_EQ(failure(sample("tokutei-2024.xml"), stopping).code, ErrorCode::BadDocument);
}

std::string hex(std::span<const std::uint8_t> bytes) {
  std::string out;
  for (const std::uint8_t byte : bytes) out += fmt::format("{:02x}", byte);
  return out;
}

vault::DocumentInfo info_of(std::string_view bytes) {
  vault::DocumentInfo info;
  SealedCopy copy = sealed_copy(bytes_of(bytes));
  copy.hash();
  info.sha256 = hex(copy.sha256);
  info.facts.layout = "tokutei-cda";
  info.facts.date = "2024-05-20";
  info.facts.facility = "見本 \"<&>\" 健診";
  info.stored_at = 1'718'000'000;
  return info;
}

std::vector<std::pair<ExportedDocument, std::string>> read_back(std::string_view exported) {
  const Fd file(memfd_create("export", MFD_CLOEXEC));
  EXPECT_EQ(write(file.get(), exported.data(), exported.size()), static_cast<ssize_t>(exported.size()));
  const SealedCopy copy = sealed_copy(file.get(), -1);
  EXPECT_TRUE(copy.own_export);
  std::vector<std::pair<ExportedDocument, std::string>> found;
  read_export_in_child(copy, limits(), -1, [&](const ExportedDocument& one) {
    found.emplace_back(one, std::string(one.bytes.begin(), one.bytes.end()));
  });
  return found;
}

std::string exported(const std::vector<std::pair<vault::DocumentInfo, std::string>>& documents) {
  std::string out;
  ExportWriter writer([&](std::string_view piece) { out.append(piece); }, 1'720'000'000);
  for (const auto& [info, bytes] : documents) writer.document(info, bytes_of(bytes));
  writer.finish();
  return out;
}

TEST(Export, ComesBackByteForByte) {
  std::string binary;
  for (int i = 0; i < 300'000; ++i) binary.push_back(static_cast<char>(i * 7));
  vault::DocumentInfo first = info_of(sample("tokutei-2024.xml")), second = info_of(binary);
  first.origin = Origin::portal;
  second.stated_origin = "portal";
  second.stated_at = 1'600'000'000;
  const std::string text = exported({{first, sample("tokutei-2024.xml")}, {second, binary}});
  EXPECT_TRUE(text.starts_with(kExportPrefix));
  const auto back = read_back(text);
  ASSERT_EQ(back.size(), 2U);
  EXPECT_EQ(back[0].second, sample("tokutei-2024.xml"));
  EXPECT_EQ(back[0].first.origin, "portal");
  EXPECT_EQ(back[0].first.stored_at, 1'718'000'000);
  EXPECT_EQ(back[1].second, binary);
  EXPECT_EQ(back[1].first.origin, "portal") << "what the first export stated is kept";
  EXPECT_EQ(back[1].first.stored_at, 1'600'000'000);
  EXPECT_TRUE(read_back(exported({})).empty());
}

TEST(Export, DamageIsNoticed) {
  const std::string text = exported({{info_of("abc"), "abc"}});
  const auto refused = [&](std::string broken) {
    try {
      (void)read_back(broken);
    } catch (const Error& error) {
      return error.code() == ErrorCode::BadDocument;
    }
    return false;
  };
  const auto replaced = [&](std::string_view from, std::string_view to) {
    std::string broken = text;
    broken.replace(broken.find(from), from.size(), to);
    return broken;
  };
  for (const auto* other : {"YWJk", "YW%j"}) {  // other bytes, not base64
    const auto back = read_back(replaced("YWJj", other));
    ASSERT_EQ(back.size(), 1U);
    EXPECT_EQ(back[0].second, "") << "a damaged document comes without bytes";
  }
  EXPECT_TRUE(refused(replaced("origin=\"import\"", "origin=\"x\"")));
  EXPECT_TRUE(refused(replaced("stored-at=\"1718000000\"", "stored-at=\"-5\"")));
  EXPECT_TRUE(refused(replaced("<document", "<x")));
  EXPECT_TRUE(refused(replaced("</kenkodExport>", "")));
  EXPECT_TRUE(refused(replaced(" created-at", " ><!DOCTYPE x><y")));
}

TEST(Export, InsideAnotherImportIsNotSupported) {
  EXPECT_TRUE(failure(exported({}), limits()).text.ends_with("layout=kenkod-export"));
}

TEST(ParserChild, ManyAtOnce) {
  const std::string text = sample("tokutei-2024.xml");
  const ParsedDocument expected = test::parsed(text);
  std::vector<std::future<bool>> running;
  for (int i = 0; i < 8; ++i)
    running.push_back(std::async(std::launch::async, [&] {
      return parsed_in_child(sealed_copy(bytes_of(text)), limits(), -1) == expected;
    }));
  for (auto& one : running) EXPECT_TRUE(one.get());
}

}  // namespace
}  // namespace kenkod::jobs
