// The JPKI side of the card: recognition, tries, certificate, VERIFY, signature, with nothing repeated.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "card/jpki.hpp"
#include "card_kind.hpp"
#include "card_support.hpp"

namespace kenkod::card {
namespace {

using kenko_sim::CertificateState;

SecretBuffer pin(std::string_view digits) { return SecretBuffer(digits); }
const std::string kText = "a text";
std::span<const std::uint8_t> text() {
  return {reinterpret_cast<const std::uint8_t*>(kText.data()), kText.size()};
}

class JpkiTest : public testing::Test {
 protected:
  void become(const char* kind) { channel.card.become(*kenko_sim::find_card_kind(kind)); }
  // VERIFY commands with a PIN.
  std::ptrdiff_t verifies() const {
    return std::ranges::count_if(channel.sent, [](const Bytes& c) { return c[1] == 0x20 && c.size() > 4; });
  }
  SimChannel channel;
  Jpki jpki{channel};
};

TEST_F(JpkiTest, RecognisesByApplicationAndLabel) {
  EXPECT_EQ(jpki.recognise(), Kind::my_number);
  EXPECT_EQ(channel.count(), 2u);
  for (const auto& [kind, expected] :
       {std::pair("juki", Kind::juki), std::pair("android", Kind::phone), std::pair("iphone", Kind::phone),
        std::pair("licence", Kind::other), std::pair("next-generation", Kind::my_number)}) {
    become(kind);
    EXPECT_EQ(jpki.recognise(), expected) << kind;
  }
}

TEST_F(JpkiTest, ReadsTheCertificateInAsManyBlocksAsItHas) {
  ASSERT_EQ(jpki.recognise(), Kind::my_number);
  channel.sent.clear();
  const auto der = jpki.certificate();
  EXPECT_EQ(der.size(), 1583u);
  EXPECT_EQ(channel.count(), 7u);
  EXPECT_EQ(der, sim_files().auth_certificate({}, false));
}

TEST_F(JpkiTest, SelectsWhereShortIdentifiersAreNotKnown) {
  channel.card.set_short_identifiers(false);
  ASSERT_EQ(jpki.recognise(), Kind::my_number);
  EXPECT_EQ(jpki.certificate().size(), 1583u);
}

TEST_F(JpkiTest, WorksOnACardThatHandsItsAnswersOver) {
  channel.exchange.set_t0(true);
  ASSERT_EQ(jpki.recognise(), Kind::my_number);
  EXPECT_EQ(jpki.certificate().size(), 1583u);
  EXPECT_EQ(jpki.tries_left(), Tries(3u));
  EXPECT_TRUE(jpki.verify(pin("1234")).right);
  EXPECT_EQ(verifies(), 1);
}

TEST_F(JpkiTest, ACardWithoutCertificate) {
  for (const auto kind : {CertificateState::missing, CertificateState::empty}) {
    channel.card.set_certificate({.kind = kind});
    ASSERT_EQ(jpki.recognise(), Kind::my_number);
    EXPECT_TRUE(jpki.certificate().empty());
  }
}

TEST_F(JpkiTest, ADamagedCertificateIsNamed) {
  ASSERT_TRUE(jpki.select());
  for (const auto kind : {kenko_sim::Fault::cut_short, kenko_sim::Fault::wrong_data}) {
    for (unsigned nth = 1; nth <= 7; ++nth) {
      channel.exchange.faults().plan(nth, {.kind = kind});
      try {
        const Certificate certificate(jpki.certificate());
        // What was garbled may be a byte the parser does not look at; then it is only another certificate.
        EXPECT_NE(certificate.der(), sim_files().auth_certificate({}, false));
      } catch (const Error& error) {
        EXPECT_TRUE(error.code() == ErrorCode::CardSilent || error.code() == ErrorCode::NotSupported)
            << error.text();
      }
      channel.exchange.faults().clear();
      ASSERT_TRUE(jpki.select());
    }
  }
}

TEST_F(JpkiTest, CountsTriesWithoutTakingOne) {
  ASSERT_TRUE(jpki.select());
  for (const unsigned tries : {3u, 2u, 1u, 0u}) {
    channel.card.auth_pin().set_tries(tries);
    EXPECT_EQ(jpki.tries_left(), Tries(tries));
    EXPECT_EQ(jpki.tries_left(), Tries(tries));
  }
  EXPECT_EQ(verifies(), 0);
}

TEST_F(JpkiTest, AWrongPinCostsOneTry) {
  ASSERT_TRUE(jpki.select());
  ASSERT_EQ(jpki.tries_left(), Tries(3u));
  auto verified = jpki.verify(pin("9999"));
  EXPECT_FALSE(verified.right);
  EXPECT_EQ(verified.left, Tries(2u));
  (void)jpki.verify(pin("9999"));
  EXPECT_EQ(jpki.verify(pin("9999")).left, Tries(0u));
  EXPECT_EQ(jpki.verify(pin("1234")).left, Tries(0u));  // locked: also the right one
  EXPECT_EQ(verifies(), 4);
}

TEST_F(JpkiTest, AMalformedPinNeverReachesTheCard) {
  ASSERT_TRUE(jpki.select());
  ASSERT_EQ(jpki.tries_left(), Tries(3u));
  for (const auto* wrong : {"", "123", "12345", "12a4", "１２３４", "1234\n", " 123"})
    EXPECT_EQ(code_of([&] { (void)jpki.verify(pin(wrong)); }), ErrorCode::Failed) << wrong;
  EXPECT_EQ(verifies(), 0);
}

TEST_F(JpkiTest, EveryWordForALockedPin) {
  for (const int sw : {0x63C0, 0x6983, 0x6984})
    EXPECT_EQ(Jpki::verified(static_cast<std::uint16_t>(sw)).left, Tries(0u));
  EXPECT_EQ(Jpki::verified(0x63C2).left, Tries(2u));
  EXPECT_EQ(Jpki::verified(0x6300).left, Tries());
  EXPECT_FALSE(Jpki::verified(0x6300).right);
  EXPECT_TRUE(Jpki::verified(0x9000).right);
  for (const int sw : {0x6400, 0x6581, 0x6F00, 0x6700, 0x6982, 0x6A88, 0x6D00})
    EXPECT_EQ(code_of([&] { (void)Jpki::verified(static_cast<std::uint16_t>(sw)); }), ErrorCode::CardSilent);
}

TEST_F(JpkiTest, SignsAndTheCertificateVerifies) {
  ASSERT_TRUE(jpki.select());
  const Certificate certificate(jpki.certificate());
  EXPECT_EQ(certificate.algorithm(), "RS256");
  ASSERT_EQ(jpki.tries_left(), Tries(3u));
  ASSERT_TRUE(jpki.verify(pin("1234")).right);
  auto signature = jpki.sign(certificate.digest_info(text()));
  EXPECT_TRUE(certificate.signed_by_it(text(), signature));
  signature.back() ^= 1;
  EXPECT_FALSE(certificate.signed_by_it(text(), signature));
}

TEST_F(JpkiTest, ASignatureNeedsThePin) {
  ASSERT_TRUE(jpki.select());
  const Certificate certificate(jpki.certificate());
  EXPECT_EQ(code_of([&] { (void)jpki.sign(certificate.digest_info(text())); }), ErrorCode::CardBusy);
}

TEST_F(JpkiTest, AWrongSignatureIsNoticed) {
  channel.card.set_wrong_signature(true);
  ASSERT_TRUE(jpki.select());
  const Certificate certificate(jpki.certificate());
  ASSERT_EQ(jpki.tries_left(), Tries(3u));
  ASSERT_TRUE(jpki.verify(pin("1234")).right);
  EXPECT_FALSE(certificate.signed_by_it(text(), jpki.sign(certificate.digest_info(text()))));
}

// A look with certificate, a look at a known card, a log-in, and one with certificate in one go.
TEST_F(JpkiTest, TakesNoMoreCommandsThanItMust) {
  ASSERT_EQ(jpki.recognise(), Kind::my_number);
  const Certificate certificate(jpki.certificate());
  (void)jpki.tries_left();
  EXPECT_EQ(channel.count(), 11u);
  (void)jpki.verify(pin("1234"));
  (void)jpki.sign(certificate.digest_info(text()));
  EXPECT_EQ(channel.count(), 14u);
  channel.sent.clear();
  ASSERT_TRUE(jpki.select());
  (void)jpki.tries_left();
  EXPECT_EQ(channel.count(), 3u);
  (void)jpki.verify(pin("1234"));
  (void)jpki.sign(certificate.digest_info(text()));
  EXPECT_EQ(channel.count(), 6u);
}

// Whatever a card answers at whichever command: a named error, and never a second VERIFY.
TEST_F(JpkiTest, AnyStatusWordAnywhere) {
  constexpr std::array<int, 12> kWords{0x6282, 0x6283, 0x6300, 0x6400, 0x6581, 0x6700,
                                       0x6982, 0x6985, 0x6986, 0x6A82, 0x6D00, 0x6F00};
  for (unsigned nth = 1; nth <= 14; ++nth) {
    for (const int word : kWords) {
      channel.sent.clear();
      channel.card.reset();
      channel.card.auth_pin().set_tries(3);
      channel.exchange.faults().plan(
          nth, {.kind = kenko_sim::Fault::refuse, .word = static_cast<kenko_sim::sw::StatusWord>(word)});
      try {
        if (jpki.recognise() == Kind::my_number) {
          const auto der = jpki.certificate();
          if (!der.empty()) {
            const Certificate certificate(der);
            (void)jpki.tries_left();
            if (jpki.verify(pin("1234")).right) (void)jpki.sign(certificate.digest_info(text()));
          }
        }
      } catch (const Error& error) {
        EXPECT_TRUE(error.code() == ErrorCode::CardSilent || error.code() == ErrorCode::CardBusy)
            << nth << " " << std::hex << word << " " << error.text();
      }
      EXPECT_LE(verifies(), 1);
      channel.exchange.faults().clear();
    }
  }
}

// The commands name the JPKI application and five files at most, whatever happens.
TEST_F(JpkiTest, TouchesOnlyWhatItMay) {
  (void)jpki.recognise();
  const Certificate certificate(jpki.certificate());
  (void)jpki.tries_left();
  (void)jpki.verify(pin("1234"));
  (void)jpki.sign(certificate.digest_info(text()));
  for (const auto& command : channel.sent) {
    if (command[1] == 0xA4 && command[2] == 0x04) {
      EXPECT_EQ(Bytes(command.begin() + 5, command.end()),
                Bytes(profile::kApplication.begin(), profile::kApplication.end()));
    } else if (command[1] == 0xA4) {
      EXPECT_EQ(command[5], 0x00);
      EXPECT_TRUE(command[6] == 0x17 || command[6] == 0x18) << int{command[6]};
    } else if (command[1] == 0xB0 && (command[2] & 0x80) != 0) {
      EXPECT_TRUE(command[2] == 0x86 || command[2] == 0x8A) << int{command[2]};
    }
  }
}

}  // namespace
}  // namespace kenkod::card
