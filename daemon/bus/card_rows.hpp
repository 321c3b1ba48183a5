// Card readers, card status and card test as dictionaries (dbus/org.kenkod1.Manager.xml).
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <vector>

#include "jobs/card_signature.hpp"
#include "jobs/card_status.hpp"

namespace kenkod::bus {

struct ReaderRows {
  std::vector<card::Reader> readers;
};
struct CardStatusRow {
  jobs::CardStatus status;
};
struct CardSignatureRow {
  jobs::CardSignature signature;
};
void append(sdbus::Message& message, const ReaderRows& rows);
void append(sdbus::Message& message, const CardStatusRow& result);
void append(sdbus::Message& message, const CardSignatureRow& result);

}  // namespace kenkod::bus
