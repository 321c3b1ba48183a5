#include "client-cli/new_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "client-cli/client.hpp"
#include "client-cli/text/i18n.hpp"
#include "client-cli/text/width.hpp"

namespace kenkod::cli {
namespace {

Failure already_exists(const std::string& path) {
  return {ExitCode::failed, trf("{} exists already; add --force to replace it.", printable(path))};
}

}  // namespace

NewFile::NewFile(std::string path, bool replace)
    : path_(std::move(path)), temporary_(path_ + ".XXXXXX"), replace_(replace) {
  struct stat info{};
  if (::lstat(path_.c_str(), &info) == 0) {
    // Renaming over a link, a pipe or a device would replace it by a file.
    if (!S_ISREG(info.st_mode))
      throw Failure{ExitCode::failed, trf("{} is not a regular file.", printable(path_))};
    if (!replace_) throw already_exists(path_);
  }
  fd_.reset(::mkostemp(temporary_.data(), O_CLOEXEC));
  if (!fd_) throw Failure{ExitCode::failed, trf("{}: the file cannot be written.", printable(path_))};
}

NewFile::~NewFile() {
  if (fd_) ::unlink(temporary_.c_str());
}

void NewFile::keep() {
  const Failure failed{ExitCode::failed, trf("{}: the file cannot be written.", printable(path_))};
  if (::fsync(fd_.get()) != 0) throw Failure(failed);
  if (replace_) {
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) throw Failure(failed);
  } else if (::renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, path_.c_str(), RENAME_NOREPLACE) != 0) {
    if (errno == EEXIST) throw already_exists(path_);
    throw Failure(failed);
  }
  fd_.reset();
}

}  // namespace kenkod::cli
