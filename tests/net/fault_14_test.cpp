// SPDX-License-Identifier: MIT
// Fault 14, of what is fetched: a server that is not who it says, or sends us elsewhere. None of
// its bodies is read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "net/http_client.hpp"
#include "tests/support/http_server.hpp"
#include "tests/support/tls_server.hpp"

namespace ballast::net {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr Milliseconds kDeadline{5'000};

Result<HttpResponse> get(const std::string& url, bool trusting) {
    HttpLimits limits;
    if (trusting) limits.authorities = test::certificates().authority();
    auto response = open_http_client(limits)->fetch({{url}}, kDeadline).front();
    const std::string words = response ? std::string() : response.error().what;
    EXPECT_THAT(words, Not(HasSubstr("secret-of-the-path")));
    return response;
}

// Without this the refusals below would say nothing.
TEST(fault_14_fetched, AGoodCertificateIsTaken) {
    for (const char* host : {"127.0.0.1", "localhost"}) {
        test::TlsServer server("good", "");
        const auto response = get(server.url(host), true);
        ASSERT_TRUE(response) << response.error().what;
        EXPECT_THAT(response->body, HasSubstr("0x1"));
        EXPECT_EQ(server.bodies_read(), 1);
    }
}

TEST(fault_14_fetched, BadCertificatesAreRefused) {
    struct Case {
        const char* certificate;
        const char* host;
        bool trusting;
    };
    int bodies = 0;
    for (const Case& bad :
         {Case{"expired", "127.0.0.1", true}, Case{"other_host", "127.0.0.1", true},
          Case{"other_host", "localhost", true}, Case{"self", "127.0.0.1", true},
          Case{"self", "127.0.0.1", false}, Case{"good", "127.0.0.1", false}}) {
        test::TlsServer server(bad.certificate, "");
        const auto response = get(server.url(bad.host), bad.trusting);
        bodies += response ? 1 : 0;
        ASSERT_FALSE(response) << bad.certificate;
        EXPECT_EQ(response.error().code, Errc::upstream_unavailable);
        EXPECT_THAT(response.error().what, HasSubstr("certificate"));
        EXPECT_EQ(server.bodies_read(), 0);  // nor has it seen what we ask
    }
    std::printf("certificates=6 bodies_read=%d\n", bodies);
}

TEST(fault_14_fetched, PlainHttpIsNoWayRound) {
    int asked = 0;
    test::HttpServer plain([&](int socket, const std::string&) {
        ++asked;
        return test::write_all(socket, test::http_response("200 OK", "plain"));
    });
    const auto spoken = get("https" + plain.url("/secret-of-the-path").substr(4), true);
    ASSERT_FALSE(spoken);
    EXPECT_EQ(spoken.error().code, Errc::upstream_unavailable);
    for (const char* url :
         {"http://feed.example/secret-of-the-path", "http://169.254.169.254/secret-of-the-path",
          "file:///etc/secret-of-the-path"}) {
        const auto response = get(url, true);
        ASSERT_FALSE(response);
        EXPECT_EQ(response.error().code, Errc::configuration);
    }
    EXPECT_EQ(asked, 0);
    std::printf("downgrades=4 bodies_read=%d\n", asked);
}

TEST(fault_14_fetched, RedirectsAreAnswersAndReadNothingElse) {
    int elsewhere = 0;
    test::HttpServer plain([&](int socket, const std::string&) {
        ++elsewhere;
        return test::write_all(socket, test::http_response("200 OK", "{\"result\":\"0x666\"}"));
    });
    for (const std::string status : {"301", "302", "303", "307", "308"}) {
        for (const std::string& to : {plain.url(), std::string("file:///etc/hostname"),
                                      std::string("http://169.254.169.254/latest/meta-data")}) {
            test::TlsServer server("good", status + " " + to);
            const auto response = get(server.url("127.0.0.1"), true);
            ASSERT_TRUE(response) << response.error().what;
            EXPECT_EQ(std::to_string(response->status), status);
            EXPECT_THAT(response->body, HasSubstr("0x1"));  // its own words and no other's
            EXPECT_EQ(server.bodies_read(), 1);             // the fault did occur
        }
    }
    EXPECT_EQ(elsewhere, 0);
    EXPECT_EQ(plain.connections, 0);
    std::printf("redirects=15 bodies_read=%d\n", elsewhere);
}

}  // namespace
}  // namespace ballast::net
