// The files of one commit, sealed and written on a thread of their own while their records are taken in: both
// take about as long. Files that are waiting are synced together.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "common/secret_buffer.hpp"
#include "vault/document_files.hpp"

namespace kenkod::vault {

class DocumentWriter {
 public:
  explicit DocumentWriter(DocumentFiles& files) : files_(files) {}
  DocumentWriter(const DocumentWriter&) = delete;
  DocumentWriter& operator=(const DocumentWriter&) = delete;
  ~DocumentWriter();

  // `content` stays where it is until finish() or the end.
  void add(const std::string& id, const SecretBuffer& key, Bytes content);
  // Every file and the folder are on the disk when this returns; throws what writing met.
  void finish();
  // After a failure: none of them is left. What cannot be removed the next opening removes.
  void discard() noexcept;

 private:
  struct File {
    std::string id;
    SecretBuffer key;
    Bytes content;
  };
  void end_thread(bool give_up) noexcept;
  void work();

  DocumentFiles& files_;
  std::vector<std::string> ids_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<File> waiting_;
  bool complete_ = false;
  std::exception_ptr failure_;
  std::thread thread_;
};

}  // namespace kenkod::vault
