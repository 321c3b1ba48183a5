#include "parse/sax.hpp"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <cstring>
#include <deque>
#include <exception>
#include <memory>
#include <unordered_map>

#include "common/personal_number.hpp"
#include "common/validate.hpp"
#include "parse/refusal.hpp"
#include "parse/text_values.hpp"

#if LIBXML_VERSION >= 21200
using XmlErrorPointer = const xmlError*;
#else
using XmlErrorPointer = xmlError*;
#endif

namespace kenkod::parse {
namespace {

constexpr std::size_t kMaxAttribute = 4'096;  // longer ones are refused: no record keeps them

std::string_view view(const xmlChar* text) noexcept {
  return text == nullptr ? std::string_view{} : std::string_view(reinterpret_cast<const char*>(text));
}

// libxml2 writes "&" in attribute values as "&#38;" unless it substitutes entities, which it never does here.
std::string unescaped_ampersands(std::string_view value) {
  constexpr std::string_view kEscaped = "&#38;";
  std::string out;
  while (!value.empty()) {
    const std::size_t at = value.find(kEscaped);
    out.append(value.substr(0, at));
    if (at == std::string_view::npos) break;
    out.push_back('&');
    value.remove_prefix(at + kEscaped.size());
  }
  return out;
}

// Attributes whose digits are another identifier or a telephone number, never a 個人番号.
bool holds_identifier(Element element, std::string_view attribute) noexcept {
  return attribute == "root" || attribute == "codeSystem" ||
         (element == Element::id && attribute == "extension") ||
         (element == Element::telecom && attribute == "value");
}

// Namespaces in force, innermost last.
struct NamespaceBinding {
  std::string prefix, uri;
  std::size_t depth = 0;
};

struct ContextDeleter {
  void operator()(xmlParserCtxt* context) const noexcept { xmlFreeParserCtxt(context); }
};

}  // namespace

std::string_view Attributes::operator[](std::string_view name) const noexcept { return in_space({}, name); }

std::string_view Attributes::in_space(std::string_view space, std::string_view name) const noexcept {
  for (const Attribute& one : all)
    if (one.name == name && one.space == space) return one.value;
  return {};
}

bool Attributes::has(std::string_view name) const noexcept {
  return std::any_of(all.begin(), all.end(),
                     [&](const Attribute& one) { return one.name == name && one.space.empty(); });
}

struct SaxState {
  SaxOptions options;
  SaxHandler* handler = nullptr;  // null: only the root element is wanted
  RootElement root;
  std::unique_ptr<xmlParserCtxt, ContextDeleter> context;
  std::string_view document;
  std::size_t read = 0;
  std::vector<Element> path;
  std::vector<NamespaceBinding> bindings;
  std::unordered_map<const xmlChar*, Element> names;  // libxml2 keeps one copy of each name
  const xmlChar* space = nullptr;
  std::size_t elements = 0;
  std::string text;
  Attributes attributes;
  std::deque<std::string> unescaped;
  std::exception_ptr failure;
  bool stopped = false;

  [[nodiscard]] Element named(const xmlChar* local, const xmlChar* uri) {
    if (uri != space || uri == nullptr) {
      if (view(uri) != options.space) return Element::other;
      space = uri;
    }
    const auto [entry, fresh] = names.try_emplace(local, Element::other);
    if (fresh) entry->second = element_named(view(local));
    return entry->second;
  }

  [[nodiscard]] std::uint32_t line() const noexcept {
    const long consumed = context ? xmlByteConsumed(context.get()) : 0;
    const std::string_view done = document.substr(0, consumed > 0 ? static_cast<std::size_t>(consumed) : 0);
    std::uint32_t lines = 1;  // LF, CR LF and bare CR all end a line
    for (std::size_t i = 0; i < done.size(); ++i)
      lines += done[i] == '\n' || (done[i] == '\r' && (i + 1 == document.size() || document[i + 1] != '\n'))
                   ? 1
                   : 0;
    return lines;
  }

  [[nodiscard]] Refusal placed(Refusal refusal) const {
    const bool has_place = refusal.line != 0 || refusal.reason == Reason::not_supported ||
                           refusal.reason == Reason::no_results || refusal.reason == Reason::no_date;
    if (!has_place) {
      refusal.line = line();
      if (!path.empty()) refusal.element = path.back();
    }
    return refusal;
  }

  void stop() noexcept {
    stopped = true;
    xmlStopParser(context.get());
  }

  // C code lies between the handler and parse(): nothing may be thrown through it.
  template <class Body>
  void guarded(Body&& body) noexcept {
    if (stopped) return;
    try {
      body();
      return;
    } catch (const Refused& refused) {
      failure = std::make_exception_ptr(Refused(placed(refused.refusal())));
    } catch (...) {
      failure = std::current_exception();
    }
    stop();
  }

  [[noreturn]] static void refuse(Reason reason) { throw Refused({.reason = reason}); }

  void check(std::string_view value, bool identifier) const {
    if (!options.of_records) return;
    if (!plain_text(value, true)) refuse(Reason::forbidden_character);
    if (!identifier) scan(value);
  }

  void scan(std::string_view value) const {
    if (options.of_records && contains_personal_number(value)) refuse(Reason::personal_number);
  }

  void flush_text() {
    if (text.empty()) return;
    if (!white(text)) {
      check(text, handler->text_is_identifier());
      handler->text(text);
    }
    text.clear();
  }

  void add_text(std::string_view piece) {
    if (text.size() + piece.size() > options.max_text) refuse(Reason::text_too_long);
    text.append(piece);
  }

  void read_attributes(Element element, int count, const xmlChar** given) {
    attributes.all.clear();
    unescaped.clear();
    for (int i = 0; i < count; ++i) {
      const xmlChar** const one =
          given + static_cast<std::ptrdiff_t>(i) * 5;  // local name, prefix, URI, value, end
      const auto* const begin = reinterpret_cast<const char*>(one[3]);
      std::string_view value(begin, static_cast<std::size_t>(reinterpret_cast<const char*>(one[4]) - begin));
      if (value.size() > kMaxAttribute) refuse(Reason::text_too_long);
      if (value.find('&') != std::string_view::npos) {
        value = unescaped.emplace_back(unescaped_ampersands(value));
      }
      attributes.all.push_back({view(one[0]), view(one[2]), value});
      check(value, holds_identifier(element, attributes.all.back().name));
    }
  }

  void start(const xmlChar* local, const xmlChar* uri, int spaces, const xmlChar** given_spaces, int count,
             const xmlChar** given) {
    if (handler == nullptr) {
      root = {std::string(view(local)), std::string(view(uri))};
      stop();
      return;
    }
    flush_text();
    const Element element = named(local, uri);
    path.push_back(element);
    if (path.size() > kMaxDepth) refuse(Reason::too_deep);
    if (++elements > kMaxElements) refuse(Reason::too_many_elements);
    for (int i = 0; i < spaces; ++i)
      bindings.push_back(
          {std::string(view(given_spaces[i * 2])), std::string(view(given_spaces[i * 2 + 1])), path.size()});
    read_attributes(element, count, given);
    attributes.element = view(local);
    handler->start(element, attributes);
  }

  void end() {
    flush_text();
    handler->end(path.back());
    while (!bindings.empty() && bindings.back().depth == path.size()) bindings.pop_back();
    path.pop_back();
  }

  void xml_error(const xmlError& error) {
    if (error.level < XML_ERR_ERROR || stopped) return;
    Reason reason = Reason::not_well_formed;
    switch (error.code) {
      case XML_ERR_UNDECLARED_ENTITY:
      case XML_WAR_UNDECLARED_ENTITY:
        reason = Reason::undefined_entity;
        break;
      case XML_ERR_INVALID_ENCODING:
      case XML_ERR_UNKNOWN_ENCODING:
      case XML_ERR_UNSUPPORTED_ENCODING:
      case XML_I18N_CONV_FAILED:
        reason = Reason::encoding;
        break;
      case XML_ERR_INVALID_CHAR:  // bytes that are no UTF-8, or a character XML forbids
        if (!valid_utf8(document)) reason = Reason::encoding;
        break;
      default:
        break;
    }
    failure = std::make_exception_ptr(Refused(placed({.reason = reason})));
    stop();
  }

  int give(char* to, int room) noexcept {
    const std::string_view piece = document.substr(read, static_cast<std::size_t>(room));
    std::memcpy(to, piece.data(), piece.size());
    read += piece.size();
    return static_cast<int>(piece.size());
  }
};

namespace {

SaxState& state_of(void* user) noexcept { return *static_cast<SaxState*>(user); }

void on_start(void* user, const xmlChar* local, const xmlChar* /*prefix*/, const xmlChar* uri, int spaces,
              const xmlChar** given_spaces, int count, int /*defaulted*/, const xmlChar** given) {
  state_of(user).guarded([&] { state_of(user).start(local, uri, spaces, given_spaces, count, given); });
}

void on_end(void* user, const xmlChar* /*local*/, const xmlChar* /*prefix*/, const xmlChar* /*uri*/) {
  state_of(user).guarded([&] { state_of(user).end(); });
}

void on_text(void* user, const xmlChar* text, int size) {
  const std::string_view piece(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
  state_of(user).guarded([&] { state_of(user).add_text(piece); });
}

void on_comment(void* user, const xmlChar* text) {
  state_of(user).guarded([&] { state_of(user).scan(view(text)); });
}

void on_instruction(void* user, const xmlChar* /*target*/, const xmlChar* text) { on_comment(user, text); }

void on_document_type(void* user, const xmlChar* /*name*/, const xmlChar* /*id*/, const xmlChar* /*system*/) {
  state_of(user).guarded([] { SaxState::refuse(Reason::document_type); });
}

void on_error(void* user, XmlErrorPointer error) {
  if (error != nullptr) state_of(user).xml_error(*error);
}

int on_read(void* user, char* to, int room) { return state_of(user).give(to, room); }

xmlSAXHandler callbacks() {
  xmlSAXHandler sax{};
  sax.initialized = XML_SAX2_MAGIC;
  sax.startElementNs = on_start;
  sax.endElementNs = on_end;
  sax.characters = on_text;
  sax.ignorableWhitespace = on_text;
  sax.cdataBlock = on_text;
  sax.comment = on_comment;
  sax.processingInstruction = on_instruction;
  sax.internalSubset = on_document_type;
  sax.serror = on_error;
  return sax;
}

void run(SaxState& state, std::string_view utf8) {
  xmlSAXHandler sax = callbacks();
  state.document = utf8;
  state.context.reset(xmlCreateIOParserCtxt(&sax, &state, on_read, nullptr, &state, XML_CHAR_ENCODING_UTF8));
  if (!state.context) throw std::bad_alloc();
  int options = XML_PARSE_NONET | XML_PARSE_IGNORE_ENC;  // the text is UTF-8 already, whatever it declares
#if LIBXML_VERSION >= 21300
  options |= XML_PARSE_NO_XXE;
#endif
  xmlCtxtUseOptions(state.context.get(), options);
  xmlParseDocument(state.context.get());
  if (state.failure) std::rethrow_exception(state.failure);
  if (!state.stopped && state.context->wellFormed == 0)
    throw Refused(state.placed({.reason = Reason::not_well_formed}));
}

}  // namespace

SaxRun::SaxRun(const SaxOptions& options, SaxHandler& handler) : state_(std::make_unique<SaxState>()) {
  state_->options = options;
  state_->handler = &handler;
}

SaxRun::~SaxRun() = default;

void SaxRun::parse(std::string_view utf8) { run(*state_, utf8); }

std::string_view SaxRun::namespace_of(std::string_view prefix) const noexcept {
  const auto& bindings = state_->bindings;
  const auto found =
      std::find_if(bindings.rbegin(), bindings.rend(), [&](const auto& b) { return b.prefix == prefix; });
  return found == bindings.rend() ? std::string_view{} : std::string_view(found->uri);
}

RootElement root_element(std::string_view utf8) {
  SaxState state;
  state.options.of_records = false;
  run(state, utf8);
  return state.root;
}

}  // namespace kenkod::parse
