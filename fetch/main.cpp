// kenkod-fetch: the front on the bus, or with --worker one job on its socket.
#include <curl/curl.h>
#include <pwd.h>

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

#include "common/error.hpp"
#include "common/portal_configuration.hpp"
#include "fetch_config.hpp"
#include "front.hpp"
#include "journal.hpp"
#include "process.hpp"
#include "worker.hpp"

namespace {

using namespace kenkod;

std::string setting(const char* name, std::string otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? std::move(otherwise) : std::string(value);
}

PortalConfiguration read_configuration() {
  return read_portal_configuration(fetch::config::kConfigurationDirectory);
}

// Before a process is made for nothing. The worker reads it again, for itself.
void require_portal() {
  try {
    if (read_configuration().configured()) return;
  } catch (const std::exception& error) {
    fetch::journal::bug("configuration", error.what());
  }
  throw Error(ErrorCode::Failed, "No portal is configured.");
}

uid_t user_kenkod() {
  const passwd* const entry = getpwnam("kenkod");
  if (entry == nullptr) throw std::runtime_error("there is no user kenkod");
  return entry->pw_uid;
}

int run_worker() {
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw std::runtime_error("libcurl does not start");
  const auto configuration = read_configuration();
  if (!configuration.configured()) throw std::runtime_error("no portal is configured");
  fetch::work(Fd(fetch::kWorkerSocket), configuration, setting("CREDENTIALS_DIRECTORY", "/nonexistent"));
  curl_global_cleanup();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    fetch::protect_process();
    if (argc == 2 && std::string_view(argv[1]) == "--worker") return run_worker();
    return fetch::Front(user_kenkod(), require_portal).serve();
  } catch (const std::exception& error) {
    fetch::journal::bug("start", error.what());
    return 1;
  }
}
