#include "pin_pad.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "vpcd_driver.hpp"

namespace kenko_sim {

namespace {

constexpr std::uint16_t timed_out = 0x6400, cancelled = 0x6401, bad_length = 0x6403, bad_structure = 0x6B80;

// Offsets in PIN_VERIFY_STRUCTURE, which is packed and little endian.
constexpr std::size_t time_limit = 0, format = 2, block = 3, longest = 5, shortest = 6, data_length = 15,
                      data = 19;

std::string typed_now() {
  std::ifstream in(told_in("pin-pad"));
  std::string text;
  in >> text;
  return text;
}

}  // namespace

bool pin_pad_there() { return std::filesystem::exists(told_in("pin-pad")); }

std::vector<std::uint8_t> pin_pad_features() {
  std::vector<std::uint8_t> tlv{0x06, 4};
  for (const int shift : {24, 16, 8, 0}) tlv.push_back(static_cast<std::uint8_t>(verify_pin_direct >> shift));
  return tlv;
}

PinPadAnswer verify_command(const std::vector<std::uint8_t>& structure, const std::string& typed) {
  if (structure.size() < data + 4 || structure[data_length] != structure.size() - data)
    return {{}, bad_structure};
  constexpr unsigned bytes_as_units = 0x80, right_justified = 0x04, ascii = 0x02;
  if ((structure[format] & 0x03) != ascii || (structure[format] & right_justified) != 0)
    return {{}, bad_structure};
  std::size_t position = structure[format] >> 3 & 0x0F;
  if ((structure[format] & bytes_as_units) == 0) position /= 8;
  if (typed.size() < structure[shortest] || typed.size() > structure[longest]) return {{}, bad_length};

  std::vector<std::uint8_t> command(structure.begin() + data, structure.begin() + data + 4);
  std::vector<std::uint8_t> body;
  if (structure.size() > data + 5) body.assign(structure.begin() + data + 5, structure.end());
  const std::size_t block_size = structure[block] & 0x0F;
  body.resize(position + std::max(block_size, typed.size()), 0xFF);
  std::copy(typed.begin(), typed.end(), body.begin() + static_cast<std::ptrdiff_t>(position));
  command.push_back(static_cast<std::uint8_t>(body.size()));
  command.insert(command.end(), body.begin(), body.end());
  return {std::move(command)};
}

PinPadAnswer typed_pin(const std::vector<std::uint8_t>& structure) {
  if (structure.empty()) return {{}, bad_structure};
  const std::chrono::seconds limit(structure[time_limit] != 0 ? structure[time_limit] : 30);
  const auto end = std::chrono::steady_clock::now() + limit;
  std::string typed;
  while ((typed = typed_now()) == "waiting" || typed.empty()) {
    if (std::chrono::steady_clock::now() >= end || !pin_pad_there()) return {{}, timed_out};
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  if (typed == "timeout") return {{}, timed_out};
  if (typed == "cancel") return {{}, cancelled};
  return verify_command(structure, typed);
}

}  // namespace kenko_sim
