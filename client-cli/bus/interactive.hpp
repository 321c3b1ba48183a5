// What sdbus-c++ 1.2 does not offer: the message flag that lets polkit show its dialog.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

namespace kenkod::cli {

void allow_interactive_authorization(sdbus::Message& message);

}  // namespace kenkod::cli
