#include "card.hpp"

#include "private_key.hpp"
#include "token_info.hpp"

namespace kenko_sim {

namespace {

Bytes status(sw::StatusWord word, Bytes data = {}) {
  data.push_back(static_cast<std::uint8_t>(word >> 8));
  data.push_back(static_cast<std::uint8_t>(word));
  return data;
}

}  // namespace

Card::Card(CardFiles& files) : stored_(files), kind_(&my_number_card()) { lay_out(); }

Bytes Card::atr() const { return *from_hex(kind_->atr); }

void Card::reset() {
  application_ = Application::none;
  current_ = nullptr;
  auth_pin_.forget();
  sign_pin_.forget();
}

void Card::renew() {
  kind_ = &my_number_card();
  certificate_ = {};
  auth_pin_ = Pin("1234", 3);
  sign_pin_ = Pin("ABC123", 5);
  short_identifiers_ = true;
  wrong_signature_ = false;
  lay_out();
}

void Card::become(const CardKind& kind) {
  kind_ = &kind;
  lay_out();
}

void Card::set_certificate(CertificateState state) {
  certificate_ = state;
  lay_out();
}

void Card::lay_out() {
  reset();
  files_.clear();
  if (kind_->label.empty()) return;
  const bool has_certificate =
      certificate_.kind != CertificateState::missing && certificate_.kind != CertificateState::empty;
  files_[0x0001] = {.content = stored_.sign_certificate(), .opened_by = &sign_pin_};
  files_[0x0002] = {.content = stored_.sign_issuer()};
  files_[0x0006] = {.content = token_info(kind_->label)};
  files_[0x0008] = {.content = present_certificates(true, has_certificate)};
  if (certificate_.kind != CertificateState::missing)
    files_[0x000A] = {.content = stored_.auth_certificate(certificate_, kind_->elliptic_curve),
                      .opened_by = kind_->certificate_needs_pin ? &auth_pin_ : nullptr};
  files_[0x000B] = {.content = stored_.auth_issuer(certificate_)};
  files_[0x0017] = {.key = &stored_.auth_key(kind_->elliptic_curve), .opened_by = &auth_pin_};
  files_[0x0018] = {.pin = &auth_pin_};
  files_[0x001A] = {.key = &stored_.sign_key(), .opened_by = &sign_pin_};
  files_[0x001B] = {.pin = &sign_pin_};
  for (const int unknown : {0x05, 0x09, 0x10, 0x16, 0x19, 0x1C, 0x1E})
    files_[static_cast<std::uint16_t>(unknown)] = {.closed = true};
}

Bytes Card::answer(BytesView bytes) {
  const auto command = CommandApdu::parse(bytes);
  if (!command) return status(sw::wrong_length);
  if (command->cla == 0x80 && command->ins == perform_security_operation) return sign(*command);
  if (command->cla != 0x00) return status(command->cla == 0x80 ? sw::unknown_instruction : sw::unknown_class);
  switch (command->ins) {
    case select_file:
      return select(*command);
    case read_binary:
      return read(*command);
    case verify:
      return verify_pin(*command);
    case change_reference_data:
      return change_pin(*command);
    default:
      return status(sw::unknown_instruction);
  }
}

Bytes Card::select(const CommandApdu& command) {
  if (command.p1 == 0x00) return status(application_ == Application::none ? sw::wrong_parameters : sw::ok);
  if (command.p2 != 0x0C) return status(sw::wrong_parameters);
  if (command.p1 == 0x04) return select_application(command.body);
  if (command.p1 == 0x02) return select_ef(command.body);
  return status(sw::wrong_parameters);
}

// Whether selecting the same application again clears what was verified is not known of the real card; here
// it does, so that nothing relies on the contrary.
Bytes Card::select_application(BytesView aid) {
  const auto found = kind_->label.empty() ? Application::none : find_application(aid);
  if (found == Application::none) return status(sw::not_found);
  reset();
  application_ = found;
  return status(sw::ok);
}

Bytes Card::select_ef(BytesView identifier) {
  if (identifier.size() != 2) return status(sw::wrong_length);
  if (application_ == Application::none) return status(sw::nothing_selected);
  const auto found = files_.find(static_cast<std::uint16_t>(identifier[0] << 8 | identifier[1]));
  if (application_ != Application::jpki || found == files_.end()) return status(sw::not_found);
  current_ = &found->second;
  return status(sw::ok);
}

// The current EF (P2 = 80), or the one with the short identifier in P2, which becomes the current one.
ElementaryFile* Card::file_for(std::uint8_t p2, sw::StatusWord& problem) {
  const std::uint8_t identifier = p2 & 0x1F;
  if ((p2 & 0xE0) != 0x80 || (identifier != 0 && !short_identifiers_)) {
    problem = sw::wrong_parameters;
    return nullptr;
  }
  if (identifier != 0) {
    const auto found = files_.find(identifier);
    if (application_ != Application::jpki || found == files_.end()) {
      problem = sw::not_found;
      return nullptr;
    }
    current_ = &found->second;
  }
  problem = sw::no_current_ef;
  return current_;
}

Bytes Card::read(const CommandApdu& command) {
  if (!command.body.empty() || !command.le) return status(sw::wrong_length);
  const bool by_identifier = (command.p1 & 0x80) != 0;
  sw::StatusWord problem{};
  const auto* file = file_for(by_identifier ? command.p1 : 0x80, problem);
  if (file == nullptr) return status(problem);
  if (file->pin != nullptr || file->key != nullptr) return status(sw::not_an_ef);
  if (file->closed || (file->opened_by != nullptr && !file->opened_by->verified()))
    return status(sw::not_verified);
  const std::size_t offset =
      by_identifier ? command.p2 : static_cast<std::size_t>(command.p1 << 8 | command.p2);
  if (offset >= file->content.size()) return status(sw::past_end);
  const auto rest = BytesView(file->content).subspan(offset);
  return status(sw::ok, copy(rest.first(std::min(*command.le, rest.size()))));
}

Bytes Card::verify_pin(const CommandApdu& command) {
  if (command.p1 != 0) return status(sw::wrong_parameters);
  if (command.le) return status(sw::wrong_length);
  sw::StatusWord problem{};
  const auto* file = file_for(command.p2, problem);
  if (file == nullptr) return status(problem);
  if (file->pin == nullptr) return status(sw::not_an_ef);
  return status(command.body.empty() ? file->pin->query() : file->pin->verify(command.body));
}

Bytes Card::change_pin(const CommandApdu& command) {
  if (command.p1 != 1) return status(sw::wrong_parameters);
  if (command.body.empty() || command.le) return status(sw::wrong_length);
  sw::StatusWord problem{};
  const auto* file = file_for(command.p2, problem);
  if (file == nullptr) return status(problem);
  return status(file->pin == nullptr ? sw::not_an_ef : file->pin->change(command.body));
}

// P1 = 00 only: what all programs use.
Bytes Card::sign(const CommandApdu& command) {
  if (command.p1 != 0) return status(sw::wrong_parameters);
  if (command.body.empty() || !command.le) return status(sw::wrong_length);
  sw::StatusWord problem{};
  const auto* file = file_for(command.p2, problem);
  if (file == nullptr) return status(problem);
  if (file->key == nullptr) return status(sw::not_an_ef);
  if (!file->opened_by->verified()) return status(sw::not_verified);
  Bytes to_sign = copy(command.body);
  if (wrong_signature_) to_sign.back() ^= 1;
  auto signature = raw_signature(*file->key, to_sign);
  return signature ? status(sw::ok, std::move(*signature)) : status(sw::nothing_selected);
}

}  // namespace kenko_sim
