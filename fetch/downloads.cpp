#include "downloads.hpp"

#include <algorithm>
#include <utility>

#include "common/base64.hpp"

namespace kenkod::fetch {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kJsonAround = 4096;  // of a body in Base64, beside its data

std::optional<WipedBytes> decoded_body(const HttpResponse& response, std::size_t limit) {
  try {
    const auto object = parse_object(response.body, limit);
    if (text(object, "encoding", kJsonAround) != "base64") return std::nullopt;
    const auto data = object.find("data");
    if (data == object.end() || !data->is_string()) return std::nullopt;
    return from_base64(data->get_ref<const std::string&>());
  } catch (const Refused&) {
    return std::nullopt;
  }
}

std::size_t body_limit(const ListedDocument& document, bool base64) {
  const std::size_t size = document.size;
  return base64 ? size / 3 * 4 + kJsonAround : size;
}

}  // namespace

Downloads::Downloads(Portal& portal, Authorisation& authorisation, std::string place,
                     std::vector<RetrievedItem>& items, Sent& sent)
    : portal_(portal),
      authorisation_(authorisation),
      place_(std::move(place)),
      items_(items),
      sent_(sent),
      left_(items.size()),
      told_(items.size()) {
  for (std::size_t i = 0; i < items_.size(); ++i) {
    for (const auto& document : items_[i].documents) {
      auto wanted = std::make_unique<Wanted>();
      wanted->item = i;
      wanted->document = document;
      waiting_.push_back(std::move(wanted));
    }
    left_[i] = items_[i].documents.size();
    total_ += static_cast<std::uint32_t>(left_[i] + items_[i].refused);
    done_ += items_[i].refused;
  }
}

Downloads::~Downloads() { portal_.http.abandon(); }

void Downloads::run() {
  if (total_ != 0) portal_.channel.send(Progress{done_, total_});
  for (std::size_t i = 0; i < items_.size(); ++i)
    if (left_[i] == 0) end_kind(i);
  try {
    while (!waiting_.empty() || !running_.empty()) {
      start_some();
      if (running_.empty()) {
        portal_.channel.sleep(std::chrono::milliseconds(50));
        continue;
      }
      auto [handle, response] =
          portal_.http.finished(std::chrono::milliseconds(waiting_.empty() ? 10'000 : 50));
      if (handle == 0) continue;
      auto node = running_.extract(handle);
      if (!node.empty() && !told_[node.mapped()->item]) ended(std::move(node.mapped()), response);
    }
  } catch (const Expired&) {
    throw;
  } catch (const Refused& reason) {
    stop(reason);
  }
}

void Downloads::start_some() {
  const auto now = steady_clock::now();
  if (now < pause_until_) return;
  for (std::size_t i = 0; i < waiting_.size() && running_.size() < portal_.configuration.parallel;) {
    if (waiting_[i]->not_before > now) {
      ++i;
      continue;
    }
    auto wanted = std::move(waiting_[i]);
    waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(i));
    if (sent_.contains({items_[wanted->item].kind, wanted->document.sha256})) {
      done(wanted->item, false);
    } else {
      start(std::move(wanted));
    }
  }
}

void Downloads::start(std::unique_ptr<Wanted> wanted) {
  const bool base64 = portal_.configuration.base64_bodies;
  HttpRequest request;
  request.url = place_ + "/documents/" + wanted->document.id;
  request.accept = base64 ? "application/json" : wanted->document.media_type;
  request.bearer = &authorisation_.access_token();
  request.limit = body_limit(wanted->document, base64);
  wanted->file = std::make_unique<DocumentFile>(wanted->document);
  wanted->token = token_;
  if (!base64)
    request.sink = [file = wanted->file.get()](std::span<const std::uint8_t> bytes) {
      return file->add(bytes);
    };
  const auto handle = portal_.http.start(std::move(request));
  running_.emplace(handle, std::move(wanted));
}

void Downloads::ended(std::unique_ptr<Wanted> wanted, const HttpResponse& response) {
  const bool cut_by_us = response.too_large || response.transport == CURLE_WRITE_ERROR;
  const auto verdict = portal_.exchange.judged(response);
  const bool came = cut_by_us && response.status == 200;
  if (verdict && !came) {
    failed(std::move(wanted), *verdict, response.status);
    return;
  }
  Fd file = cut_by_us ? Fd() : checked(*wanted, response);
  if (!file) {
    came_wrong(std::move(wanted));
    return;
  }
  const auto kind = items_[wanted->item].kind;
  portal_.channel.send(Document{kind, wanted->document.size, wanted->document.sha256, std::move(file)});
  sent_.emplace(kind, wanted->document.sha256);
  done(wanted->item, false);
}

Fd Downloads::checked(Wanted& wanted, const HttpResponse& response) const {
  const bool base64 = portal_.configuration.base64_bodies;
  const auto type = bare_media_type(response.content_type);
  if (response.status != 200 || type != (base64 ? "application/json" : wanted.document.media_type)) return {};
  if (base64) {
    const auto bytes = decoded_body(response, body_limit(wanted.document, base64));
    if (!bytes || !wanted.file->add(*bytes)) return {};
  }
  return wanted.file->finish();
}

void Downloads::came_wrong(std::unique_ptr<Wanted> wanted) {
  if (wanted->again) {
    done(wanted->item, true);
    return;
  }
  wanted->again = true;
  put_back(std::move(wanted));
}

void Downloads::failed(std::unique_ptr<Wanted> wanted, const Verdict& verdict, long status) {
  if (verdict.again == Again::restart) throw Expired();
  if (verdict.again == Again::renewed && !wanted->renewed) {
    // Others that were refused with the same token only need to be repeated.
    if (wanted->token == token_) {
      authorisation_.renew();
      ++token_;
    }
    wanted->renewed = true;
    put_back(std::move(wanted));
    return;
  }
  if (const auto wait = portal_.exchange.again(verdict, wanted->attempts)) {
    wanted->not_before = steady_clock::now() + *wait;
    if (verdict.again == Again::after) pause_until_ = std::max(pause_until_, wanted->not_before);
    put_back(std::move(wanted));
    return;
  }
  if (status == 403 && verdict.code == ErrorCode::KindNotPermitted) {
    kind_failed(wanted->item, verdict.code);
  } else if (status == 404) {
    done(wanted->item, true);  // listed, and not there
  } else {
    throw Refused(verdict.code, verdict.until);
  }
}

void Downloads::done(std::size_t item, bool refused) {
  if (refused) ++items_[item].refused;
  --left_[item];
  portal_.channel.send(Progress{++done_, total_});
  if (left_[item] == 0) end_kind(item);
}

void Downloads::kind_failed(std::size_t item, ErrorCode error) {
  items_[item].status = KindStatus::failed;
  items_[item].error = error;
  std::erase_if(waiting_, [item](const auto& one) { return one->item == item; });
  // Those under way are not looked at any more when they come.
  done_ += static_cast<std::uint32_t>(std::exchange(left_[item], 0));
  portal_.channel.send(Progress{done_, total_});
  end_kind(item);
}

// What is whole stays; what is not is told with the reason. Where the portal broke the rules, and where
// nothing is whole, all of it has failed.
void Downloads::stop(const Refused& reason) {
  const bool broken = reason.code() == ErrorCode::ProtocolViolation ||
                      reason.code() == ErrorCode::TlsFailure || reason.code() == ErrorCode::LinkExpired;
  bool any = false;
  for (std::size_t i = 0; i < items_.size(); ++i)
    any = any || (told_[i] && items_[i].status == KindStatus::fetched);
  if (broken || !any) throw reason;
  for (std::size_t i = 0; i < items_.size(); ++i)
    if (!told_[i]) {
      items_[i].status = KindStatus::failed;
      items_[i].error = reason.code();
      end_kind(i);
    }
}

void Downloads::end_kind(std::size_t item) {
  if (told_[item]) return;
  told_[item] = true;
  const auto& one = items_[item];
  portal_.channel.send(KindEnd{one.kind, one.status, one.error, one.refused});
}

}  // namespace kenkod::fetch
