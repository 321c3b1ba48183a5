#include "common/fetch_protocol.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "common/fetch_packet.hpp"

namespace kenkod::fetch {
namespace {

// One more than is ever legal, so that a second descriptor is seen (and closed) rather than cut off.
constexpr std::size_t kDescriptorRoom = 2;

union Control {
  cmsghdr header;  // for its alignment
  std::array<char, CMSG_SPACE(kDescriptorRoom * sizeof(int))> room;
};

[[noreturn]] void broken() {
  throw Error(ErrorCode::ProtocolViolation, "A packet between kenkod and its fetcher is not as agreed.");
}

void wait_for_room(int socket) {
  // Also when too many descriptors are on their way, which says nothing when there is room again.
  constexpr int kLookAgain = 20;  // ms
  pollfd writable{socket, POLLOUT, 0};
  ::poll(&writable, 1, errno == ETOOMANYREFS ? kLookAgain : -1);
}

// What happens while the other side does not read.
enum class WhenFull { wait, give_up };

void send_packet(int socket, WipedBytes packet, int descriptor, WhenFull when_full) {
  iovec part{packet.data(), packet.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  Control control{};
  if (descriptor >= 0) {
    message.msg_control = &control;
    message.msg_controllen = CMSG_SPACE(sizeof(int));
    cmsghdr* const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  }
  while (::sendmsg(socket, &message, MSG_NOSIGNAL) < 0) {
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != ETOOMANYREFS)
      throw Error(ErrorCode::Unavailable, "The other side of the fetcher's socket is gone.");
    if (when_full == WhenFull::give_up)
      throw Error(ErrorCode::Unavailable, "The other side of the fetcher's socket does not read.");
    wait_for_room(socket);
  }
}

struct Packet {
  WipedBytes bytes;
  Fd descriptor;
  std::size_t descriptors = 0;
};

// Takes all that came, so that whatever is refused is closed.
void take_descriptors(msghdr& message, Packet& packet) {
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int descriptor = -1;
      std::memcpy(&descriptor, CMSG_DATA(header) + i * sizeof(int), sizeof descriptor);
      packet.descriptor.reset(descriptor);
      ++packet.descriptors;
    }
  }
}

std::optional<Packet> receive_packet(int socket) {
  Packet packet;
  packet.bytes.resize(kMaxMessage);
  iovec part{packet.bytes.data(), packet.bytes.size()};
  Control control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = &control;
  message.msg_controllen = sizeof control;
  ssize_t size = -1;
  while ((size = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC)) < 0) {
    if (errno == EINTR) continue;
    if (errno == EAGAIN) throw Error(ErrorCode::Busy, "No message has come yet.");
    return std::nullopt;  // reset: the other side ended with something unread
  }
  take_descriptors(message, packet);
  if ((message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) broken();
  if (size == 0) {
    if (packet.descriptors != 0) broken();
    return std::nullopt;
  }
  packet.bytes.resize(static_cast<std::size_t>(size));
  return packet;
}

// A file that cannot change any more, of exactly the size that was said.
bool sealed_file(int file, std::uint32_t size) {
  constexpr int kSeals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW;
  struct stat facts{};
  const int seals = fcntl(file, F_GET_SEALS);
  return seals >= 0 && (seals & kSeals) == kSeals && fstat(file, &facts) == 0 && facts.st_size == size;
}

}  // namespace

void send(int socket, const Request& request) {
  // From kenkod's only thread: a worker that reads nothing has had more than it ever gets.
  send_packet(socket, encode(request), -1, WhenFull::give_up);
}

void send(int socket, Answer answer) {
  const auto* document = std::get_if<Document>(&answer);
  if (document != nullptr && !sealed_file(document->file.get(), document->size)) broken();
  send_packet(socket, encode(answer), document == nullptr ? -1 : document->file.get(), WhenFull::wait);
}

std::optional<Request> receive_request(int socket) {
  const auto packet = receive_packet(socket);
  if (!packet) return std::nullopt;
  if (packet->descriptors != 0) broken();
  return decode_request(packet->bytes);
}

std::optional<Answer> receive_answer(int socket) {
  auto packet = receive_packet(socket);
  if (!packet) return std::nullopt;
  auto answer = decode_answer(packet->bytes);
  auto* const document = std::get_if<Document>(&answer);
  if (packet->descriptors != (document == nullptr ? 0 : 1)) broken();
  if (document != nullptr) {
    if (!sealed_file(packet->descriptor.get(), document->size)) broken();
    document->file = std::move(packet->descriptor);
  }
  return answer;
}

}  // namespace kenkod::fetch
