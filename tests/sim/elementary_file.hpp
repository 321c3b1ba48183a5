// An elementary file (EF) of the JPKI application.
#pragma once

#include <map>

#include "openssl_pointers.hpp"
#include "pin.hpp"

namespace kenko_sim {

struct ElementaryFile {
  Bytes content;                   // of a transparent one
  Pin* pin = nullptr;              // this EF is a PIN
  const Key* key = nullptr;        // this EF is a private key
  const Pin* opened_by = nullptr;  // what has to be verified before it is read or used
  bool closed = false;             // exists, and nobody knows what for
};

using ElementaryFiles = std::map<std::uint16_t, ElementaryFile>;

}  // namespace kenko_sim
