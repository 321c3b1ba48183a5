#include "vault/disk.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>

namespace kenkod::vault::disk {
namespace {

FaultHook& fault_hook() {
  static FaultHook hook;
  return hook;
}

[[noreturn]] void fail(int error) {
  if (error == ENOSPC || error == EDQUOT)
    throw Error(ErrorCode::StorageFull, "There is no room left on the disk.");
  throw Error(ErrorCode::Failed, "The vault could not be read or written.").with("errno", error);
}

void check(int result) {
  if (result < 0) fail(errno);
}

}  // namespace

void set_fault_hook(FaultHook hook) { fault_hook() = std::move(hook); }

void step(Step step, int fd, Bytes bytes) {
  if (!fault_hook()) return;
  if (const int error = fault_hook()(step, fd, bytes); error != 0) fail(error);
}

std::optional<Fd> find_directory(int at, const char* name) {
  Fd fd(::openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd) {
    if (errno == ENOENT) return std::nullopt;
    fail(errno);
  }
  return fd;
}

Fd open_directory(int at, const char* name) {
  auto fd = find_directory(at, name);
  if (!fd) fail(ENOENT);
  return std::move(*fd);
}

void make_directory(int at, const char* name) {
  step(Step::make_directory);
  check(::mkdirat(at, name, 0700));
}

Fd create(int at, const char* name) {
  remove(at, name);
  step(Step::create);
  Fd fd(::openat(at, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  check(fd.get());
  return fd;
}

std::optional<Fd> open_existing(int at, const char* name, int flags, std::string_view part) {
  // Not blocking: a fifo in the place of the file must not hold the daemon.
  Fd fd(::openat(at, name, flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (!fd) {
    if (errno == ENOENT) return std::nullopt;
    if (errno == ELOOP || errno == EISDIR || errno == ENXIO || errno == ENOTDIR) throw damaged(part);
    fail(errno);
  }
  struct stat info{};
  check(::fstat(fd.get(), &info));
  if (!S_ISREG(info.st_mode)) throw damaged(part);
  return fd;
}

std::uint64_t size(int fd) {
  struct stat info{};
  check(::fstat(fd, &info));
  return static_cast<std::uint64_t>(info.st_size);
}

void write(int fd, Bytes bytes) {
  step(Step::write, fd, bytes);
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

bool read_at(int fd, std::uint64_t offset, std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const auto got = ::pread(fd, out.data(), out.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(errno);
    if (got == 0) return false;
    offset += static_cast<std::uint64_t>(got);
    out = out.subspan(static_cast<std::size_t>(got));
  }
  return true;
}

std::optional<WipedBytes> read_small(int at, const char* name, std::size_t most, std::string_view part) {
  const auto fd = open_existing(at, name, O_RDONLY, part);
  if (!fd) return std::nullopt;
  const auto length = size(fd->get());
  if (length > most) throw damaged(part);
  WipedBytes bytes(length);
  if (!read_at(fd->get(), 0, bytes)) throw damaged(part);
  return bytes;
}

void truncate(int fd, std::uint64_t size) {
  step(Step::truncate, fd);
  check(::ftruncate(fd, static_cast<off_t>(size)));
}

void sync(int fd) {
  step(Step::sync, fd);
  check(::fsync(fd));
}

void rename(int at, const char* from, const char* to) {
  step(Step::rename);
  check(::renameat(at, from, at, to));
}

void link(int at, const char* from, const char* to) {
  remove(at, to);
  step(Step::link);
  check(::linkat(at, from, at, to, 0));
}

bool remove(int at, const char* name) {
  if (!exists(at, name)) return false;
  step(Step::remove);
  if (::unlinkat(at, name, 0) == 0) return true;
  if (errno == ENOENT) return false;
  fail(errno);
}

void remove_directory(int at, const char* name) {
  step(Step::remove);
  if (::unlinkat(at, name, AT_REMOVEDIR) != 0 && errno != ENOENT) fail(errno);
}

bool exists(int at, const char* name) {
  struct stat info{};
  if (::fstatat(at, name, &info, AT_SYMLINK_NOFOLLOW) == 0) return true;
  if (errno == ENOENT) return false;
  fail(errno);
}

bool is_directory(int at, const char* name) {
  struct stat info{};
  check(::fstatat(at, name, &info, AT_SYMLINK_NOFOLLOW));
  return S_ISDIR(info.st_mode);
}

std::vector<std::string> list(int directory) {
  Fd copy(::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  check(copy.get());
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(copy.get()), ::closedir);
  if (!stream) fail(errno);
  (void)copy.release();  // closed with the stream
  std::vector<std::string> names;
  for (errno = 0; const dirent* entry = ::readdir(stream.get()); errno = 0) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  if (errno != 0) fail(errno);
  return names;
}

void replace(int at, const std::string& name, Bytes bytes) {
  const std::string temporary = name + ".new";
  try {
    const Fd fd = create(at, temporary.c_str());
    write(fd.get(), bytes);
    sync(fd.get());
    rename(at, temporary.c_str(), name.c_str());
  } catch (const Error&) {
    ::unlinkat(at, temporary.c_str(), 0);
    throw;
  }
  sync(at);
}

void overwrite(int at, const char* name) {
  const auto fd = open_existing(at, name, O_RDWR, "keys");
  if (!fd) return;
  constexpr std::size_t kPiece = 4096;
  const std::array<std::uint8_t, kPiece> zeros{};
  for (auto left = size(fd->get()); left > 0;) {
    const auto piece = std::min<std::uint64_t>(left, kPiece);
    write(fd->get(), Bytes(zeros).first(piece));
    left -= piece;
  }
  sync(fd->get());
}

void remove_tree(int at, const char* name) {
  {
    const auto directory = find_directory(at, name);
    if (!directory) return;
    for (const auto& entry : list(directory->get())) {
      if (is_directory(directory->get(), entry.c_str()))
        remove_tree(directory->get(), entry.c_str());
      else
        remove(directory->get(), entry.c_str());
    }
  }
  remove_directory(at, name);
}

}  // namespace kenkod::vault::disk
