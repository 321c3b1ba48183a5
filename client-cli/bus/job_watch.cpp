#include "client-cli/bus/job_watch.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

namespace kenkod::cli {
namespace {

std::string new_token() { return fmt::format("kenkoctl_{:08x}", randombytes_random()); }

std::string job_path(std::string sender, const std::string& token) {
  std::erase(sender, ':');
  std::replace(sender.begin(), sender.end(), '.', '_');
  return fmt::format("{}/job/{}/{}", kManagerPath, sender, token);
}

}  // namespace

JobWatch::JobWatch(BusLoop& loop, Show show)
    : loop_(loop),
      token_(new_token()),
      job_(sdbus::createProxy(loop.connection(), kBusName,
                              job_path(loop.connection().getUniqueName(), token_))) {
  if (show) {
    job_->registerSignalHandler(kJob, "Progress", [show = std::move(show)](sdbus::Signal& signal) {
      std::string stage;
      std::uint64_t done = 0;
      std::uint64_t total = 0;
      try {
        signal >> stage >> done >> total;
        show(stage, done, total);
      } catch (const std::exception&) {
        // Progress is decoration: a malformed one is not worth ending the call for.
        return;
      }
    });
    job_->finishRegistration();
  }
  loop_.on_interrupt([this] { interrupt(); });
}

JobWatch::~JobWatch() { loop_.on_interrupt({}); }

Options JobWatch::options() const { return {{"token", sdbus::Variant(token_)}}; }

void JobWatch::interrupt() {
  if (++interrupts_ > 1) throw Interrupted{};
  sdbus::MethodCall message = job_->createMethodCall(kJob, "Cancel");
  message << Options{};
  // The held call itself tells the outcome; a job that is already over answers UnknownObject, which is no
  // news.
  job_->callMethod(message, [](sdbus::MethodReply&, const sdbus::Error*) {});
}

}  // namespace kenkod::cli
