#include "vault/document_writer.hpp"

#include <utility>

#include "vault/disk.hpp"

namespace kenkod::vault {
namespace {

constexpr std::size_t kMostUnsynced = 32;  // open files

}  // namespace

DocumentWriter::~DocumentWriter() { end_thread(true); }

void DocumentWriter::add(const std::string& id, const SecretBuffer& key, Bytes content) {
  ids_.push_back(id);
  {
    const std::scoped_lock lock(mutex_);
    waiting_.push_back({id, key.copy(), content});
  }
  changed_.notify_one();
  if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
}

void DocumentWriter::end_thread(bool give_up) noexcept {
  {
    const std::scoped_lock lock(mutex_);
    if (give_up) waiting_.clear();
    complete_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void DocumentWriter::finish() {
  if (ids_.empty()) return;
  end_thread(false);
  if (failure_) std::rethrow_exception(failure_);
  files_.sync();
}

void DocumentWriter::discard() noexcept {
  end_thread(true);
  for (const auto& id : ids_) files_.discard(id);
}

void DocumentWriter::work() {
  std::vector<Fd> unsynced;
  const auto sync_all = [&] {
    for (const auto& fd : unsynced) disk::sync(fd.get());
    unsynced.clear();
  };
  try {
    for (;;) {
      File file;
      {
        std::unique_lock lock(mutex_);
        if (waiting_.empty() && !unsynced.empty()) {
          lock.unlock();
          sync_all();
          lock.lock();
        }
        changed_.wait(lock, [&] { return complete_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        file = std::move(waiting_.front());
        waiting_.pop_front();
      }
      unsynced.push_back(files_.write(file.id, file.key.bytes(), file.content));
      if (unsynced.size() == kMostUnsynced) sync_all();
    }
  } catch (...) {
    failure_ = std::current_exception();
  }
}

}  // namespace kenkod::vault
