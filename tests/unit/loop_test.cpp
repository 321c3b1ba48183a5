// The event loop, its coroutines, lanes and cancellation.
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "loop/cancel.hpp"
#include "loop/event_loop.hpp"
#include "loop/lanes.hpp"
#include "loop/system_clock.hpp"
#include "loop/task.hpp"

namespace kenkod::loop {
namespace {

struct LoopTest : ::testing::Test {
  SystemClock clock;
  EventLoop loop{clock};

  // Runs a task to its end on the loop.
  void run(Task<> task) {
    spawn(finish(std::move(task)));
    loop.run();
  }
  Task<> finish(Task<> task) {
    co_await std::move(task);
    loop.quit(0);
  }
};

TEST_F(LoopTest, PostedWorkRunsInOrderAndNeverInsideThePost) {
  std::vector<int> seen;
  loop.post([&] {
    loop.post([&] { seen.push_back(3); });
    seen.push_back(1);
  });
  loop.post([&] { seen.push_back(2); });
  loop.post([&] { loop.post([&] { loop.quit(0); }); });
  EXPECT_TRUE(seen.empty());
  loop.run();
  EXPECT_EQ(seen, (std::vector{1, 2, 3}));
}

Task<> work_and_fail(Lanes& lanes, std::string& result, std::string& failure, std::thread::id& worker) {
  const auto working = lanes.run(1000, Lane::vault, [&worker] {
    worker = std::this_thread::get_id();
    return std::string("a result long enough to live on the heap");
  });
  result = co_await working;
  const auto failing =
      lanes.run(1000, Lane::vault, []() -> std::string { throw Error(ErrorCode::VaultDamaged, "Broken."); });
  try {
    co_await failing;
  } catch (const Error& error) {
    failure = error.text();
  }
}

TEST_F(LoopTest, LaneResultsAndExceptionsReachTheAwaiter) {
  Lanes lanes(loop);
  std::string result;
  std::string failure;
  std::thread::id worker;
  run(work_and_fail(lanes, result, failure, worker));
  EXPECT_EQ(result, "a result long enough to live on the heap");
  EXPECT_EQ(failure, "Broken.");
  EXPECT_NE(worker, std::this_thread::get_id());
}

Task<std::string> inner(Lanes& lanes) {
  const auto failing =
      lanes.run(1, Lane::vault, []() -> std::string { throw Error(ErrorCode::Failed, "inner"); });
  auto text = co_await failing;
  co_return text;
}
Task<std::string> middle(Lanes& lanes, std::string prefix) { co_return prefix + co_await inner(lanes); }

Task<> outer(Lanes& lanes, std::string& failure) {
  for (int i = 0; i < 100; ++i) {
    try {
      co_await middle(lanes, "a prefix that is long enough for the heap");
    } catch (const Error& error) {
      failure = error.text();
    }
  }
}

TEST_F(LoopTest, ExceptionsTravelThroughNestedTasks) {
  Lanes lanes(loop);
  std::string failure;
  run(outer(lanes, failure));
  EXPECT_EQ(failure, "inner");
}

Task<> slow_and_quick(Lanes& lanes, std::vector<int>& seen) {
  const Cancel gate;  // opened only after the other user's work: would dead-lock if lanes shared a thread
  const auto slow = lanes.run(1, Lane::vault, [&seen, fd = gate.fd()] {
    eventfd_t value = 0;
    while (eventfd_read(fd, &value) < 0) std::this_thread::yield();
    seen.push_back(1);
  });
  const auto next = lanes.run(1, Lane::vault, [&seen] { seen.push_back(2); });
  const auto other = lanes.run(2, Lane::vault, [] {});
  co_await other;
  EXPECT_TRUE(seen.empty());
  gate.cancel(Error(ErrorCode::Cancelled, "go"));
  co_await slow;
  co_await next;
}

TEST_F(LoopTest, OneLaneKeepsItsOrderAndDoesNotDelayAnother) {
  Lanes lanes(loop);
  std::vector<int> seen;
  run(slow_and_quick(lanes, seen));
  EXPECT_EQ(seen, (std::vector{1, 2}));
}

Task<> await_cancelled(EventLoop& loop, std::string& failure) {
  const Cancel cancel;
  const Promise<std::string> never(loop);
  const auto listener = cancel.fail_on_cancel(never);
  loop.post([cancel] { cancel.cancel(Error(ErrorCode::UserCancelled, "Dismissed.")); });
  try {
    co_await never;
  } catch (const Error& error) {
    failure = error.text();
  }
  never.fulfil("too late");
}

TEST_F(LoopTest, CancellationEndsAWaitWithItsReason) {
  std::string failure;
  run(await_cancelled(loop, failure));
  EXPECT_EQ(failure, "Dismissed.");
}

TEST_F(LoopTest, InnerWorkEndsWithOuterWorkForItsReason) {
  const auto reason = [](const Cancel& cancel) {
    try {
      cancel.throw_if_cancelled();
    } catch (const Error& error) {
      return error.text();
    }
    return std::string();
  };
  const Cancel outer, inner, dropped, other;
  const auto listener = inner.follow(outer);
  (void)dropped.follow(outer);
  outer.cancel(Error(ErrorCode::Locked, "Over."));
  EXPECT_EQ(reason(inner), "Over.");
  EXPECT_EQ(reason(dropped), "");
  EXPECT_EQ(other.follow(outer), nullptr);
  EXPECT_EQ(reason(other), "Over.");
}

TEST_F(LoopTest, ADroppedListenerOrTimerDoesNotRun) {
  bool ran = false;
  const Cancel cancel;
  {
    const auto listener = cancel.listen([&] { ran = true; });
    const auto timer = loop.after(std::chrono::milliseconds(1), [&] { ran = true; });
  }
  cancel.cancel(Error(ErrorCode::Cancelled, "x"));
  const auto end = loop.after(std::chrono::milliseconds(5), [&] { loop.quit(0); });
  loop.run();
  EXPECT_FALSE(ran);
}

TEST_F(LoopTest, AnExceptionInACallbackDoesNotEndTheLoop) {
  loop.post([] { throw std::bad_alloc(); });
  loop.post([&] { loop.quit(7); });
  EXPECT_EQ(loop.run(), 7);
}

}  // namespace
}  // namespace kenkod::loop
