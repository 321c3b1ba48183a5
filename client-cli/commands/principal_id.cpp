#include "client-cli/commands/principal_id.hpp"

#include "client-cli/text/i18n.hpp"
#include "client-cli/text/width.hpp"
#include "common/hex.hpp"

namespace kenkod::cli {

std::vector<ActedFor> list_principals(Client& client, sdbus::IProxy& session) {
  std::vector<Dict> rows;
  unpack(call(client.loop(), session, kSession, "ListPrincipals", Options{}), rows);
  return acted_for(rows);
}

std::string principal_id(Client& client, const std::string& who) {
  if (who.empty() || is_random_id(who)) return who;
  const auto session = client.open_session({"principals"}, tr("Find out whom you mean"));
  const std::vector<ActedFor> people = list_principals(client, *session);
  client.close_session(*session);
  const ActedFor* found = find_principal(people, who);
  if (found == nullptr)
    throw Failure{
        ExitCode::usage,
        trf("There is nobody, or more than one, called {}; kenkoctl principals lists whom you act for.",
            printable(who))};
  return found->id;
}

}  // namespace kenkod::cli
