#include "jobs/sealed_copy.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <functional>
#include <string>
#include <thread>

#include "common/error.hpp"
#include "jobs/export_format.hpp"

namespace kenkod::jobs {
namespace {

using namespace std::chrono_literals;

ErrorCode code_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.code();
  }
  return ErrorCode::Failed;
}

Fd file_with(std::string_view text) {
  Fd fd(memfd_create("input", MFD_CLOEXEC));
  EXPECT_EQ(write(fd.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  return fd;
}

Fd file_of_size(std::uint64_t size, std::string_view head = "x") {
  Fd fd = file_with(head);
  EXPECT_EQ(ftruncate(fd.get(), static_cast<off_t>(size)), 0);
  return fd;
}

std::string text_of(const SealedCopy& copy) { return {copy.bytes.begin(), copy.bytes.end()}; }

struct Pipe {
  Fd read_end, write_end;
  Pipe() {
    int ends[2];
    EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
    read_end.reset(ends[0]);
    write_end.reset(ends[1]);
  }
};

TEST(SealedCopy, ReadsAFileFromItsStartAndSealsIt) {
  const Fd file = file_with("abc");
  lseek(file.get(), 2, SEEK_SET);
  SealedCopy copy = sealed_copy(file.get(), -1);
  copy.hash();
  EXPECT_EQ(text_of(copy), "abc");
  EXPECT_EQ(copy.size, 3U);
  EXPECT_EQ(copy.sha256[0], 0xBA);  // SHA-256 of "abc" begins ba7816bf
  EXPECT_EQ(copy.sha256[1], 0x78);
  EXPECT_FALSE(copy.own_export);
  const int seals = fcntl(copy.memfd.get(), F_GET_SEALS);
  EXPECT_EQ(seals & 0xF, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
  EXPECT_NE(fcntl(copy.memfd.get(), F_GETFD) & FD_CLOEXEC, 0);
  EXPECT_LT(pwrite(copy.memfd.get(), "x", 1, 0), 0);
  EXPECT_EQ(pwrite(file.get(), "X", 1, 0), 1);
  EXPECT_EQ(text_of(copy), "abc") << "the caller's file is no longer ours";
}

TEST(SealedCopy, MovesKeepTheMapping) {
  SealedCopy first = sealed_copy(file_with("abc").get(), -1);
  SealedCopy second = std::move(first);
  EXPECT_EQ(text_of(second), "abc");
  SealedCopy third;
  third = std::move(second);
  EXPECT_EQ(text_of(third), "abc");
}

TEST(SealedCopy, Limits) {
  EXPECT_EQ(sealed_copy(file_of_size(kMaxDocumentBytes).get(), -1).size, kMaxDocumentBytes);
  EXPECT_EQ(code_of([] { (void)sealed_copy(file_of_size(kMaxDocumentBytes + 1).get(), -1); }),
            ErrorCode::TooLarge);
  EXPECT_EQ(code_of([] { (void)sealed_copy(file_of_size(1ULL << 40).get(), -1); }), ErrorCode::TooLarge)
      << "sparse";
  const SealedCopy exported = sealed_copy(file_of_size(kMaxDocumentBytes + 1, kExportPrefix).get(), -1);
  EXPECT_TRUE(exported.own_export);
  EXPECT_EQ(code_of([] { (void)sealed_copy(file_with("").get(), -1); }), ErrorCode::BadDocument);
  const std::vector<std::uint8_t> large(kMaxDocumentBytes + 1);
  EXPECT_EQ(code_of([&] { (void)sealed_copy(large); }), ErrorCode::TooLarge);
}

TEST(SealedCopy, WhatIsNoFile) {
  const auto invalid = [](int fd) {
    return code_of([&] { (void)sealed_copy(fd, -1); }) == ErrorCode::InvalidArgument;
  };
  EXPECT_TRUE(invalid(-1));
  EXPECT_TRUE(invalid(100'000));
  EXPECT_TRUE(invalid(Fd(open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)).get()));
  EXPECT_TRUE(invalid(Fd(open("/dev/zero", O_RDONLY | O_CLOEXEC)).get()));
  EXPECT_TRUE(invalid(Fd(open("/proc/self/exe", O_PATH | O_CLOEXEC)).get()));
  int sockets[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets), 0);
  const Fd one(sockets[0]), other(sockets[1]);
  EXPECT_TRUE(invalid(one.get()));
  const Pipe pipe;
  EXPECT_TRUE(invalid(pipe.write_end.get()));
}

TEST(SealedCopy, AFileThatGrowsWhileItIsReadEndsAtTheLimit) {
  const Fd file = file_of_size(1);
  std::jthread writer([&](const std::stop_token& stop) {
    const std::string piece(1 << 20, 'x');
    while (!stop.stop_requested())
      if (lseek(file.get(), 0, SEEK_END) > (64 << 20) || write(file.get(), piece.data(), piece.size()) <= 0)
        return;
  });
  try {
    EXPECT_LE(sealed_copy(file.get(), -1).size, kMaxDocumentBytes);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::TooLarge);
  }
}

TEST(SealedCopy, PipesAsTheyCome) {
  Pipe pipe;
  std::jthread writer([&] {
    for (const std::string_view piece : {"ab", "c"})
      EXPECT_GT(write(pipe.write_end.get(), piece.data(), piece.size()), 0);
    pipe.write_end.reset();
  });
  EXPECT_EQ(text_of(sealed_copy(pipe.read_end.get(), -1)), "abc");
}

TEST(SealedCopy, APipeThatNeverEnds) {
  const Pipe silent;
  EXPECT_EQ(code_of([&] { (void)sealed_copy(silent.read_end.get(), -1, {30ms, 10s}); }),
            ErrorCode::BadDocument);
  Pipe slow;
  std::jthread writer([&](const std::stop_token& stop) {
    fcntl(slow.write_end.get(), F_SETFL, O_NONBLOCK);
    while (!stop.stop_requested()) (void)!write(slow.write_end.get(), "x", 1);
  });
  EXPECT_NE(code_of([&] { (void)sealed_copy(slow.read_end.get(), -1, {10s, 100ms}); }), ErrorCode::Failed);
}

TEST(SealedCopy, APipeOfTooMuch) {
  Pipe pipe;
  std::jthread writer([&] {
    fcntl(pipe.write_end.get(), F_SETFL, 0);
    const std::string piece(1 << 16, 'x');
    std::uint64_t left = kMaxDocumentBytes + 1;
    while (left > 0) {
      const ssize_t done =
          write(pipe.write_end.get(), piece.data(), std::min<std::uint64_t>(left, piece.size()));
      if (done <= 0) return;
      left -= static_cast<std::uint64_t>(done);
    }
    pipe.write_end.reset();
  });
  EXPECT_EQ(code_of([&] { (void)sealed_copy(pipe.read_end.get(), -1); }), ErrorCode::TooLarge);
}

TEST(SealedCopy, Cancelled) {
  const Fd cancel(eventfd(1, EFD_CLOEXEC));
  const Pipe pipe;
  EXPECT_EQ(code_of([&] { (void)sealed_copy(pipe.read_end.get(), cancel.get()); }), ErrorCode::Cancelled);
  EXPECT_EQ(code_of([&] { (void)sealed_copy(file_with("abc").get(), cancel.get()); }), ErrorCode::Cancelled);
}

}  // namespace
}  // namespace kenkod::jobs
