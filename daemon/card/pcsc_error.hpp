// What a PC/SC return code means to a person.
#pragma once

#include <winscard.h>

#include "common/error.hpp"

namespace kenkod::card {

// `with_card`: a card was connected already, so that its absence means that it was taken away.
[[nodiscard]] Error pcsc_error(LONG code, bool with_card);

}  // namespace kenkod::card
