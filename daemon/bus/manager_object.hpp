// org.kenkod1.Manager at /org/kenkod1 (dbus/org.kenkod1.Manager.xml).
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <map>
#include <memory>
#include <string>

#include "bus/exporter.hpp"
#include "bus/session_object.hpp"
#include "jobs/portal_times.hpp"

namespace kenkod::bus {

class ManagerObject {
 public:
  ManagerObject(sdbus::IConnection& connection, Serving serving);

 private:
  void export_status(Exporter& exporter);
  void export_consent(Exporter& exporter);
  void export_agents(Exporter& exporter);
  void export_secret_question(Exporter& exporter);
  void export_sessions(Exporter& exporter);
  void export_card(Exporter& exporter);
  void export_link(Exporter& exporter);
  void export_purge(Exporter& exporter);
  // PortalOpen and NextPortalOpening change with the time of day.
  void export_portal_times();
  void look_at_portal_times();

  sdbus::IConnection& connection_;
  Serving serving_;
  std::shared_ptr<sdbus::IObject> object_;
  jobs::PortalTimes portal_times_;
  loop::Timer portal_timer_;
  std::map<std::string, std::unique_ptr<SessionObject>> sessions_;  // by session id
};

}  // namespace kenkod::bus
