// Who may ask at all: polkit, seen from the gate. Implemented over the bus (bus/polkit_authority.hpp).
#pragma once

#include <exception>
#include <string>

#include "loop/cancel.hpp"
#include "loop/task.hpp"

namespace kenkod::gate {

// The person must be asked and the call did not allow a dialog; clients know the standard D-Bus name of it.
struct InteractionRequired : std::exception {};

class Authority {
 public:
  virtual ~Authority() = default;
  // Throws Error(NotAuthorized), InteractionRequired, or the reason of the cancellation.
  virtual loop::Task<> authorize(std::string unique_name, std::string action, bool interactive,
                                 loop::Cancel cancel) = 0;
};

}  // namespace kenkod::gate
