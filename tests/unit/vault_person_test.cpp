// Whose documents a vault takes, what it learns of its person, and what it would do with a document.
#include "common/name_folding.hpp"
#include "vault/person.hpp"
#include "vault_support.hpp"

namespace kenkod::vault {
namespace {

TEST(NameFolding, ComparesKanaWithoutWidthScriptBlanksAndSize) {
  EXPECT_EQ(fold_kana("ﾐﾎﾝ ﾊﾅｺ"), "ミホンハナコ");
  EXPECT_EQ(fold_kana("みほん　はなこ"), "ミホンハナコ");
  EXPECT_EQ(fold_kana("ｷｮｳｺ"), fold_kana("キヨウコ"));
  EXPECT_EQ(fold_kana("ﾀﾞｲｺﾞ"), "ダイゴ");
  EXPECT_EQ(fold_kana("ﾕｰｺ"), "ユーコ");
  EXPECT_NE(fold_kana("ユーコ"), fold_kana("ユウコ"));
  EXPECT_NE(fold_kana("ハナコ"), fold_kana("バナコ"));
  EXPECT_EQ(fold_name("ＡＢＣ 薬局"), "abc薬局");
  EXPECT_EQ(fold_name("\xff"), "\xff");
}

TEST(NameFolding, KnowsScripts) {
  EXPECT_EQ(script_of(""), Script::none);
  EXPECT_EQ(script_of("　 "), Script::none);
  EXPECT_EQ(script_of("ﾐﾎﾝ　はなこ"), Script::kana);
  EXPECT_EQ(script_of("見本 ハナコ"), Script::kanji);
  EXPECT_EQ(script_of("Hanako"), Script::other);
}

Subject person(const std::string& name, const std::string& kana = "", const std::string& birth = "",
               const std::string& sex = "") {
  Subject subject;
  subject.name = name;
  subject.kana = kana;
  subject.birth_date = birth;
  subject.sex = sex;
  return subject;
}

TEST(Person, ComparesWhatBothSidesState) {
  const auto hanako = person("見本 花子", "ミホン ハナコ", "1968-01-15", "2");
  const auto differs = [&](const Subject& stated) { return compare(hanako, stated).differs; };
  const auto recognised = [&](const Subject& stated) { return compare(hanako, stated).recognised; };
  EXPECT_EQ(differs(hanako), "");
  EXPECT_TRUE(recognised(hanako));
  EXPECT_EQ(differs(person("見本 花子", "", "1968-01-16")), "birth-date");
  EXPECT_EQ(differs(person("見本 花子", "", "1968-01-15", "1")), "sex");
  EXPECT_EQ(differs(person("見本 太郎")), "name");
  EXPECT_EQ(differs(person("見本　花子", "ﾐﾎﾝﾊﾅｺ")), "");
  EXPECT_EQ(differs(person("", "ﾐﾎﾝ ﾀﾛｳ")), "name");
  // Kana decides where both have it; a married name in kanji only may be written in many ways.
  EXPECT_EQ(differs(person("美本 花子", "ミホン ハナコ")), "");
  // A name that is the reading.
  EXPECT_EQ(differs(person("ﾐﾎﾝ ﾊﾅｺ")), "");
  EXPECT_EQ(differs(person("ﾐﾎﾝ ﾀﾛｳ")), "name");
  EXPECT_TRUE(recognised(person("ﾐﾎﾝ ﾊﾅｺ")));
  // Nothing to compare.
  for (const auto& other : {person(""), person("Hanako Mihon"), person("", "", "", "2")}) {
    EXPECT_EQ(differs(other), "");
    EXPECT_FALSE(recognised(other));
  }
  EXPECT_FALSE(names_anyone(person("", "", "", "2")));
  for (const auto& named : {person("x"), person("", "ハ"), person("", "", "1968-01-15")})
    EXPECT_TRUE(names_anyone(named));
}

TEST(Person, LearnsWhatWasNotKnown) {
  EXPECT_EQ(learned(person("", "", "1968-01-15"), person("見本 花子", "ミホン ハナコ", "1968-01-15", "2")),
            person("見本 花子", "ミホン ハナコ", "1968-01-15", "2"));
  EXPECT_EQ(learned(person("ミホン ハナコ"), person("見本 花子", "ﾐﾎﾝ ﾊﾅｺ")),
            person("見本 花子", "ミホン ハナコ"));
  EXPECT_EQ(learned(person("見本 花子", "ミホン ハナコ", "1968-01-15", "2"), person("みほん", "x", "y", "z")),
            person("見本 花子", "ミホン ハナコ", "1968-01-15", "2"));
}

class VaultPerson : public testing::Test {
 protected:
  VaultPerson() { vault = directory->create(kHanako, directory->new_vault_id(), kencom(), {}, false).vault; }
  void reopen() {
    vault.reset();
    vault = directory->open(kHanako, secret("kencom"), {});
  }
  static ParsedDocument document(const Subject& subject, const std::string& date = "2025-05-01") {
    auto parsed = checkup(date, 2);
    parsed.facts.subject = subject;
    return parsed;
  }
  [[nodiscard]] Judgement judge(const ParsedDocument& parsed, const std::string& bytes) const {
    return vault->judge(parsed.facts, sha256(bytes));
  }
  // Without the person's word.
  Added offer(const ParsedDocument& parsed, const std::string& bytes) const {
    return vault->add(parsed, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()},
                      sha256(bytes), {});
  }
  const Subject hanako = person("見本 花子", "", "1968-01-15");
  Machine machine;
  std::unique_ptr<VaultDirectory> directory = machine.directory();
  std::unique_ptr<Vault> vault;
};

TEST_F(VaultPerson, TakesNobodyUnconfirmed) {
  EXPECT_TRUE(judge(document(hanako), "a").subject_unconfirmed);
  const auto before = vault->dump();
  EXPECT_ERROR(offer(document(hanako), "a"), "ForeignSubject");
  EXPECT_EQ(vault->dump(), before);
  // Who is not named needs no word.
  EXPECT_FALSE(judge(document({}), "n").subject_unconfirmed);
  EXPECT_EQ(offer(document({}), "n").outcome, Outcome::imported);
  EXPECT_TRUE(judge(document(hanako), "a").subject_unconfirmed);
  EXPECT_EQ(add(*vault, document(hanako, "2025-05-02"), "a").outcome, Outcome::imported);
  EXPECT_FALSE(judge(document(hanako, "2025-05-03"), "b").subject_unconfirmed);
  EXPECT_EQ(offer(document(hanako, "2025-05-03"), "b").outcome, Outcome::imported);
}

TEST_F(VaultPerson, NeverTakesAnother) {
  add(*vault, document(hanako), "a");
  for (int round = 0; round < 2; ++round, reopen()) {
    EXPECT_ERROR_WITH(judge(document(person("見本 花子", "", "1970-01-01")), "b"), "ForeignSubject",
                      "differs=birth-date");
    EXPECT_ERROR_WITH(add(*vault, document(person("見本 太郎", "", "1968-01-15")), "b"), "ForeignSubject",
                      "differs=name");
    EXPECT_ERROR(offer(document(person("架空 次郎")), "b"), "ForeignSubject");
    EXPECT_EQ(vault->document_count(), 1U);
  }
  // The same bytes are there, whoever they are about.
  EXPECT_EQ(add(*vault, document(person("架空 次郎")), "a").outcome, Outcome::already_there);
}

TEST_F(VaultPerson, AsksAgainWhereNothingCanBeCompared) {
  add(*vault, document(person("", "", "1968-01-15")), "a");
  EXPECT_TRUE(judge(document(person("見本 花子")), "b").subject_unconfirmed);
  EXPECT_ERROR(offer(document(person("見本 花子")), "b"), "ForeignSubject");
  add(*vault, document(person("見本 花子"), "2025-05-02"), "b");
  EXPECT_FALSE(judge(document(person("見本　花子")), "c").subject_unconfirmed);
  EXPECT_ERROR_WITH(judge(document(person("見本 太郎")), "c"), "ForeignSubject", "differs=name");
}

TEST_F(VaultPerson, LearnsFromAcceptedDocuments) {
  add(*vault, document(hanako), "a");
  EXPECT_EQ(offer(document(person("見本 花子", "ﾐﾎﾝ ﾊﾅｺ", "", "2"), "2025-05-02"), "b").outcome,
            Outcome::imported);
  for (int round = 0; round < 2; ++round, reopen()) {
    EXPECT_ERROR_WITH(judge(document(person("", "ﾐﾎﾝ ﾀﾛｳ", "1968-01-15")), "c"), "ForeignSubject",
                      "differs=name");
    EXPECT_ERROR_WITH(judge(document(person("", "", "1968-01-15", "1")), "c"), "ForeignSubject",
                      "differs=sex");
  }
  // Refused documents teach nothing.
  const auto before = vault->dump();
  EXPECT_ERROR(add(*vault, document(person("別 人", "ベツ ジン", "1968-01-15")), "d"), "ForeignSubject");
  EXPECT_EQ(vault->dump(), before);
}

TEST_F(VaultPerson, SaysWhatItWouldDo) {
  EXPECT_EQ(judge(document(hanako), "a").outcome, Outcome::imported);
  const auto added = add(*vault, document(hanako), "a");
  EXPECT_EQ(judge(document(hanako), "a").outcome, Outcome::already_there);
  EXPECT_EQ(judge(document(hanako), "a").document, added.document);
  EXPECT_EQ(judge(document(hanako), "b").outcome, Outcome::revised);
  EXPECT_EQ(judge(document(hanako, "2025-05-02"), "b").outcome, Outcome::imported);
  EXPECT_EQ(judge(document(hanako), "b").document, "");
  EXPECT_ERROR(vault->judge(document(hanako).facts, {}), "InvalidArgument");
  EXPECT_EQ(vault->document_count(), 1U);
}

TEST_F(VaultPerson, GivesOneDocument) {
  const auto added = add(*vault, document(hanako), "the bytes");
  const auto info = vault->find_document(added.document);
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->facts, document(hanako).facts);
  const auto bytes = vault->read_document(added.document);
  EXPECT_EQ(std::string(bytes.begin(), bytes.end()), "the bytes");
  EXPECT_FALSE(vault->find_document(std::string(32, '0')).has_value());
  EXPECT_ERROR(vault->read_document(std::string(32, '0')), "InvalidArgument");
}

}  // namespace
}  // namespace kenkod::vault
