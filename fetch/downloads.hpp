// The documents of one retrieval, several at a time: each checked, then handed to kenkod as it arrives.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "authorisation.hpp"
#include "document_file.hpp"
#include "portal.hpp"
#include "refused.hpp"
#include "retrieval_status.hpp"

namespace kenkod::fetch {

// What kenkod has already: documents come again when a retrieval is begun anew.
using Sent = std::set<std::pair<Kind, std::array<std::uint8_t, 32>>>;

class Downloads {
 public:
  // `place`: URL of the retrieval. `items` are worked on in place: status, error and count of the refused.
  Downloads(Portal& portal, Authorisation& authorisation, std::string place,
            std::vector<RetrievedItem>& items, Sent& sent);
  ~Downloads();
  Downloads(const Downloads&) = delete;
  Downloads& operator=(const Downloads&) = delete;

  // Every KindEnd and Document is sent when it is known. Throws Expired; Refused when nothing of it is left
  // to tell.
  void run();

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Wanted {
    std::size_t item = 0;
    ListedDocument document;
    Attempts attempts;
    bool again = false;       // it came wrong once
    bool renewed = false;     // it was refused for its token once
    std::uint32_t token = 0;  // with which one, counted
    Time not_before;
    std::unique_ptr<DocumentFile> file;
  };

  void start_some();
  void start(std::unique_ptr<Wanted> wanted);
  void ended(std::unique_ptr<Wanted> wanted, const HttpResponse& response);
  void failed(std::unique_ptr<Wanted> wanted, const Verdict& verdict, long status);
  [[nodiscard]] Fd checked(Wanted& wanted, const HttpResponse& response) const;
  void came_wrong(std::unique_ptr<Wanted> wanted);
  void done(std::size_t item, bool refused);
  void kind_failed(std::size_t item, ErrorCode error);
  void stop(const Refused& reason);
  void end_kind(std::size_t item);
  void put_back(std::unique_ptr<Wanted> wanted) { waiting_.push_back(std::move(wanted)); }

  Portal& portal_;
  Authorisation& authorisation_;
  std::string place_;
  std::vector<RetrievedItem>& items_;
  Sent& sent_;
  std::vector<std::size_t> left_;  // of each item: documents that are not settled yet
  std::vector<bool> told_;         // KindEnd was sent
  std::deque<std::unique_ptr<Wanted>> waiting_;
  std::map<Http::Handle, std::unique_ptr<Wanted>> running_;
  std::uint32_t total_ = 0, done_ = 0, token_ = 0;
  Time pause_until_;  // the portal asked for less
};

}  // namespace kenkod::fetch
