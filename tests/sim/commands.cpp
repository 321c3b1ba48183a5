#include "commands.hpp"

#include <charconv>
#include <functional>
#include <iterator>
#include <map>
#include <sstream>

namespace kenko_sim {

namespace {

struct Misunderstood : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Simulation {
  Card& card;
  InsertedCard& inserted;
  Exchange& exchange() const { return inserted.exchange(); }
};

using Words = std::vector<std::string>;

long number(const std::string& word, long most = 1'000'000) {
  long value = 0;
  const auto* end = word.data() + word.size();
  const auto read = std::from_chars(word.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end || value > most || value < -most)
    throw Misunderstood("no number: " + word);
  return value;
}

unsigned count(const std::string& word, long most = 1'000'000) {
  const long value = number(word, most);
  if (value < 0) throw Misunderstood("negative: " + word);
  return static_cast<unsigned>(value);
}

std::chrono::milliseconds milliseconds(const std::string& word) {
  return std::chrono::milliseconds(count(word));
}

bool on(const std::string& word) {
  if (word != "on" && word != "off") throw Misunderstood("neither on nor off: " + word);
  return word == "on";
}

Pin& pin(const Simulation& simulation, const std::string& word) {
  if (word == "auth") return simulation.card.auth_pin();
  if (word == "sign") return simulation.card.sign_pin();
  throw Misunderstood("neither auth nor sign: " + word);
}

CertificateState certificate(const Words& words) {
  static const std::map<std::string, CertificateState::Kind> kinds{
      {"valid", CertificateState::valid},
      {"missing", CertificateState::missing},
      {"empty", CertificateState::empty},
      {"expired", CertificateState::expired},
      {"not-yet", CertificateState::not_yet},
      {"ends-in", CertificateState::ends_in},
      {"other-issuer", CertificateState::other_issuer}};
  const auto found = kinds.find(words.at(1));
  if (found == kinds.end()) throw Misunderstood("unknown state: " + words.at(1));
  return {found->second, found->second == CertificateState::ends_in ? number(words.at(2)) : 0};
}

Fault refusal(const std::string& word) {
  const auto bytes = from_hex(word);
  if (!bytes || bytes->size() != 2) throw Misunderstood("no status word: " + word);
  return {Fault::refuse, static_cast<sw::StatusWord>(bytes->at(0) << 8 | bytes->at(1))};
}

Fault garbled(const Words& words) {
  if (words.size() < 3 || words[2] == "short") return {Fault::cut_short};
  if (words[2] != "data") throw Misunderstood("neither short nor data: " + words[2]);
  return {Fault::wrong_data};
}

std::string listed(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + '\n';
  return text;
}

void become(const Simulation& simulation, const std::string& name) {
  const auto* kind = find_card_kind(name);
  if (kind == nullptr) throw Misunderstood("unknown kind: " + name);
  simulation.card.become(*kind);
}

using Command = std::function<Told(const Simulation&, const Words&)>;

// One that says nothing but ok.
template <class Do>
Command quietly(Do what) {
  return [what](const Simulation& simulation, const Words& words) {
    what(simulation, words);
    return Told{};
  };
}

template <class Say>
Command saying(Say what) {
  return [what](const Simulation& simulation, const Words&) { return Told{what(simulation)}; };
}

const std::map<std::string, Command>& commands() {
  using S = const Simulation&;
  using W = const Words&;
  static const std::map<std::string, Command> table{
      {"insert",
       [](S s, W) {
         s.inserted.insert();
         return Told{.when_powered = true};
       }},
      {"remove", quietly([](S s, W) { s.inserted.remove(); })},
      {"fresh", quietly([](S s, W) { s.inserted.renew(); })},
      {"kind", quietly([](S s, W w) { become(s, w.at(1)); })},
      {"certificate", quietly([](S s, W w) { s.card.set_certificate(certificate(w)); })},
      {"pin", quietly([](S s, W w) { s.card.auth_pin().set_value(w.at(1)); })},
      {"tries", quietly([](S s, W w) {
         Pin& chosen = pin(s, w.at(1));
         chosen.set_tries(count(w.at(2), static_cast<long>(chosen.max_tries())));
       })},
      {"delay", quietly([](S s, W w) { s.exchange().set_delay(milliseconds(w.at(1))); })},
      {"sign-delay", quietly([](S s, W w) { s.exchange().set_sign_delay(milliseconds(w.at(1))); })},
      {"mute", quietly([](S s, W w) { s.inserted.set_mute(on(w.at(1))); })},
      {"remove-at", quietly([](S s, W w) { s.exchange().faults().plan(count(w.at(1)), {Fault::remove}); })},
      {"garble", quietly([](S s, W w) { s.exchange().faults().plan(count(w.at(1)), garbled(w)); })},
      {"status-at", quietly([](S s, W w) { s.exchange().faults().plan(count(w.at(1)), refusal(w.at(2))); })},
      {"no-faults", quietly([](S s, W) { s.exchange().faults().clear(); })},
      {"t0", quietly([](S s, W w) { s.exchange().set_t0(on(w.at(1))); })},
      {"no-sfi", quietly([](S s, W w) { s.card.set_short_identifiers(!on(w.at(1))); })},
      {"wrong-signature", quietly([](S s, W w) { s.card.set_wrong_signature(on(w.at(1))); })},
      {"apdus", saying([](S s) { return listed(s.exchange().record().apdus()); })},
      {"events", saying([](S s) { return listed(s.exchange().record().events()); })},
      {"count", saying([](S s) { return std::to_string(s.exchange().record().count()); })},
      {"verifies", saying([](S s) { return std::to_string(s.exchange().record().verifies()); })},
      {"clear", quietly([](S s, W) { s.exchange().record().clear(); })},
      {"state", saying([](S s) {
         return std::string(s.inserted.powered()    ? "noticed"
                            : s.inserted.inserted() ? "inserted"
                                                    : "removed");
       })},
      {"quit", [](S, W) { return Told{.quit = true}; }},
  };
  return table;
}

}  // namespace

Told obey(const std::string& line, Card& card, InsertedCard& inserted) {
  std::istringstream in(line);
  const Words words{std::istream_iterator<std::string>(in), {}};
  const auto found = words.empty() ? commands().end() : commands().find(words[0]);
  if (found == commands().end()) return {"error: unknown command"};
  try {
    return found->second({card, inserted}, words);
  } catch (const std::out_of_range&) {
    return {"error: something is missing after " + words[0]};
  } catch (const Misunderstood& e) {
    return {std::string("error: ") + e.what()};
  }
}

}  // namespace kenko_sim
