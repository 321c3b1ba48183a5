// A reader driver for pcscd that forwards everything to vpcd's, except for what world-card reader-fault and
// pin-pad say.
#include <algorithm>
#include <filesystem>

#include "pin_pad.hpp"
#include "vpcd_driver.hpp"

namespace {

using kenko_sim::vpcd_driver;

// Opening the reader works all the same: a reader that breaks stays listed.
bool broken() { return vpcd_driver() == nullptr || std::filesystem::exists(kenko_sim::told_in("fault")); }

RESPONSECODE give(const std::vector<std::uint8_t>& answer, PUCHAR out, DWORD room, LPDWORD size) {
  if (room < answer.size()) return IFD_ERROR_INSUFFICIENT_BUFFER;
  std::copy(answer.begin(), answer.end(), out);
  *size = answer.size();
  return IFD_SUCCESS;
}

RESPONSECODE verify_pin(DWORD lun, const std::vector<std::uint8_t>& structure, PUCHAR out, DWORD room,
                        LPDWORD size) {
  auto typed = kenko_sim::typed_pin(structure);
  if (!typed.command)
    return give({static_cast<std::uint8_t>(typed.word >> 8), static_cast<std::uint8_t>(typed.word)}, out,
                room, size);
  *size = room;
  const SCARD_IO_HEADER send{SCARD_PROTOCOL_T1, sizeof(SCARD_IO_HEADER)};
  SCARD_IO_HEADER receive = send;
  return vpcd_driver()->transmit(lun, send, typed.command->data(), typed.command->size(), out, size,
                                 &receive);
}

}  // namespace

extern "C" {

RESPONSECODE IFDHCreateChannelByName(DWORD lun, LPSTR device) {
  return vpcd_driver() == nullptr ? IFD_COMMUNICATION_ERROR : vpcd_driver()->create_by_name(lun, device);
}

RESPONSECODE IFDHCreateChannel(DWORD lun, DWORD channel) {
  return vpcd_driver() == nullptr ? IFD_COMMUNICATION_ERROR : vpcd_driver()->create(lun, channel);
}

RESPONSECODE IFDHCloseChannel(DWORD lun) {
  return vpcd_driver() == nullptr ? IFD_COMMUNICATION_ERROR : vpcd_driver()->close(lun);
}

RESPONSECODE IFDHGetCapabilities(DWORD lun, DWORD tag, PDWORD length, PUCHAR value) {
  return broken() ? IFD_NO_SUCH_DEVICE : vpcd_driver()->get_capabilities(lun, tag, length, value);
}

RESPONSECODE IFDHSetCapabilities(DWORD lun, DWORD tag, DWORD length, PUCHAR value) {
  return broken() ? IFD_NO_SUCH_DEVICE : vpcd_driver()->set_capabilities(lun, tag, length, value);
}

RESPONSECODE IFDHSetProtocolParameters(DWORD lun, DWORD protocol, UCHAR flags, UCHAR pts1, UCHAR pts2,
                                       UCHAR pts3) {
  return broken() ? IFD_NO_SUCH_DEVICE : vpcd_driver()->set_protocol(lun, protocol, flags, pts1, pts2, pts3);
}

RESPONSECODE IFDHPowerICC(DWORD lun, DWORD action, PUCHAR atr, PDWORD length) {
  return broken() ? IFD_NO_SUCH_DEVICE : vpcd_driver()->power(lun, action, atr, length);
}

RESPONSECODE IFDHTransmitToICC(DWORD lun, SCARD_IO_HEADER send, PUCHAR command, DWORD command_length,
                               PUCHAR response, PDWORD response_length, PSCARD_IO_HEADER receive) {
  if (broken()) return IFD_NO_SUCH_DEVICE;
  return vpcd_driver()->transmit(lun, send, command, command_length, response, response_length, receive);
}

RESPONSECODE IFDHICCPresence(DWORD lun) {
  return broken() ? IFD_NO_SUCH_DEVICE : vpcd_driver()->presence(lun);
}

RESPONSECODE IFDHControl(DWORD lun, DWORD code, PUCHAR in, DWORD in_length, PUCHAR out, DWORD room,
                         LPDWORD size) {
  if (size != nullptr) *size = 0;
  if (broken()) return IFD_NO_SUCH_DEVICE;
  if (size == nullptr || !kenko_sim::pin_pad_there()) return IFD_ERROR_NOT_SUPPORTED;
  if (code == kenko_sim::get_feature_request) return give(kenko_sim::pin_pad_features(), out, room, size);
  if (code != kenko_sim::verify_pin_direct) return IFD_ERROR_NOT_SUPPORTED;
  return verify_pin(lun, {in, in + in_length}, out, room, size);
}

}  // extern "C"
