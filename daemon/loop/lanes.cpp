#include "loop/lanes.hpp"

#include <chrono>

#include "loop/guard.hpp"

namespace kenkod::loop {
namespace {
constexpr auto kIdle = std::chrono::seconds(10);
}

Lanes::~Lanes() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (auto& [key, queue] : queues_) queue->more.notify_one();
  }
  for (auto& [key, queue] : queues_)
    if (queue->thread.joinable()) queue->thread.join();
}

void Lanes::push(uid_t uid, Lane lane, std::function<void()> work) {
  const std::lock_guard lock(mutex_);
  auto& queue = queues_[{uid, lane}];
  if (queue == nullptr) queue = std::make_unique<Queue>();
  queue->work.push_back(std::move(work));
  if (queue->running) {
    queue->more.notify_one();
    return;
  }
  if (queue->thread.joinable()) queue->thread.join();  // it has left serve() already: `running` is false
  queue->running = true;
  queue->thread = std::thread([this, q = queue.get()] { serve(*q); });
}

void Lanes::serve(Queue& queue) {
  std::unique_lock lock(mutex_);
  for (;;) {
    queue.more.wait_for(lock, kIdle, [&] { return !queue.work.empty() || stopping_; });
    if (queue.work.empty()) break;
    auto work = std::move(queue.work.front());
    queue.work.pop_front();
    lock.unlock();
    guarded("lane", work);
    work = nullptr;
    lock.lock();
  }
  queue.running = false;
}

}  // namespace kenkod::loop
