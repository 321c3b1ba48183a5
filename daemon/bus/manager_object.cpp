#include "bus/manager_object.hpp"

#include <algorithm>
#include <utility>

#include "bus/card_rows.hpp"
#include "bus/link_request.hpp"
#include "bus/link_rows.hpp"
#include "config.hpp"
#include "jobs/card_status.hpp"
#include "jobs/card_test.hpp"
#include "jobs/open_session.hpp"
#include "jobs/purge.hpp"
#include "jobs/secret_question.hpp"
#include "jobs/status.hpp"
#include "jobs/terms.hpp"
#include "jobs/unlink.hpp"

namespace kenkod::bus {
namespace {

constexpr const char* kInterface = "org.kenkod1.Manager";
constexpr auto kPortalLook = std::chrono::hours(1);

struct StatusRow {
  jobs::Status status;
};
void append(sdbus::Message& message, const StatusRow& result) {
  const auto& status = result.status;
  Dictionary row(message);
  row.put("consent", status.consent)
      .text("terms-version", status.terms_version)
      .put("question-set", status.question_set)
      .put("open", status.open)
      .put("waiting", status.waiting)
      .text("vault", status.vault)
      .put("agent", status.agent)
      .put("portal", status.portal)
      .put("portal-open", status.portal_open)
      .put("next-opening", status.next_opening)
      .text("link-state", status.link_state)
      .put("last-fetch", status.last_fetch)
      .put("link-expires", status.link_expires)
      .put("retry-at", status.retry_at);
  if (status.question_set) row.put("device-key", status.device_key).put("recovery-key", status.recovery_key);
}

struct SecretQuestionRow {
  jobs::SecretQuestionResult result;
};
void append(sdbus::Message& message, const SecretQuestionRow& row) {
  Dictionary(message).put("device-key", row.result.device_key).put("recovery-key", row.result.recovery_key);
}

struct PurgeRow {
  jobs::PurgeResult result;
};
void append(sdbus::Message& message, const PurgeRow& row) {
  Dictionary(message).put("device-key-deleted", row.result.device_key_deleted);
}

struct UnlinkRow {
  bool confirmed = false;
};
void append(sdbus::Message& message, const UnlinkRow& row) {
  Dictionary(message).put("confirmed", row.confirmed);
}

void end_user(jobs::Services& services, uid_t uid) {
  services.sessions.end_user(uid);
  services.logins.end_user(uid, Error(ErrorCode::Cancelled, "The person locked their records."));
}

jobs::PortalTimes current_portal_times(const jobs::Services& services) {
  return jobs::portal_times(services.portal, services.loop.clock().realtime_us() / 1'000'000);
}

}  // namespace

ManagerObject::ManagerObject(sdbus::IConnection& connection, Serving serving)
    : connection_(connection), serving_(serving), object_(sdbus::createObject(connection, "/org/kenkod1")) {
  Exporter exporter(object_, serving_, kInterface);
  export_status(exporter);
  export_consent(exporter);
  export_agents(exporter);
  export_secret_question(exporter);
  export_sessions(exporter);
  export_card(exporter);
  export_link(exporter);
  export_purge(exporter);
  object_->registerProperty("Version")
      .onInterface(kInterface)
      .withGetter([] { return std::string(config::kVersion); })
      .withUpdateBehavior(sdbus::Flags::CONST_PROPERTY_VALUE);
  export_portal_times();
  object_->finishRegistration();
  look_at_portal_times();

  serving_.services.sessions.on_ended([this](const access::SessionPtr& session) {
    const auto found = sessions_.find(session->id);
    if (found == sessions_.end()) return;
    // A method of this very object may have ended it.
    serving_.services.loop.post(
        [gone = std::shared_ptr<SessionObject>(std::move(found->second))]() mutable { gone.reset(); });
    sessions_.erase(found);
  });
}

void ManagerObject::export_status(Exporter& exporter) {
  auto& services = serving_.services;
  exporter.method("GetStatus", {"options"}, "a{sv}", {"status"}, [&services](Options options) {
    only(options, {});
    return [&services](jobs::Call call) -> loop::Task<StatusRow> {
      auto status = co_await jobs::get_status(services, std::move(call));
      co_return StatusRow{std::move(status)};
    };
  });
}

void ManagerObject::export_consent(Exporter& exporter) {
  auto& services = serving_.services;
  exporter.method("GetTerms", {"lang", "options"}, "ss", {"version", "text"},
                  [&services](std::string lang, Options options) {
                    only(options, {});
                    return [&services,
                            lang](jobs::Call /*call*/) -> loop::Task<std::tuple<std::string, std::string>> {
                      co_return std::tuple(services.terms.version(), services.terms.text(lang));
                    };
                  });
  exporter.method("AcceptTerms", {"version", "options"}, "", {},
                  [&services](std::string version, Options options) {
                    only(options, {});
                    return [&services, version](jobs::Call call) {
                      return jobs::accept_terms(services, std::move(call), version);
                    };
                  });
  exporter.method("WithdrawConsent", {"options"}, "", {}, [&services](Options options) {
    only(options, {});
    return [&services](jobs::Call call) { return jobs::withdraw_consent(services, std::move(call)); };
  });
}

void ManagerObject::export_agents(Exporter& exporter) {
  auto& services = serving_.services;
  exporter.method("RegisterAgent", {"agent", "options"}, "", {},
                  [&services](sdbus::ObjectPath agent, Options options) {
                    only(options, {});
                    return [&services, agent](jobs::Call call) -> loop::Task<> {
                      auto session = co_await services.callers.login_session_of(call.caller);
                      call.cancel.throw_if_cancelled();  // an agent must not outlive its connection
                      services.agents.add(*call.caller, agent, std::move(session));
                    };
                  });
  exporter.method("UnregisterAgent", {"agent", "options"}, "", {},
                  [&services](sdbus::ObjectPath agent, Options options) {
                    only(options, {});
                    return [&services, agent](jobs::Call call) -> loop::Task<> {
                      services.agents.remove(*call.caller, agent);
                      co_return;
                    };
                  });
}

void ManagerObject::export_secret_question(Exporter& exporter) {
  auto& services = serving_.services;
  exporter.method(
      "SetSecretQuestion", {"options"}, "a{sv}", {"result"},
      [&services](Options options) {
        only(options, {});
        return [&services](jobs::Call call) -> loop::Task<SecretQuestionRow> {
          const auto result = co_await jobs::set_secret_question(services, std::move(call));
          co_return SecretQuestionRow{result};
        };
      },
      true);
  exporter.method(
      "ChangeSecretQuestion", {"options"}, "a{sv}", {"result"},
      [&services](Options options) {
        only(options, {});
        return [&services](jobs::Call call) -> loop::Task<SecretQuestionRow> {
          const auto result = co_await jobs::change_secret_question(services, std::move(call));
          co_return SecretQuestionRow{result};
        };
      },
      true);
}

void ManagerObject::export_sessions(Exporter& exporter) {
  auto& services = serving_.services;
  exporter.method(
      "OpenSession", {"scopes", "purpose", "options"}, "o", {"session"},
      [this](std::vector<std::string> scopes, std::string purpose, Options options) {
        only(options, {"recovery", "principal"});
        const auto principal = option<std::string>(options, "principal");
        if (principal && principal->empty())
          throw Error(ErrorCode::InvalidArgument, "A principal has an id.").with("key", "principal");
        jobs::OpenSessionRequest request{.scopes = std::move(scopes),
                                         .purpose = std::move(purpose),
                                         .recovery = option<bool>(options, "recovery").value_or(false),
                                         .principal = principal.value_or("")};
        jobs::check(request);
        return [this, request](jobs::Call call) -> loop::Task<sdbus::ObjectPath> {
          auto session = co_await jobs::open_session(serving_.services, std::move(call), request);
          auto object = std::make_unique<SessionObject>(connection_, serving_, session);
          sdbus::ObjectPath path(object->path());
          sessions_.emplace(session->id, std::move(object));
          co_return path;
        };
      },
      true);
  exporter.method("Lock", {"options"}, "", {}, [&services](Options options) {
    only(options, {});
    return [&services](jobs::Call call) -> loop::Task<> {
      const auto app = co_await services.callers.app_of(call.caller);
      if (app.sandboxed)
        services.sessions.end_app(call.caller->uid, app.id);
      else
        end_user(services, call.caller->uid);
    };
  });
}

void ManagerObject::export_card(Exporter& exporter) {
  auto& services = serving_.services;
  const auto reader_of = [](const Options& options) {
    only(options, {"reader"});
    return option<std::string>(options, "reader").value_or("");
  };
  exporter.method("ListReaders", {"options"}, "aa{sv}", {"readers"}, [&services](Options options) {
    only(options, {});
    return [&services](jobs::Call call) -> loop::Task<ReaderRows> {
      auto readers = co_await jobs::list_readers(services, std::move(call));
      co_return ReaderRows{std::move(readers)};
    };
  });
  exporter.method(
      "GetCardStatus", {"options"}, "a{sv}", {"status"},
      [&services, reader_of](Options options) {
        return [&services, reader = reader_of(options)](jobs::Call call) -> loop::Task<CardStatusRow> {
          auto status = co_await jobs::get_card_status(services, std::move(call), reader);
          co_return CardStatusRow{std::move(status)};
        };
      },
      true);
  exporter.method(
      "TestCard", {"options"}, "a{sv}", {"result"},
      [&services, reader_of](Options options) {
        return [&services, reader = reader_of(options)](jobs::Call call) -> loop::Task<CardSignatureRow> {
          auto signature = co_await jobs::test_card(services, std::move(call), reader);
          co_return CardSignatureRow{std::move(signature)};
        };
      },
      true);
}

void ManagerObject::export_link(Exporter& exporter) {
  auto& services = serving_.services;
  exporter.method(
      "Link", {"options"}, "a{sv}", {"result"},
      [&services](Options options) {
        auto request = read_link_request(options);
        return [&services, request](jobs::Call call) -> loop::Task<LinkResultRow> {
          auto result = co_await jobs::link(services, std::move(call), request);
          co_return LinkResultRow{std::move(result)};
        };
      },
      true);
  exporter.method(
      "Unlink", {"options"}, "a{sv}", {"result"},
      [&services](Options options) {
        only(options, {"forget"});
        const bool forget = option<bool>(options, "forget").value_or(false);
        return [&services, forget](jobs::Call call) -> loop::Task<UnlinkRow> {
          const bool confirmed = co_await jobs::unlink(services, std::move(call), forget);
          co_return UnlinkRow{confirmed};
        };
      },
      true);
}

void ManagerObject::export_portal_times() {
  object_->registerProperty("PortalOpen").onInterface(kInterface).withGetter([this] {
    return current_portal_times(serving_.services).open;
  });
  object_->registerProperty("NextPortalOpening").onInterface(kInterface).withGetter([this] {
    return current_portal_times(serving_.services).next_opening;
  });
}

// At the next change, and every hour: the calendar clock may be set meanwhile.
void ManagerObject::look_at_portal_times() {
  auto& services = serving_.services;
  const auto& portal = services.portal;
  if (!portal.configured()) return;
  const auto now = services.loop.clock().realtime_us();
  const auto times = jobs::portal_times(portal, now / 1'000'000);
  if (portal_timer_.armed() && times != portal_times_)
    object_->emitPropertiesChangedSignal(kInterface, {"PortalOpen", "NextPortalOpening"});
  portal_times_ = times;
  const auto change = portal.hours.next_change(now / 1'000'000, portal.holidays);
  std::chrono::microseconds wait = kPortalLook;
  if (change) wait = std::min(wait, std::chrono::microseconds(*change * 1'000'000 - now));
  portal_timer_ = services.loop.after(wait, [this] { look_at_portal_times(); });
}

void ManagerObject::export_purge(Exporter& exporter) {
  auto& services = serving_.services;
  exporter.method(
      "Purge", {"what", "options"}, "a{sv}", {"result"},
      [&services](std::string what, Options options) {
        only(options, {});
        if (what != "everything")
          throw Error(ErrorCode::InvalidArgument, "There is nothing of this name to purge.")
              .with("key", "what");
        return [&services](jobs::Call call) -> loop::Task<PurgeRow> {
          const auto result = co_await jobs::purge_everything(services, std::move(call));
          co_return PurgeRow{result};
        };
      },
      true);
}

}  // namespace kenkod::bus
