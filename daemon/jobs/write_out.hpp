// Writing into a file descriptor of a caller.
#pragma once

#include <string_view>

namespace kenkod::jobs {

// InvalidArgument.
void require_writable(int fd);

// Everything, or an error: StorageFull, Failed, or Cancelled once `cancel_fd` is readable; never blocks past
// that.
void write_out(int fd, std::string_view bytes, int cancel_fd);

}  // namespace kenkod::jobs
