// A file that appears under its name only when it is complete.
#pragma once

#include <string>

#include "common/fd.hpp"

namespace kenkod::cli {

class NewFile {
 public:
  // Made beside `path`, readable by the owner only. Throws Failure: exists and not `replace`, not a regular
  // file, cannot be made.
  NewFile(std::string path, bool replace);
  ~NewFile();  // removes it when not kept
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  [[nodiscard]] int fd() const noexcept { return fd_.get(); }
  // Flushes it and gives it its name. Throws Failure.
  void keep();

 private:
  std::string path_, temporary_;
  bool replace_;
  Fd fd_;
};

}  // namespace kenkod::cli
