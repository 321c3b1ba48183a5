#include "bus/card_rows.hpp"

#include "bus/append.hpp"

namespace kenkod::bus {
namespace {

std::string name_of(card::ReaderState state) {
  switch (state) {
    case card::ReaderState::empty:
      return "empty";
    case card::ReaderState::card:
      return "card";
    case card::ReaderState::in_use:
      return "in-use";
    case card::ReaderState::silent:
      return "silent";
    case card::ReaderState::fault:
      return "fault";
    case card::ReaderState::unsupported:
      return "unsupported";
  }
  return "fault";
}

}  // namespace

void append(sdbus::Message& message, const ReaderRows& rows) {
  message.openContainer("a{sv}");
  for (const auto& reader : rows.readers)
    Dictionary(message).put("name", reader.name).put("state", name_of(reader.state));
  message.closeContainer();
}

void append(sdbus::Message& message, const CardStatusRow& result) {
  const auto& status = result.status;
  Dictionary row(message);
  row.put("reader", status.look.reader.name)
      .put("pin-pad", status.look.pin_pad)
      .put("certificate", status.certificate)
      .text("certificate-end", status.certificate_end)
      .put("expires-soon", status.expires_soon);
  if (status.look.tries) row.put("tries-left", std::uint32_t{*status.look.tries});
  if (status.look.certificate != nullptr)
    row.put("algorithm", status.look.certificate->algorithm()).put("issuer", status.look.issuer);
}

void append(sdbus::Message& message, const CardSignatureRow& result) {
  const auto& signature = result.signature;
  Dictionary(message)
      .put("text", signature.text)
      .put("signature", signature.signature)
      .put("algorithm", signature.algorithm);
}

}  // namespace kenkod::bus
