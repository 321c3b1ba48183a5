// The applications of the card by their identifiers (AID).
#pragma once

#include "bytes.hpp"

namespace kenko_sim {

enum class Application {
  none,
  jpki,   // 公的個人認証AP
  other,  // 券面, 住基 and others: they exist, so that it shows in the record when a program selects one of
          // them
};

// By the whole identifier or its beginning, as JICSAP allows; none: there is no such application.
Application find_application(BytesView aid);

}  // namespace kenko_sim
