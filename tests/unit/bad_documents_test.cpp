// Hostile and broken documents: each a named refusal with line and element, none a crash.
#include <gtest/gtest.h>

#include "common/error.hpp"
#include "tests/unit/flipped.hpp"
#include "tests/unit/parse_support.hpp"

namespace kenkod::parse {
namespace {

using test::Cda;
using test::entry;
using test::refusal_of;

std::string sound() {
  Cda cda;
  cda.entries = entry(R"(<code code="9N006000000000001"/><value xsi:type="PQ" value="60" unit="kg"/>)");
  return cda.text();
}

std::string with(std::string_view inside_entries) {
  Cda cda;
  cda.entries = entry(R"(<code code="9N006000000000001"/><value xsi:type="PQ" value="60" unit="kg"/>)");
  cda.entries += inside_entries;
  return cda.text();
}

std::string with_doctype(std::string_view doctype, std::string_view value = "x") {
  std::string text =
      with(entry(fmt::format(R"(<code code="9N511000000000049"/><value xsi:type="ST">{}</value>)", value)));
  text.insert(text.find("?>") + 2, doctype);
  return text;
}

TEST(BadDocument, TheSoundOneIsAccepted) { EXPECT_EQ(test::parsed(sound()).checkup.size(), 1U); }

TEST(BadDocument, NoKnownFile) {
  for (const char* text : {"", "  \n", "hello", "{}", "[1]", "\x89PNG\r\n\x1a\n", "EUC \xA4\xA2\xFF"})
    EXPECT_EQ(refusal_of(text).reason, Reason::unknown_file) << text;
  EXPECT_EQ(refusal_of(std::string("\x89PNG\0\0", 6)).reason, Reason::unknown_file);
  for (const char* text : {"<html/>", R"(<ClinicalDocument/>)", R"(<ClinicalDocument xmlns="urn:x"/>)",
                           R"(<observation xmlns="urn:hl7-org:v3"/>)"})
    EXPECT_EQ(refusal_of(text).reason, Reason::wrong_root) << text;
  EXPECT_EQ(refusal_of("<secret123/>").element, Element::other) << "unknown names are never said";
}

TEST(BadDocument, NotWellFormedSaysWhere) {
  EXPECT_EQ(refusal_of("<").reason, Reason::not_well_formed);
  const Refusal broken = refusal_of(with("\n\n<entry><observation></entry>"));
  EXPECT_EQ(broken.reason, Reason::not_well_formed);
  EXPECT_EQ(broken.element, Element::observation);
  EXPECT_EQ(broken.line, 11U);
  std::string with_cr = with("\n\n<entry><observation></entry>");
  std::replace(with_cr.begin(), with_cr.end(), '\n', '\r');
  EXPECT_EQ(refusal_of(with_cr).line, 11U) << "bare CR ends lines, too";
}

TEST(BadDocument, DocumentTypesAndEntities) {
  EXPECT_EQ(refusal_of(with_doctype("<!DOCTYPE ClinicalDocument>")).reason, Reason::document_type);
  EXPECT_EQ(refusal_of(with_doctype(R"(<!DOCTYPE x SYSTEM "file:///etc/passwd">)")).reason,
            Reason::document_type);
  EXPECT_EQ(
      refusal_of(with_doctype(R"(<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>)", "&e;")).reason,
      Reason::document_type);
  std::string bomb = R"(<!DOCTYPE x [<!ENTITY a0 "lol">)";
  for (int i = 1; i < 30; ++i)
    bomb += fmt::format(R"(<!ENTITY a{} "&a{};&a{};&a{};&a{};">)", i, i - 1, i - 1, i - 1, i - 1);
  EXPECT_EQ(refusal_of(with_doctype(bomb + "]>", "&a29;")).reason, Reason::document_type);
  EXPECT_EQ(refusal_of(with_doctype("", "&e;")).reason, Reason::undefined_entity);
  EXPECT_EQ(refusal_of(with(R"(<entry><x y="&e;"/></entry>)")).reason, Reason::undefined_entity);
}

TEST(BadDocument, Encodings) {
  std::string bad = sound();
  bad.replace(bad.find("見本県"), 1, "\xFF");
  EXPECT_EQ(refusal_of(bad).reason, Reason::encoding);
  std::string euc = sound();
  euc.replace(euc.find("UTF-8"), 5, "EUC-JP");
  EXPECT_EQ(refusal_of(euc).reason, Reason::encoding);
  std::string sjis = sound();
  sjis.replace(sjis.find("UTF-8"), 5, "Shift_JIS");
  EXPECT_EQ(refusal_of(sjis + "\xFD\xFE").reason, Reason::encoding);
  EXPECT_EQ(refusal_of(std::string("\xFF\xFE<\0", 4)).reason, Reason::encoding);
}

TEST(BadDocument, NulAndForbiddenCharacters) {
  std::string nul = sound();
  nul[nul.find("100-0000")] = '\0';
  EXPECT_EQ(refusal_of(nul).reason, Reason::nul_byte);
  EXPECT_EQ(refusal_of(nul).line, 4U);
  EXPECT_EQ(refusal_of(with(entry("<code code=\"X\"/><value xsi:type=\"ST\">\xE2\x80\xAE x</value>"))).reason,
            Reason::forbidden_character);
  EXPECT_EQ(refusal_of(with(entry("<code code=\"X&#x85;\"/>"))).reason, Reason::forbidden_character);
  EXPECT_EQ(refusal_of(with(entry("<code code=\"X&#0;\"/>"))).reason, Reason::not_well_formed);
}

TEST(BadDocument, Depth) {
  const auto nested = [](std::size_t depth) {
    std::string open, close;
    for (std::size_t i = 0; i < depth; ++i) {
      open += "<section>";
      close += "</section>";
    }
    return with("<entry>" + open + close + "</entry>");
  };
  EXPECT_NO_THROW((void)test::parsed(nested(58)));  // six levels above
  EXPECT_EQ(refusal_of(nested(59)).reason, Reason::too_deep);
  EXPECT_EQ(refusal_of(nested(100'000)).reason, Reason::too_deep);
}

TEST(BadDocument, Counts) {
  std::string elements;
  for (int i = 0; i < 1'000'001; ++i) elements += "<x/>";
  EXPECT_EQ(refusal_of(with(elements)).reason, Reason::too_many_elements);
  std::string observations;
  for (int i = 0; i < 100'000; ++i) observations += "<entry><observation/></entry>";
  EXPECT_EQ(refusal_of(with(observations)).reason, Reason::too_many_observations);
  const auto text = [](std::size_t size) {
    return with(entry(R"(<code code="X"/><value xsi:type="ST">)" + std::string(size, 'x') + "</value>"));
  };
  EXPECT_EQ(test::parsed(text(1'048'576)).checkup[1].value.size(), 1'048'576U);
  EXPECT_EQ(refusal_of(text(1'048'577)).reason, Reason::text_too_long);
  EXPECT_EQ(refusal_of(with(entry("<code code=\"" + std::string(5'000, 'x') + "\"/>"))).reason,
            Reason::text_too_long);
  EXPECT_NO_THROW((void)refusal_of(with(entry("<code code=\"" + std::string(10'000'000, 'x') + "\"/>"))));
}

TEST(BadDocument, NoResults) {
  Cda cda;
  EXPECT_EQ(refusal_of(cda.text()).reason, Reason::no_results);
  cda.entries = entry(R"(<code code="99999999"/>)");
  EXPECT_EQ(refusal_of(cda.text()).reason, Reason::no_results);
}

TEST(BadDocument, PersonalNumbersAreRefusedWithTheirPlaceAndNotTheirDigits) {
  const auto place = [](const std::string& text) {
    const Refusal refusal = refusal_of(text);
    EXPECT_EQ(refusal.reason, Reason::personal_number);
    return refusal.element;
  };
  EXPECT_EQ(place(with(
                entry(R"(<code code="9N511000000000049"/><value xsi:type="ST">番号1234-5678-9018</value>)"))),
            Element::value);
  EXPECT_EQ(
      place(with(entry(
          R"(<code code="9N511000000000049"/><value xsi:type="ST">１２３４５６７８<!-- -->９０１８</value>)"))),
      Element::value);
  EXPECT_EQ(place(with("<text><list><item>123456789018</item></list></text>")), Element::item);
  EXPECT_EQ(place(with(entry(R"(<code code="X" displayName="123456789018"/>)"))), Element::code);
  EXPECT_EQ(place(with("<!-- 123456789018 -->")), Element::section);
  Cda cda;
  cda.name = "１２３４５６７８９０１８";
  EXPECT_EQ(place(cda.text()), Element::name);
  cda = {};
  cda.ids = R"(<id root="1.2.392.200119.6.205" extension="123456789018"/>)";
  cda.entries = entry(R"(<code code="9N006000000000001"/><value xsi:type="PQ" value="60" unit="kg"/>)");
  EXPECT_EQ(test::parsed(cda.text()).facts.subject.insured_number, "123456789018") << "another identifier";
  try {
    (void)test::parsed(with("<text>1234 5678 9018</text>"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::PersonalNumberFound);
    EXPECT_TRUE(error.text().ends_with("line=9 element=text")) << error.text();
    EXPECT_EQ(error.text().find("1234"), std::string::npos);
  }
}

// Every prefix and every flipped byte of a sample: refused or parsed, in bounded time, never a crash.
std::size_t accepted(std::string_view text) {
  try {
    (void)test::parsed(text);
    return 1;
  } catch (const Refused&) {
    return 0;
  }
}

TEST(BadDocument, AnyTruncation) {
  const std::string text = sound();
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_EQ(accepted(std::string_view(text).substr(0, size)), 0U) << size;
}

TEST(BadDocument, AnyFlippedByte) {
  const std::string text = sound();
  std::size_t survivors = 0;
  for (std::size_t at = 0; at < text.size(); ++at)
    for (const unsigned flip : {0x01U, 0x20U, 0x80U, 0xFFU})
      survivors += accepted(test::flipped(text, at, flip));
  EXPECT_GT(survivors, 0U) << "some bytes are only words";
}

}  // namespace
}  // namespace kenkod::parse
