// SPDX-License-Identifier: MIT
// Fault 14: an endpoint that is not who it says, or sends us elsewhere. No body of ours reaches it,
// none of its own is read. Certificates are made here, by openssl.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "rpc/http.hpp"
#include "tests/support/http_server.hpp"
#include "tests/support/tls_server.hpp"

namespace ballast::rpc {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Heard {
    std::string body;
    std::string error;
    int bodies_read = 0;
};

Heard ask(const std::string& certificate, const std::string& host, bool trusting,
          const std::string& more = {}) {
    test::TlsServer server(certificate, more);
    HttpLimits limits;
    if (trusting) limits.authorities = test::certificates().authority();
    auto http = HttpTransport::open(server.url(host), limits);
    EXPECT_TRUE(http) << http.error().what;
    const auto body = http->post("{\"raw\":\"0x02\"}");
    Heard heard;
    if (body)
        heard.body = *body;
    else
        heard.error = body.error().what;
    EXPECT_THAT(heard.error, Not(HasSubstr("secret-of-the-path")));
    heard.bodies_read = server.bodies_read();
    return heard;
}

// Without this the refusals below would say nothing.
TEST(fault_14_tls, AGoodCertificateIsTaken) {
    for (const char* host : {"127.0.0.1", "localhost"}) {
        const Heard heard = ask("good", host, true);
        EXPECT_THAT(heard.body, HasSubstr("0x1")) << heard.error;
        EXPECT_EQ(heard.bodies_read, 1);
    }
}

TEST(fault_14_tls, BadCertificatesAreRefusedBeforeAnythingIsSaid) {
    struct Case {
        const char* certificate;
        const char* host;
        bool trusting;
        const char* says;
    };
    int bodies = 0;
    for (const Case& bad : {Case{"expired", "127.0.0.1", true, "certificate"},
                            Case{"other_host", "127.0.0.1", true, "certificate"},
                            Case{"other_host", "localhost", true, "certificate"},
                            Case{"self", "127.0.0.1", true, "certificate"},
                            Case{"self", "127.0.0.1", false, "certificate"},
                            Case{"good", "127.0.0.1", false, "certificate"}}) {
        const Heard heard = ask(bad.certificate, bad.host, bad.trusting);
        EXPECT_EQ(heard.body, "") << bad.certificate;
        EXPECT_THAT(heard.error, HasSubstr(bad.says)) << bad.certificate;
        bodies += heard.bodies_read + (heard.body.empty() ? 0 : 1);
    }
    EXPECT_EQ(bodies, 0);
    std::printf("certificates=6 bodies_read=%d\n", bodies);
}

TEST(fault_14_tls, RedirectsAreNotFollowedDownNorElsewhere) {
    int elsewhere = 0;
    test::HttpServer plain([&](int socket, const std::string&) {
        ++elsewhere;
        return test::write_all(socket, test::http_response("200 OK", "{\"result\":\"0x666\"}"));
    });
    for (const std::string status : {"301", "302", "303", "307", "308"}) {
        for (const std::string& to : {plain.url(), std::string("file:///etc/hostname"),
                                      std::string("http://169.254.169.254/latest/meta-data")}) {
            const Heard heard = ask("good", "127.0.0.1", true, status + " " + to);
            EXPECT_EQ(heard.body, "") << to;
            EXPECT_THAT(heard.error, HasSubstr("HTTP status " + status)) << to;
            EXPECT_EQ(heard.bodies_read, 1);  // the fault did occur
        }
    }
    EXPECT_EQ(elsewhere, 0);
    EXPECT_EQ(plain.connections, 0);
    std::printf("redirects=15 followed=%d\n", elsewhere);
}

}  // namespace
}  // namespace ballast::rpc
