// The simulated card answers as the public sources say that the real one does.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "commands.hpp"
#include "pin_pad.hpp"

namespace {

using namespace kenko_sim;

const std::string select_jpki = "00A4040C0AD392F000260100000001";
const std::string select_auth_pin = "00A4020C020018";
const std::string select_auth_key = "00A4020C020017";
const std::string pin_1234 = "002000800431323334";
const std::string pin_9999 = "002000800439393939";
const std::string query = "00200080";
const std::string sign = "802A0080333031300D060960864801650304020105000420" + std::string(64, 'A') + "00";

class SimCard : public testing::Test {
 protected:
  static std::filesystem::path folder() {
    static const auto made = [] {
      auto path = std::filesystem::temp_directory_path() / ("kenko-sim-test." + std::to_string(getpid()));
      std::filesystem::copy(KENKO_SIM_KEYS, path);
      return path;
    }();
    return made;
  }
  static void TearDownTestSuite() { std::filesystem::remove_all(folder()); }

  std::string raw(const std::string& command) { return to_hex(card.answer(*from_hex(command))); }
  std::string told(const std::string& line) { return obey(line, card, inserted).answer; }
  std::string exchanged(const std::string& command) {
    return to_hex(inserted.exchange().command(*from_hex(command)).bytes);
  }
  std::string content(const std::string& ef) {
    std::string all;
    if (raw("00A4020C02" + ef) != "9000") return "";
    for (unsigned at = 0; at < 0x8000; at += 256) {
      const Bytes offset{static_cast<std::uint8_t>(at >> 8), 0};
      const std::string answer = raw("00B0" + to_hex(offset) + "00");
      all += answer.substr(0, answer.size() - 4);
      if (answer.size() != 516) break;
    }
    return all;
  }

  CardFiles files{folder()};
  Card card{files};
  InsertedCard inserted{card, 1};
};

TEST_F(SimCard, SelectsOnlyAsTheRealOne) {
  EXPECT_EQ(raw("00A40000"), "6A86");
  EXPECT_EQ(raw(select_auth_pin), "6985");
  EXPECT_EQ(raw("00A404000AD392F000260100000001"), "6A86");
  EXPECT_EQ(raw(select_jpki), "9000");
  EXPECT_EQ(raw("00A40000"), "9000");
  EXPECT_EQ(raw("00A4090C020018"), "6A86");
  EXPECT_EQ(raw("00A4020C020042"), "6A82");
  EXPECT_EQ(raw("00A4040C0AD3921000310001010402"), "9000");
  EXPECT_EQ(raw("00A4040C07A0000000790100"), "6A82");
  EXPECT_EQ(raw("00A4040C00000AD392F000260100000001"), "6700");
}

TEST_F(SimCard, ReadsFiles) {
  raw(select_jpki);
  const std::string certificate = content("000A");
  EXPECT_EQ(certificate.size(), 2 * 1583);
  EXPECT_TRUE(certificate.starts_with("3082062B"));
  EXPECT_EQ(content("0006").size(), 2 * 160);
  EXPECT_TRUE(content("0006").starts_with(to_hex(octets("JPKIAPICCTOKEN2 "))));
  EXPECT_EQ(content("0008"), "8F8F00");
  EXPECT_EQ(raw("00B08A0004"), "3082062B9000");
  EXPECT_EQ(raw("00B0000104"), "82062B309000") << "a short identifier makes the EF the current one";
  EXPECT_EQ(raw("00B0062F00"), "6B00");
  EXPECT_EQ(raw("00B0810004"), "6982") << "the signature certificate needs its password";
  EXPECT_EQ(raw("00B0980004"), "6981") << "a PIN cannot be read";
  told("no-sfi on");
  EXPECT_EQ(raw("00B08A0004"), "6A86");
}

TEST_F(SimCard, CountsTries) {
  raw(select_jpki);
  EXPECT_EQ(raw(query), "6986");
  raw(select_auth_pin);
  EXPECT_EQ(raw(query), "63C3");
  EXPECT_EQ(raw("0020008000"), "6700");
  EXPECT_EQ(raw(pin_9999), "63C2");
  EXPECT_EQ(raw("0020008003313233"), "63C1") << "also a malformed one costs a try";
  EXPECT_EQ(raw(pin_1234), "9000");
  EXPECT_EQ(raw(query), "63C3") << "says nothing of being verified";
  for (const char* answer : {"63C2", "63C1", "63C0", "6984"}) EXPECT_EQ(raw(pin_9999), answer);
  EXPECT_EQ(raw(pin_1234), "6984");
  card.reset();
  raw(select_jpki);
  raw(select_auth_pin);
  EXPECT_EQ(raw(query), "63C0") << "a reset gives no tries back";
}

TEST_F(SimCard, SignsOnlyWhileVerified) {
  const auto verified = [&](const std::string& pin) {
    raw(select_auth_pin);
    raw(pin);
    raw(select_auth_key);
  };
  raw(select_jpki);
  raw(select_auth_key);
  EXPECT_EQ(raw(sign), "6982");
  verified(pin_1234);
  const std::string signature = raw(sign);
  EXPECT_EQ(signature.size(), 2 * 258);
  EXPECT_EQ(raw(sign), signature);
  verified(pin_9999);
  EXPECT_EQ(raw(sign), "6982") << "a wrong PIN drops what was verified";
  verified(pin_1234);
  raw(select_jpki);
  raw(select_auth_key);
  EXPECT_EQ(raw(sign), "6982") << "so does selecting the application";
  verified(pin_1234);
  EXPECT_EQ(raw(sign.substr(0, sign.size() - 2)), "6700");
  told("wrong-signature on");
  EXPECT_NE(raw(sign), signature);
}

TEST_F(SimCard, BecomesOtherCards) {
  told("kind licence");
  EXPECT_EQ(raw(select_jpki), "6A82");
  told("kind juki");
  raw(select_jpki);
  EXPECT_TRUE(content("0006").starts_with(to_hex(octets("JPKIAPICCTOKEN  "))));
  told("kind android");
  raw(select_jpki);
  EXPECT_EQ(raw("00B08A0004"), "6982");
  raw(select_auth_pin);
  raw(pin_1234);
  EXPECT_EQ(raw("00B08A0004"), "3082062B9000");
  told("kind next-generation");
  raw(select_jpki);
  raw(select_auth_pin);
  raw(pin_1234);
  raw(select_auth_key);
  EXPECT_EQ(raw("802A008030" + std::string(96, 'A') + "00").size(), 2 * 98);
}

TEST_F(SimCard, HasNoCertificate) {
  told("certificate missing");
  raw(select_jpki);
  EXPECT_EQ(raw("00A4020C02000A"), "6A82");
  EXPECT_EQ(content("0008"), "8F0000");
  told("certificate empty");
  raw(select_jpki);
  EXPECT_EQ(raw("00B08A0000"), "6B00");
}

TEST_F(SimCard, AnswersAsWithProtocolT0) {
  told("t0 on");
  exchanged(select_jpki);
  exchanged(select_auth_pin);
  EXPECT_EQ(exchanged(pin_1234), "9000");
  exchanged(select_auth_key);
  EXPECT_EQ(exchanged(sign), "6100");
  EXPECT_EQ(exchanged("00C0000010"), "6C00");
  EXPECT_EQ(exchanged("00C0000000").size(), 2 * 258);
  EXPECT_EQ(exchanged("00C0000000"), "6D00");
  exchanged("00A4020C020008");
  EXPECT_EQ(exchanged("00B0000000"), "6C03");
  EXPECT_EQ(exchanged("00B0000003"), "8F8F009000");
}

TEST_F(SimCard, FailsWhenTold) {
  told("status-at 2 6F00");
  told("garble 3");
  told("garble 4 data");
  told("remove-at 5");
  EXPECT_EQ(exchanged(select_jpki), "9000");
  EXPECT_EQ(exchanged("00A4020C020008"), "6F00");
  EXPECT_EQ(exchanged("00A4020C020008"), "90");
  EXPECT_EQ(exchanged("00B0000003"), "D5D55A9000");
  EXPECT_EQ(exchanged("00B0000003"), "");
  EXPECT_EQ(exchanged("00B0000003"), "8F8F009000");
}

TEST_F(SimCard, IsFreshAgain) {
  for (const char* line : {"kind iphone", "certificate missing", "tries auth 0", "pin 5678", "t0 on",
                           "no-sfi on", "delay 50", "garble 2", "status-at 1 6F00"})
    EXPECT_EQ(told(line), "ok") << line;
  exchanged(select_jpki);
  EXPECT_EQ(told("fresh"), "ok");
  EXPECT_EQ(told("events"), "");
  EXPECT_EQ(exchanged(select_jpki), "9000");
  EXPECT_EQ(exchanged("00B08A0004"), "3082062B9000");
  exchanged(select_auth_pin);
  EXPECT_EQ(exchanged(query), "63C3");
  EXPECT_EQ(exchanged(pin_1234), "9000");
}

TEST_F(SimCard, RecordsNoSecret) {
  exchanged(select_jpki);
  exchanged(select_auth_pin);
  exchanged(query);
  exchanged(pin_1234);
  exchanged("002401800435363738");
  exchanged(
      "0020008005"
      "31323334");
  exchanged(select_auth_key);
  exchanged(sign);
  exchanged("00B0000010");
  EXPECT_EQ(told("apdus"),
            "00A4040C0A D392F000260100000001 9000\n"
            "00A4020C02 0018 9000\n"
            "00200080 - 63C3\n"
            "0020008004 ** 9000\n"
            "0024018004 ** 9000\n"
            "0020008005 ** 6700\n"
            "00A4020C02 0017 9000\n"
            "802A008033 .. 9000\n"
            "00B0000010 - 6981\n");
  EXPECT_EQ(told("count"), "9");
  EXPECT_EQ(told("verifies"), "1");
  told("clear");
  EXPECT_EQ(told("apdus"), "");
}

TEST_F(SimCard, RefusesWhatItDoesNotUnderstand) {
  for (const char* line :
       {"", "nonsense", "delay", "delay x", "delay -1", "kind wolf", "tries auth 4", "mute maybe",
        "status-at 1 6", "certificate lost", "certificate ends-in", "garble 1 x"})
    EXPECT_TRUE(told(line).starts_with("error: ")) << line;
  EXPECT_EQ(told("tries auth 2"), "ok");
  EXPECT_EQ(told("state"), "removed");
}

TEST(PinPad, BuildsTheVerify) {
  Bytes structure{10, 10, 0x82, 0x04, 0, 4, 4, 2, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0};
  for (const int byte : {0x00, 0x20, 0x00, 0x80, 0x04, 0xFF, 0xFF, 0xFF, 0xFF})
    structure.push_back(static_cast<std::uint8_t>(byte));
  EXPECT_EQ(to_hex(*verify_command(structure, "1234").command), "002000800431323334");
  EXPECT_EQ(verify_command(structure, "123").word, 0x6403);
  EXPECT_EQ(verify_command(structure, "12345").word, 0x6403);
  structure[2] = 0x81;  // BCD
  EXPECT_EQ(verify_command(structure, "1234").word, 0x6B80);
  structure[2] = 0x82;
  structure.pop_back();
  EXPECT_EQ(verify_command(structure, "1234").word, 0x6B80);
}

}  // namespace
