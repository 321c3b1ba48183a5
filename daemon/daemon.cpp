#include "daemon.hpp"

#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "access/sessions.hpp"
#include "access/users.hpp"
#include "bus/agent_client.hpp"
#include "bus/caller_lookup.hpp"
#include "bus/card_guard.hpp"
#include "bus/connection.hpp"
#include "bus/exporter.hpp"
#include "bus/jobs.hpp"
#include "bus/logind_watch.hpp"
#include "bus/manager_object.hpp"
#include "bus/polkit_authority.hpp"
#include "bus/session_object.hpp"
#include "card/card_access.hpp"
#include "config.hpp"
#include "configuration.hpp"
#include "gate/agents.hpp"
#include "gate/callers.hpp"
#include "gate/dialog.hpp"
#include "jobs/services.hpp"
#include "loop/lanes.hpp"

namespace kenkod {
namespace {

constexpr auto kIdleExit = std::chrono::minutes(10);
constexpr auto kIdleLook = std::chrono::seconds(60);
constexpr auto kStopTime = std::chrono::seconds(10);

void protect_process() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  std::signal(SIGPIPE, SIG_IGN);  // a reader of an export may leave
  umask(0077);
  prctl(PR_SET_DUMPABLE, 0);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
}

std::string required(const char* variable) {
  const char* value = std::getenv(variable);
  if (value == nullptr || *value == '\0') throw std::runtime_error(std::string(variable) + " is not set");
  return value;
}

SecretBuffer read_host_secret() {
  const auto path = required("CREDENTIALS_DIRECTORY") + "/host-secret";
  std::ifstream file(path, std::ios::binary);
  SecretBuffer secret(4096);
  file.read(reinterpret_cast<char*>(secret.data()), static_cast<std::streamsize>(secret.size()));
  const auto size = static_cast<std::size_t>(file.gcount());
  if (size < 32) throw std::runtime_error("the credential host-secret is missing or shorter than 32 bytes");
  secret.shrink(size);
  return secret;
}

jobs::ParserLimits parser_limits() {
  jobs::ParserLimits limits;
  limits.program = config::kParserProgram;
  if (config::kSanitized) limits.address_space = 0;
  return limits;
}

// Ours, and what the administrator adds.
std::vector<std::string> root_folders() {
  return {std::string(config::kDataDirectory) + "/card-roots",
          std::string(config::kConfigurationDirectory) + "/card-roots"};
}

class Daemon {
 public:
  Daemon(loop::EventLoop& loop, const Configuration& configuration, const jobs::Terms& terms,
         vault::VaultDirectory& directory)
      : loop_(loop),
        connection_(loop),
        lookup_(connection_, loop),
        callers_(loop, lookup_),
        authority_(connection_, loop),
        agent_client_(connection_, loop),
        agents_(loop, callers_),
        dialogs_(loop, callers_, agents_, agent_client_),
        cards_(root_folders(), configuration.card_reader),
        lanes_(loop),
        users_(loop, lanes_, directory, terms.version()),
        sessions_(loop, callers_, configuration.session_idle),
        card_guard_(connection_, loop),
        services_{loop,      lanes_, callers_,        agents_, dialogs_,    users_, sessions_,
                  directory, terms,  parser_limits(), cards_,  card_guard_, portal_},
        jobs_(connection_.get(), services_),
        serving_{services_, authority_, jobs_},
        manager_(connection_.get(), serving_),
        logind_(connection_, loop, [this](uid_t uid) { left(uid); }, [this](bool begins) { sleep(begins); }) {
    jobs_.serve_with(serving_);
    for (const char* parent : {"/org/kenkod1/job", "/org/kenkod1/session"}) connection_.keep_node(parent);
    connection_.watch_departures([this](const std::string& name) { callers_.gone(name); });
    connection_.hide_objects(
        [this](const std::string& path, const std::string& sender) { return visible(path, sender); });
    connection_.on_disconnect([this] { loop_.quit(1); });
    for (const int signal : {SIGTERM, SIGINT}) loop_.on_signal(signal, [this] { stop(); });
    connection_.request_name("org.kenkod1");  // last: the first caller sees a complete tree
    look_for_idleness();
  }

 private:
  // A session or job of somebody else looks exactly like none at all.
  bool visible(const std::string& path, const std::string& sender) const {
    constexpr std::string_view kSession = "/org/kenkod1/session/";
    constexpr std::string_view kJob = "/org/kenkod1/job/";
    if (path.starts_with(kSession)) {
      const auto session = sessions_.find(path.substr(kSession.size()));
      return session != nullptr && session->owner == sender;
    }
    if (path.starts_with(kJob)) return jobs_.owns(path, sender);
    return true;
  }

  void left(uid_t uid) {
    sessions_.end_user(uid);
    card_guard_.user_left(uid);
  }

  void sleep(bool begins) {
    card_guard_.sleep(begins);
    if (!begins) return;
    sessions_.end_all();
    cards_.forget();
  }

  // Agents alone do not keep the daemon alive; they come back when it does.
  void look_for_idleness() {
    if (jobs_.idle()) cards_.forget();
    const bool busy = !sessions_.empty() || !jobs_.idle();
    idle_for_ = busy ? std::chrono::seconds(0) : idle_for_ + kIdleLook;
    if (idle_for_ > kIdleExit) {
      stop();
      return;
    }
    idle_timer_ = loop_.after(kIdleLook, [this] { look_for_idleness(); });
  }

  // Gives the name up first: whoever calls from now on starts a new daemon. What came before is still
  // answered.
  void stop() {
    if (stopping_) return;
    stopping_ = true;
    sd_notify(0, "STOPPING=1");
    agents_.release_all(agent_client_);
    connection_.release_name("org.kenkod1");
    sessions_.end_all();
    jobs_.cancel_all(Error(ErrorCode::Cancelled, "kenkod stops."));
    // Work that hangs in somebody's file system cannot be joined; everything on disk is whole at any moment.
    give_up_ = loop_.after(kStopTime, [] {
      loop::journal::bug("stop", "work did not end in time");
      std::_Exit(1);
    });
    leave_when_done();
  }

  void leave_when_done() {
    if (jobs_.idle() && card_guard_.idle()) {
      // Behind what was posted before: ended sessions take their objects off the bus while there is one.
      loop_.post([this] { loop_.quit(0); });
      return;
    }
    leave_timer_ = loop_.after(std::chrono::milliseconds(10), [this] { leave_when_done(); });
  }

  loop::EventLoop& loop_;
  bus::Connection connection_;
  bus::BusCallerLookup lookup_;
  gate::Callers callers_;
  bus::PolkitAuthority authority_;
  bus::AgentClient agent_client_;
  gate::Agents agents_;
  gate::Dialogs dialogs_;
  card::CardAccess cards_;  // before the lanes: what still runs on them when all ends may use it
  loop::Lanes lanes_;
  access::Users users_;
  access::Sessions sessions_;
  bus::CardGuard card_guard_;
  PortalConfiguration portal_;
  jobs::Services services_;
  bus::Jobs jobs_;
  bus::Serving serving_;
  bus::ManagerObject manager_;
  bus::LogindWatch logind_;
  bool stopping_ = false;
  std::chrono::seconds idle_for_{0};
  loop::Timer idle_timer_, leave_timer_, give_up_;
};

}  // namespace

int run_daemon(const Clock& clock, const std::function<void(loop::EventLoop&)>& prepare) {
  using loop::journal::Event;
  try {
    protect_process();
    const auto configuration = read_configuration(config::kConfigurationDirectory);
    const jobs::Terms terms(std::string(config::kDataDirectory) + "/terms");
    const auto directory = vault::open_vault_directory(required("STATE_DIRECTORY"), read_host_secret(), clock,
                                                       configuration.kdf);
    directory->finish_interrupted();

    loop::EventLoop loop(clock);
    prepare(loop);
    Daemon daemon(loop, configuration, terms, *directory);
    loop::journal::write(Event::start, "kenkod is ready", {{"KENKOD_VERSION", config::kVersion}});
    sd_notify(0, "READY=1");
    const int status = loop.run();
    loop::journal::write(Event::stop, "kenkod stops");
    return status;
  } catch (const std::exception& error) {
    loop::journal::bug("start", error.what());
    return 1;
  }
}

}  // namespace kenkod
