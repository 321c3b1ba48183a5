#include "apdu_record.hpp"

#include <algorithm>

#include "command_apdu.hpp"

namespace kenko_sim {

namespace {

std::string shown_body(std::uint8_t instruction, BytesView body) {
  if (body.empty()) return "-";
  if (instruction == select_file) return to_hex(body);
  return instruction == verify || instruction == change_reference_data ? "**" : "..";
}

}  // namespace

void ApduRecord::exchanged(BytesView command, BytesView response) {
  const auto header = command.first(std::min<std::size_t>(command.size(), 5));
  const auto apdu = CommandApdu::parse(command);
  // Of what is no short APDU, nothing is known to be harmless.
  const std::string body = apdu ? shown_body(apdu->ins, apdu->body) : "**";
  if (apdu && apdu->ins == verify && !apdu->body.empty()) ++verifies_;
  lines_.push_back(
      {to_hex(header) + ' ' + body + ' ' + (response.size() < 2 ? "----" : to_hex(response.last(2))), true});
}

void ApduRecord::clear() {
  lines_.clear();
  verifies_ = 0;
}

std::vector<std::string> ApduRecord::apdus() const {
  std::vector<std::string> texts;
  for (const auto& line : lines_)
    if (line.apdu) texts.push_back(line.text);
  return texts;
}

std::vector<std::string> ApduRecord::events() const {
  std::vector<std::string> texts;
  texts.reserve(lines_.size());
  for (const auto& line : lines_) texts.push_back(line.text);
  return texts;
}

}  // namespace kenko_sim
