#include "jobs/import.hpp"

#include <algorithm>
#include <utility>

#include "jobs/parser_child.hpp"
#include "jobs/sealed_copy.hpp"
#include "jobs/subject.hpp"
#include "loop/journal.hpp"

namespace kenkod::jobs {
namespace {

using Results = std::vector<ImportResult>;

std::string_view to_name(vault::Outcome outcome, bool check) {
  switch (outcome) {
    case vault::Outcome::imported:
      return check ? "would-import" : "imported";
    case vault::Outcome::already_there:
      return "already-there";
    case vault::Outcome::revised:
      return check ? "would-revise" : "revised";
  }
  return "";
}

// One call and what it works with.
struct Import {
  Services& services;
  const Call& call;
  access::SessionPtr session;
  std::shared_ptr<std::vector<Fd>> files;
  bool check = false;
  SubjectQuestion question{services, call, "import"};
  Results results;
};

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

loop::Task<vault::Judgement> judge(Import& import, std::shared_ptr<Arriving> arriving) {
  const auto records = import.session->vault();
  const auto judging = import.services.lanes.run(import.session->uid, loop::Lane::vault, [records, arriving] {
    return records.get().judge(arriving->parsed.facts, arriving->copy.sha256);
  });
  co_return co_await judging;
}

loop::Task<vault::Added> store(Import& import, std::shared_ptr<Arriving> arriving) {
  const auto records = import.session->vault();
  const auto storing = import.services.lanes.run(import.session->uid, loop::Lane::vault, [records, arriving] {
    return records.get().add(arriving->parsed, arriving->copy.bytes, arriving->copy.sha256, arriving->source);
  });
  co_return co_await storing;
}

// What earlier imports have left in the log, while a parser works.
void make_room(Import& import) {
  const auto records = import.session->vault();
  import.services.lanes.run(import.session->uid, loop::Lane::vault,
                            [records] { records.get().fold_if_outgrown(); });
}

// What is read becomes a result: stored, or only judged.
loop::Task<ImportResult> take_in(Import& import, std::uint32_t index, std::shared_ptr<Arriving> arriving) {
  const auto& facts = arriving->parsed.facts;
  ImportResult result;
  result.kind = facts.kind;
  result.layout = facts.layout;
  result.date = facts.date;
  result.document_warnings = facts.warnings;
  const auto judgement = co_await judge(import, arriving);
  if (import.check) {
    result.subject_unconfirmed = judgement.subject_unconfirmed;
    result.added = vault::summary_of(arriving->parsed);
    result.added.document = judgement.document;
    result.added.outcome = judgement.outcome;
  } else {
    const auto total = import.files->size();
    if (judgement.subject_unconfirmed) {
      import.call.progress("prompt", index, total);
      auto subject = facts.subject;
      co_await import.question.confirm(std::move(subject));
      arriving->source.subject_confirmed = true;
    }
    import.call.cancel.throw_if_cancelled();
    import.call.progress("store", index, total);
    result.added = co_await store(import, arriving);
  }
  result.outcome = to_name(result.added.outcome, import.check);
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

loop::Task<> import_file(Import& import, std::uint32_t index) {
  auto& services = import.services;
  const auto& call = import.call;
  const auto files = import.files;
  const auto uid = import.session->uid;
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
      if (!import.check) make_room(import);
      co_await parsing;
      call.cancel.throw_if_cancelled();
      result = co_await take_in(import, index, document);
    } catch (const Error& error) {
      call.cancel.throw_if_cancelled();
      if (ends_import(error.code())) throw;
      result.outcome = "refused";
      result.error = error;
    }
    result.file = index;
    import.results.push_back(std::move(result));
    // Wiping and freeing thousands of records takes long: never on the loop.
    services.lanes.run(uid, loop::Lane::parse, [gone = std::move(document)] {});
  }
}

void log_import(const Import& import, std::ptrdiff_t stored) {
  const auto refused = static_cast<std::ptrdiff_t>(import.results.size()) - stored;
  loop::journal::write(loop::journal::Event::stored, "Import finished",
                       {{"KENKOD_UID", std::to_string(import.session->uid)},
                        {"KENKOD_DOCUMENTS", std::to_string(stored)},
                        {"KENKOD_REFUSED", std::to_string(refused)}});
}

}  // namespace

loop::Task<std::vector<ImportResult>> import_files(Services& services, Call call, access::SessionPtr session,
                                                   std::shared_ptr<std::vector<Fd>> files, bool check) {
  Import import{services, call, session, files, check};
  const auto total = files->size();
  for (std::uint32_t index = 0; index < total; ++index) {
    call.cancel.throw_if_cancelled();
    try {
      co_await import_file(import, index);
    } catch (const Error& error) {
      call.cancel
          .throw_if_cancelled();  // the reason, such as the end of the session, not what it interrupted
      if (ends_import(error.code())) throw;
      ImportResult refused;
      refused.file = index;
      refused.outcome = "refused";
      refused.error = error;
      import.results.push_back(std::move(refused));
    }
  }
  call.progress(check ? "parse" : "store", total, total);
  if (check) co_return std::move(import.results);
  const auto& results = import.results;
  const auto stored =
      std::ranges::count_if(results, [](const ImportResult& r) { return r.outcome != "refused"; });
  log_import(import, stored);
  // One file, the usual case: the named error, as every caller of D-Bus expects it.
  if (total == 1 && stored == 0 && !results.empty()) throw Error(*results.front().error);
  co_return std::move(import.results);
}

}  // namespace kenkod::jobs
