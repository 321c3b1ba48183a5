#include "jobs/document.hpp"

#include <utility>

#include "jobs/write_out.hpp"

namespace kenkod::jobs {
namespace {

struct Found {
  vault::DocumentInfo info;
  WipedBytes bytes;
};

}  // namespace

loop::Task<vault::DocumentInfo> write_document(Services& services, Call call, access::SessionPtr session,
                                               std::string id, std::shared_ptr<Fd> target) {
  require_writable(target->get());
  const auto reading = services.lanes.run(
      session->uid, loop::Lane::vault, [records = session->vault(), id, scopes = session->scopes] {
        auto& vault = records.get();
        auto info = vault.find_document(id);
        if (!info || !scopes.contains(to_name(info->facts.kind)))
          throw Error(ErrorCode::OutOfScope, "This session has no such document.");
        auto bytes = vault.read_document(id);
        return Found{std::move(*info), std::move(bytes)};
      });
  auto found = std::make_shared<Found>(co_await reading);
  call.cancel.throw_if_cancelled();
  call.progress("write", 0, 1);
  // Elsewhere: a target that takes its time holds up nobody who wants to read.
  const auto writing =
      services.lanes.run(session->uid, loop::Lane::parse, [found, target, cancel = call.cancel] {
        const auto& bytes = found->bytes;
        write_out(target->get(), {reinterpret_cast<const char*>(bytes.data()), bytes.size()}, cancel.fd());
      });
  try {
    co_await writing;
  } catch (const Error&) {
    call.cancel.throw_if_cancelled();  // the reason, such as the end of the session, not what it interrupted
    throw;
  }
  call.progress("write", 1, 1);
  co_return std::move(found->info);
}

}  // namespace kenkod::jobs
