// tell SOCKET WORD...: says this line to a simulation and prints its answer; exit status 1 when that is an
// error.
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <iostream>
#include <string>

namespace {

// Whether this is all: "apdus" and "events" are answered with any number of lines and an empty one, the
// others with one.
bool complete(const std::string& answer, const std::string& command) {
  const bool several = command == "apdus" || command == "events";
  if (!several || answer.starts_with("error")) return answer.ends_with('\n');
  return answer == "\n" || answer.ends_with("\n\n");
}

int ask(int fd, const std::string& line, const std::string& command) {
  if (write(fd, line.data(), line.size()) != static_cast<ssize_t>(line.size())) return 1;
  std::string answer;
  while (!complete(answer, command)) {
    std::array<char, 4096> buffer{};
    const auto size = read(fd, buffer.data(), buffer.size());
    if (size <= 0) return 1;
    answer.append(buffer.data(), static_cast<std::size_t>(size));
  }
  if (answer.ends_with("\n\n") || answer == "\n") answer.pop_back();
  std::cout << answer << std::flush;
  return answer.starts_with("error") ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (argc < 3 || std::strlen(argv[1]) >= sizeof address.sun_path) {
    std::cerr << "usage: tell SOCKET WORD...\n";
    return 2;
  }
  std::strcpy(address.sun_path, argv[1]);
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    std::cerr << "tell: nobody is at " << argv[1] << '\n';
    return 1;
  }
  std::string line;
  for (int i = 2; i < argc; ++i) line += std::string(i > 2 ? " " : "") + argv[i];
  return ask(fd, line + '\n', argv[2]);
}
