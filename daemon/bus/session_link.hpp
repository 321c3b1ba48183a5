// The methods of org.kenkod1.Session about what was fetched from the portal.
#pragma once

#include "access/sessions.hpp"
#include "bus/exporter.hpp"

namespace kenkod::bus {

void export_link_methods(Exporter& exporter, jobs::Services& services, const access::SessionPtr& session);

}  // namespace kenkod::bus
