#include "client-cli/agent/recovery_key_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "common/fd.hpp"

namespace kenkod::cli {
namespace {

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

bool write_recovery_key(const RecoveryKeyTarget& target, const SecretBuffer& key) {
  if (target.fd >= 0) return write_all(target.fd, key.text()) && write_all(target.fd, "\n");
  const Fd file(::open(target.file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  return file && write_all(file.get(), key.text()) && write_all(file.get(), "\n") && ::fsync(file.get()) == 0;
}

}  // namespace kenkod::cli
