#include "jobs/import.hpp"

#include <algorithm>
#include <utility>

#include "jobs/parser_child.hpp"
#include "jobs/sealed_copy.hpp"
#include "loop/journal.hpp"

namespace kenkod::jobs {
namespace {

using Results = std::vector<ImportResult>;

std::string_view to_name(vault::Outcome outcome) {
  switch (outcome) {
    case vault::Outcome::imported:
      return "imported";
    case vault::Outcome::already_there:
      return "already-there";
    case vault::Outcome::revised:
      return "revised";
  }
  return "";
}

// One document on its way: its one sealed copy, then what the child read from it.
struct Arriving {
  SealedCopy copy;  // empty: damaged inside its export
  ParsedDocument parsed;
  vault::DocumentSource source;
};

Error damaged_in_export() {
  return Error(ErrorCode::BadDocument, "A document in the export is damaged.").with("element", "document");
}

// These end the whole import: the next file would meet them too.
bool ends_import(ErrorCode code) {
  return code == ErrorCode::Cancelled || code == ErrorCode::Locked || code == ErrorCode::StorageFull ||
         code == ErrorCode::VaultDamaged || code == ErrorCode::NotAuthorized;
}

loop::Task<ImportResult> store(Services& services, access::SessionPtr session,
                               std::shared_ptr<Arriving> arriving) {
  const auto slot = session->hold->vault();
  ImportResult result;
  result.kind = arriving->parsed.facts.kind;
  result.layout = arriving->parsed.facts.layout;
  result.date = arriving->parsed.facts.date;
  const auto storing = services.lanes.run(session->uid, loop::Lane::vault, [slot, arriving] {
    return slot->get().add(arriving->parsed, arriving->copy.bytes, arriving->copy.sha256, arriving->source);
  });
  result.added = co_await storing;
  result.outcome = to_name(result.added.outcome);
  co_return result;
}

// The documents of one file: itself, or those inside an export of ours.
loop::Task<std::vector<std::shared_ptr<Arriving>>> unpack(Services& services, const Call& call, uid_t uid,
                                                          std::shared_ptr<SealedCopy> copy) {
  std::vector<std::shared_ptr<Arriving>> documents;
  if (!copy->own_export) {
    auto arriving = std::make_shared<Arriving>();
    arriving->copy = std::move(*copy);
    documents.push_back(std::move(arriving));
    co_return documents;
  }
  const auto reading =
      services.lanes.run(uid, loop::Lane::parse, [copy, limits = services.parser, cancel = call.cancel] {
        std::vector<std::shared_ptr<Arriving>> inside;
        read_export_in_child(*copy, limits, cancel.fd(), [&](const ExportedDocument& document) {
          auto arriving = std::make_shared<Arriving>();
          if (!document.bytes.empty()) arriving->copy = sealed_copy(document.bytes);
          arriving->source.stated_origin = document.origin;
          arriving->source.stated_at = document.stored_at;
          inside.push_back(std::move(arriving));
        });
        return inside;
      });
  co_return co_await reading;
}

loop::Task<> import_file(Services& services, const Call& call, access::SessionPtr session,
                         std::uint32_t index, std::shared_ptr<std::vector<Fd>> files, Results& results) {
  const auto uid = session->uid;
  const auto total = files->size();
  call.progress("copy", index, total);
  const auto copying = services.lanes.run(uid, loop::Lane::parse, [files, index, cancel = call.cancel] {
    return std::make_shared<SealedCopy>(sealed_copy((*files)[index].get(), cancel.fd()));
  });
  auto copy = co_await copying;
  (*files)[index].reset();
  auto documents = co_await unpack(services, call, uid, copy);
  copy.reset();

  for (auto& document : documents) {
    call.cancel.throw_if_cancelled();
    ImportResult result;
    try {
      if (document->copy.bytes.empty()) throw damaged_in_export();
      call.progress("parse", index, total);
      const auto parsing = services.lanes.run(
          uid, loop::Lane::parse, [document, limits = services.parser, cancel = call.cancel] {
            document->parsed = parse_in_child(document->copy, limits, cancel.fd());
          });
      co_await parsing;
      call.cancel.throw_if_cancelled();
      call.progress("store", index, total);
      result = co_await store(services, session, document);
    } catch (const Error& error) {
      if (ends_import(error.code())) throw;
      result.outcome = "refused";
      result.error = error;
    }
    result.file = index;
    results.push_back(std::move(result));
    document.reset();
  }
}

}  // namespace

loop::Task<std::vector<ImportResult>> import_files(Services& services, Call call, access::SessionPtr session,
                                                   std::shared_ptr<std::vector<Fd>> files) {
  Results results;
  for (std::uint32_t index = 0; index < files->size(); ++index) {
    call.cancel.throw_if_cancelled();
    try {
      co_await import_file(services, call, session, index, files, results);
    } catch (const Error& error) {
      call.cancel
          .throw_if_cancelled();  // the reason, such as the end of the session, not what it interrupted
      if (ends_import(error.code())) throw;
      ImportResult refused;
      refused.file = index;
      refused.outcome = "refused";
      refused.error = error;
      results.push_back(std::move(refused));
    }
  }
  call.progress("store", files->size(), files->size());
  const auto stored =
      std::ranges::count_if(results, [](const ImportResult& r) { return r.outcome != "refused"; });
  loop::journal::write(
      loop::journal::Event::stored, "Import finished",
      {{"KENKOD_UID", std::to_string(session->uid)},
       {"KENKOD_DOCUMENTS", std::to_string(stored)},
       {"KENKOD_REFUSED", std::to_string(results.size() - static_cast<std::size_t>(stored))}});
  if (stored == 0 && !results.empty()) throw Error(*results.front().error);
  co_return results;
}

}  // namespace kenkod::jobs
