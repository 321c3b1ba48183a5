#include "common/portal_configuration.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace kenkod {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using namespace std::chrono_literals;

constexpr const char* kSmallest =
    "id=simulator\nissuer=https://localhost:8443\nclient-id=kenkod-sim\nflows=code\n";

class Portal : public testing::Test {
 public:
  Portal(const Portal&) = delete;
  Portal& operator=(const Portal&) = delete;

 protected:
  Portal() {
    std::string name = testing::TempDir() + "portal-XXXXXX";
    folder_ = mkdtemp(name.data());
    std::filesystem::create_directory(folder_ / "kenkod.conf.d");
  }
  ~Portal() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  PortalConfiguration read() { return read_portal_configuration(folder_); }
  // The smallest section and these lines.
  PortalConfiguration with(const std::string& lines) {
    write("kenkod.conf", std::string("[portal]\n") + kSmallest);
    write("kenkod.conf.d/a.conf", "[portal]\n" + lines);
    return read();
  }
  std::string refusal(const std::string& lines) {
    try {
      with(lines);
    } catch (const std::runtime_error& error) {
      EXPECT_THAT(error.what(), HasSubstr(folder_.string())) << "names the file";
      return error.what();
    }
    ADD_FAILURE() << "taken: " << lines;
    return "";
  }

  std::filesystem::path folder_;
};

TEST_F(Portal, IsNotConfiguredByDefault) {
  EXPECT_FALSE(read().configured());
  write("kenkod.conf", "[session]\nidle-minutes=5\n[portal]\n#id=simulator\n");
  EXPECT_FALSE(read().configured());
}

TEST_F(Portal, TheSmallestSectionHasTheDefaults) {
  const auto portal = with("");
  EXPECT_TRUE(portal.configured());
  EXPECT_EQ(portal.id, "simulator");
  EXPECT_EQ(portal.issuer, "https://localhost:8443");
  EXPECT_EQ(portal.client_id, "kenkod-sim");
  EXPECT_EQ(portal.client_auth, PortalConfiguration::ClientAuth::none);
  EXPECT_EQ(portal.nonce_endpoint, "https://localhost:8443/nonce");
  EXPECT_EQ(portal.resource_base, "https://localhost:8443");
  EXPECT_EQ(portal.token_endpoint, "");
  EXPECT_EQ(portal.redirect_path, "/callback");
  EXPECT_THAT(portal.flows, ElementsAre(LoginFlow::browser));
  EXPECT_THAT(portal.kinds(), ElementsAre(Kind::checkup, Kind::medication, Kind::expense));
  EXPECT_EQ(portal.hours.weekday.until, 21 * 60);
  EXPECT_EQ(portal.term_days, 0U);
  EXPECT_FALSE(portal.tls_1_3_only || portal.base64_bodies || portal.synchronous);
  EXPECT_EQ(portal.total_timeout, 60s);
  EXPECT_EQ(portal.low_speed_bytes, 1000U);
  EXPECT_EQ(portal.max_document, 10'485'760U);
  EXPECT_EQ(portal.retention_years.at(Kind::expense), 5U);
}

TEST_F(Portal, EveryKeyIsRead) {
  write("holidays", "2031-06-15\n");
  const auto portal = with(
      "flows=card, code\nclient-auth=tls_client_auth\nclient-key=portal_key\nclient-certificate=portal-cert\n"
      "authorization-endpoint=https://a.example/auth?tenant=1\ntoken-endpoint=https://A.Example:444/Token\n"
      "jwks-uri=https://a.example/jwks\nrevocation-endpoint=https://a.example/revoke\n"
      "nonce-endpoint=https://a.example/n\nresource-base=https://r.example/base\nscopes=checkup:a.b "
      "expense:c\n"
      "redirect-path=/back\nca-bundle=/etc/kenkod/portal-ca.pem\ntls-min=1.3\n"
      "pin-sha256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nbody-encoding=json_base64\nretrieval=sync\n"
      "term-days=90\nhours=weekday 09:00-18:00; closed 12-31\nholidays-file=" +
      (folder_ / "holidays").string() +
      "\nretention-checkup-years=7\nretention-medication-years=3\nretention-expense-years=1\nconnect-timeout="
      "1\n"
      "total-timeout=2\nlow-speed=500/"
      "3\nmax-document=4096\nmax-documents=5\nparallel=6\npoll-min=1\npoll-max=7\n"
      "poll-total=8\nmax-attempts=9\n");
  EXPECT_THAT(portal.flows, ElementsAre(LoginFlow::card, LoginFlow::browser));
  EXPECT_EQ(portal.client_auth, PortalConfiguration::ClientAuth::tls_client_auth);
  EXPECT_EQ(portal.client_key, "portal_key");
  EXPECT_EQ(portal.client_certificate, "portal-cert");
  EXPECT_EQ(portal.authorization_endpoint, "https://a.example/auth?tenant=1");
  EXPECT_EQ(portal.token_endpoint, "https://a.example:444/Token") << "only the host has one form";
  EXPECT_EQ(portal.jwks_uri, "https://a.example/jwks");
  EXPECT_EQ(portal.revocation_endpoint, "https://a.example/revoke");
  EXPECT_EQ(portal.nonce_endpoint, "https://a.example/n");
  EXPECT_EQ(portal.resource_base, "https://r.example/base");
  EXPECT_THAT(portal.scopes, ElementsAre(Pair(Kind::checkup, "a.b"), Pair(Kind::expense, "c")));
  EXPECT_THAT(portal.kinds(), ElementsAre(Kind::checkup, Kind::expense));
  EXPECT_EQ(portal.redirect_path, "/back");
  EXPECT_EQ(portal.ca_bundle, "/etc/kenkod/portal-ca.pem");
  EXPECT_TRUE(portal.tls_1_3_only);
  EXPECT_EQ(portal.pin_sha256, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  EXPECT_TRUE(portal.base64_bodies);
  EXPECT_TRUE(portal.synchronous);
  EXPECT_EQ(portal.term_days, 90U);
  EXPECT_EQ(portal.hours.weekday.from, 9 * 60);
  EXPECT_FALSE(portal.hours.third_saturday_closed);
  using namespace std::chrono;
  EXPECT_TRUE(portal.holidays.contain(sys_days{2031y / June / 15d}));
  EXPECT_EQ(portal.retention_years.at(Kind::checkup), 7U);
  EXPECT_EQ(portal.retention_years.at(Kind::medication), 3U);
  EXPECT_EQ(portal.retention_years.at(Kind::expense), 1U);
  EXPECT_EQ(portal.connect_timeout, 1s);
  EXPECT_EQ(portal.total_timeout, 2s);
  EXPECT_EQ(portal.low_speed_bytes, 500U);
  EXPECT_EQ(portal.low_speed_time, 3s);
  EXPECT_EQ(portal.max_document, 4096U);
  EXPECT_EQ(portal.max_documents, 5U);
  EXPECT_EQ(portal.parallel, 6U);
  EXPECT_EQ(portal.poll_min, 1s);
  EXPECT_EQ(portal.poll_max, 7s);
  EXPECT_EQ(portal.poll_total, 8s);
  EXPECT_EQ(portal.max_attempts, 9U);
}

TEST_F(Portal, LaterFilesWinAndAnEmptyValueIsTheDefaultAgain) {
  write("kenkod.conf", std::string("[portal]\n") + kSmallest + "term-days=90\nparallel=2\npoll-min=5\n");
  write("kenkod.conf.d/b.conf", "[portal]\nparallel=4\nterm-days=\n");
  write("kenkod.conf.d/a.conf", "[Portal]\nParallel=3\npoll-min=6\n");
  write("kenkod.conf.d/c.conf.off", "[portal]\nparallel=8\n");
  const auto portal = read();
  EXPECT_EQ(portal.parallel, 4U);
  EXPECT_EQ(portal.poll_min, 6s);
  EXPECT_EQ(portal.term_days, 0U);
}

TEST_F(Portal, ALongListMayGoOnInTheNextLine) {
  const std::string scope(150, 's');
  const auto portal = with("scopes=checkup:" + scope + "\n  medication:" + scope + "\n");
  EXPECT_THAT(portal.scopes, ElementsAre(Pair(Kind::checkup, scope), Pair(Kind::medication, scope)));
}

TEST_F(Portal, AMisspeltKeyIsRefused) {
  EXPECT_THAT(refusal("pin-sha265=x\n"), HasSubstr("[portal] pin-sha265 is not known"));
  EXPECT_THAT(refusal("client_id=x\n"), HasSubstr("client_id is not known"));
  EXPECT_THAT(refusal("id=\nnothing=\n"), HasSubstr("nothing is not known")) << "without a portal too";
}

TEST_F(Portal, AKeyGivenTwiceInOneFileIsRefused) {
  for (const char* lines :
       {"client-id=a\nclient-id=b\n", "tls-min=1.2\ntls-min=1.2\n", "parallel=1\nparallel=2\n",
        "ca-bundle=/a\nca-bundle=/b\n", "jwks-uri=https://a/\njwks-uri=https://b/\n"})
    EXPECT_THAT(refusal(lines),
                HasSubstr(std::string(lines).substr(0, std::string(lines).find('=')) + " must"));
}

TEST_F(Portal, WhatWouldBeCutOffIsRefused) {
  EXPECT_THAT(refusal("client-id=" + std::string(200, 'x') + "\n"), HasSubstr("line 2 is not readable"));
  EXPECT_THAT(refusal("\n# " + std::string(200, 'x') + "parallel=8\n"), HasSubstr("line 3 is not readable"));
  EXPECT_THAT(refusal(std::string("id=a\0b\n", 7)), HasSubstr("line 2 is not readable"));
  EXPECT_THAT(refusal("not a key\n"), HasSubstr("line 2 is not readable"));
  EXPECT_THAT(refusal(std::string(70000, '\n')), HasSubstr("larger than 64 KiB"));
}

struct Bad {
  const char *key, *value;
};
class PortalValue : public Portal, public testing::WithParamInterface<Bad> {};
TEST_P(PortalValue, IsRefused) {
  const auto [key, value] = GetParam();
  const auto said = refusal(std::string(key) + "=" + value + "\n");
  EXPECT_THAT(said, HasSubstr(std::string("[portal] ") + key + " "));
  EXPECT_THAT(said, HasSubstr("a.conf"));
}
INSTANTIATE_TEST_SUITE_P(
    All, PortalValue,
    testing::Values(
        Bad{"id", "Simulator"}, Bad{"id", "a b"}, Bad{"id", "123456789012345678901234567890123"},
        Bad{"issuer", "http://localhost"}, Bad{"issuer", "localhost:8443"}, Bad{"issuer", "https://"},
        Bad{"issuer", "https:///path"}, Bad{"issuer", "https://a/"}, Bad{"issuer", "https://a/?x"},
        Bad{"issuer", "https://a?x"}, Bad{"issuer", "https://a#x"}, Bad{"issuer", "https://user@a"},
        Bad{"issuer", "https://user:password@a"}, Bad{"issuer", "https://a:0"},
        Bad{"issuer", "https://a:65536"}, Bad{"issuer", "https://a:"}, Bad{"issuer", "https://a:+1"},
        Bad{"issuer", "https://a b"}, Bad{"issuer", "https://a\\b"}, Bad{"issuer", "https://ä"},
        Bad{"issuer", "https://-a"}, Bad{"issuer", "https://a..b"}, Bad{"issuer", "https://a_b"},
        Bad{"issuer", "https://a%2eb"}, Bad{"issuer", "https://[::1"}, Bad{"issuer", "https://[::1]x"},
        Bad{"issuer", "https://[]"}, Bad{"issuer", "https://a/%zz"}, Bad{"issuer", "https://a/%2"},
        Bad{"issuer", "https://a/<b>"}, Bad{"resource-base", "https://a/base/"},
        Bad{"resource-base", "https://a/base?x"}, Bad{"authorization-endpoint", "http://a/auth"},
        Bad{"authorization-endpoint", "https://a/auth#x"}, Bad{"token-endpoint", "ftp://a/"},
        Bad{"jwks-uri", "file:///etc/passwd"}, Bad{"revocation-endpoint", "https://a@b/"},
        Bad{"nonce-endpoint", "//a/nonce"}, Bad{"client-id", "a b"}, Bad{"client-id", "é"},
        Bad{"client-auth", "basic"}, Bad{"client-key", "../key"}, Bad{"client-certificate", "a.pem"},
        Bad{"flows", "browser"}, Bad{"flows", "code,code"}, Bad{"flows", ","}, Bad{"scopes", "checkup"},
        Bad{"scopes", "checkup:"}, Bad{"scopes", "teeth:a"}, Bad{"scopes", "checkup:a checkup:b"},
        Bad{"scopes", "checkup:a\"b"}, Bad{"redirect-path", "callback"}, Bad{"redirect-path", "/a?b"},
        Bad{"redirect-path", "/a%62"}, Bad{"ca-bundle", "ca.pem"}, Bad{"tls-min", "1.1"},
        Bad{"tls-min", "1.4"}, Bad{"pin-sha256", "sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="},
        Bad{"pin-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuF="},
        Bad{"pin-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV="}, Bad{"body-encoding", "xml"},
        Bad{"retrieval", "later"}, Bad{"term-days", "367"}, Bad{"term-days", "-1"}, Bad{"term-days", "90d"},
        Bad{"hours", "weekday 8-21"}, Bad{"holidays-file", "/nowhere/holidays"},
        Bad{"holidays-file", "holidays"}, Bad{"holidays-file", "/dev/zero"},
        Bad{"retention-checkup-years", "0"}, Bad{"retention-expense-years", "101"},
        Bad{"connect-timeout", "0"}, Bad{"total-timeout", "601"}, Bad{"low-speed", "1000"},
        Bad{"low-speed", "0/30"}, Bad{"low-speed", "1000/0"}, Bad{"low-speed", "1000/30/1"},
        Bad{"max-document", "0"}, Bad{"max-document", "10485761"}, Bad{"max-documents", "10001"},
        Bad{"parallel", "0"}, Bad{"parallel", "9"}, Bad{"poll-min", "0"}, Bad{"poll-max", "3601"},
        Bad{"poll-total", "4294967296"}, Bad{"max-attempts", "11"}));

TEST_F(Portal, WhatMustBeSaidTogether) {
  EXPECT_THAT(refusal("issuer=\n"), HasSubstr("issuer is missing"));
  EXPECT_THAT(refusal("client-id=\n"), HasSubstr("client-id is missing"));
  EXPECT_THAT(refusal("flows=code,card\n"), HasSubstr("token-endpoint is missing"));
  EXPECT_THAT(refusal("flows=\n"), HasSubstr("token-endpoint is missing")) << "the default has the card";
  EXPECT_THAT(refusal("client-auth=private_key_jwt\n"), HasSubstr("client-key is missing"));
  EXPECT_THAT(refusal("client-auth=tls_client_auth\nclient-key=k\n"),
              HasSubstr("client-certificate is missing"));
  EXPECT_THAT(refusal("client-key=k\n"), HasSubstr("client-auth is none"));
  EXPECT_THAT(refusal("client-auth=private_key_jwt\nclient-key=k\nclient-certificate=c\n"),
              HasSubstr("client-auth is not tls_client_auth"));
  EXPECT_THAT(refusal("poll-min=61\n"), HasSubstr("poll-min is above poll-max"));
}

TEST_F(Portal, HostsHaveOneForm) {
  EXPECT_EQ(with("issuer=HTTPS://Portal.EXAMPLE.jp/Tenant\n").issuer, "https://portal.example.jp/Tenant");
  EXPECT_EQ(with("issuer=https://[::1]:8443\n").issuer, "https://[::1]:8443");
  EXPECT_EQ(with("issuer=https://127.0.0.1:8443/a%20b\n").issuer, "https://127.0.0.1:8443/a%20b");
  EXPECT_EQ(with("resource-base=https://a.example/v\n").resource_base, "https://a.example/v");
}

TEST_F(Portal, TheShippedFileConfiguresNone) {
  std::filesystem::copy_file(KENKOD_SOURCE_ROOT "/systemd/kenkod.conf", folder_ / "kenkod.conf");
  EXPECT_FALSE(read().configured());
}

// Every value of the shipped file that is a default is the default: taken as written, nothing changes.
TEST_F(Portal, TheShippedFileNamesTheDefaults) {
  std::ifstream in(KENKOD_SOURCE_ROOT "/systemd/kenkod.conf");
  std::string lines;
  bool portal = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('[')) portal = line == "[portal]";
    const auto equals = line.find('=');
    if (portal && line.starts_with('#') && !line.starts_with("# ") && equals + 1 < line.size())
      lines += line.substr(1) + "\n";
  }
  EXPECT_THAT(lines, HasSubstr("hours="));
  const auto as_written = with(lines + "token-endpoint=https://localhost:8443/token\n"), plain = with("");
  EXPECT_EQ(as_written.hours.weekday, plain.hours.weekday);
  EXPECT_EQ(as_written.hours.closed, plain.hours.closed);
  EXPECT_EQ(as_written.scopes, plain.scopes);
  EXPECT_EQ(as_written.redirect_path, plain.redirect_path);
  EXPECT_EQ(as_written.retention_years, plain.retention_years);
  EXPECT_EQ(as_written.client_auth, plain.client_auth);
  EXPECT_EQ(as_written.tls_1_3_only, plain.tls_1_3_only);
  EXPECT_EQ(as_written.base64_bodies, plain.base64_bodies);
  EXPECT_EQ(as_written.synchronous, plain.synchronous);
  EXPECT_EQ(as_written.term_days, plain.term_days);
  EXPECT_EQ(as_written.connect_timeout, plain.connect_timeout);
  EXPECT_EQ(as_written.total_timeout, plain.total_timeout);
  EXPECT_EQ(as_written.low_speed_bytes, plain.low_speed_bytes);
  EXPECT_EQ(as_written.low_speed_time, plain.low_speed_time);
  EXPECT_EQ(as_written.max_document, plain.max_document);
  EXPECT_EQ(as_written.max_documents, plain.max_documents);
  EXPECT_EQ(as_written.parallel, plain.parallel);
  EXPECT_EQ(as_written.poll_min, plain.poll_min);
  EXPECT_EQ(as_written.poll_max, plain.poll_max);
  EXPECT_EQ(as_written.poll_total, plain.poll_total);
  EXPECT_EQ(as_written.max_attempts, plain.max_attempts);
  EXPECT_THAT(as_written.flows, ElementsAre(LoginFlow::browser, LoginFlow::card));
}

}  // namespace
}  // namespace kenkod
