// Calls kenkod-fetch; the bus starts it.
#pragma once

#include "bus/connection.hpp"
#include "fetcher/fetch_starter.hpp"

namespace kenkod::bus {

class FetchClient final : public fetcher::FetchStarter {
 public:
  FetchClient(Connection& connection, loop::EventLoop& loop) : connection_(connection), loop_(loop) {}
  loop::Task<std::shared_ptr<Fd>> start(loop::Cancel cancel) override;

 private:
  Connection& connection_;
  loop::EventLoop& loop_;
};

}  // namespace kenkod::bus
