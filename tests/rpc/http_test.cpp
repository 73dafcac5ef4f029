// SPDX-License-Identifier: MIT
#include "rpc/http.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>

#include "tests/support/http_server.hpp"

namespace ballast::rpc {
namespace {

using test::write_all;
using ::testing::HasSubstr;
using ::testing::Not;
using Server = test::HttpServer;
using std::chrono::milliseconds;

HttpTransport open(const std::string& url, HttpLimits limits = {}) {
    auto made = HttpTransport::open(url, limits);
    EXPECT_TRUE(made) << made.error().what;
    return std::move(*made);
}

TEST(Http, PostsJsonOverOneConnection) {
    std::string seen;
    Server server([&](int socket, const std::string& request) {
        seen = request;
        return write_all(socket, test::http_response("200 OK", "{\"pong\":1}"));
    });
    {
        HttpTransport http = open(server.url("/v2/key"));
        EXPECT_EQ(http.post("{\"ping\":1}").value(), "{\"pong\":1}");
        EXPECT_EQ(http.post("{\"ping\":2}").value(), "{\"pong\":1}");
        EXPECT_EQ(http.post(std::string(3U << 20U, 'x')).value(), "{\"pong\":1}");
        EXPECT_EQ(http.name(), server.url());
    }
    EXPECT_EQ(server.connections, 1);
    EXPECT_THAT(seen, HasSubstr("POST /v2/key HTTP/1.1"));
    EXPECT_THAT(seen, HasSubstr("Content-Type: application/json"));
    EXPECT_THAT(seen, Not(HasSubstr("Expect:")));
}

TEST(Http, StopsAnOversizedChunkedBody) {
    std::atomic<std::size_t> sent{0};
    Server server([&](int socket, const std::string&) {
        const std::string chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
        bool open = write_all(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; open && i < 16384; ++i) {
            open = write_all(socket, chunk);
            sent += chunk.size();
        }
        return false;
    });
    HttpTransport http =
        open(server.url("/secret"), {milliseconds{10'000}, milliseconds{1000}, 1U << 20U});
    const auto body = http.post("{}");
    ASSERT_FALSE(body);
    EXPECT_EQ(body.error().code, Errc::upstream_unavailable);
    EXPECT_THAT(body.error().what, HasSubstr("larger than 1048576 bytes"));
    EXPECT_LT(sent, 64U << 20U);  // of 1 GiB; the rest stood in socket buffers
}

TEST(Http, StopsEndlessHeaders) {
    Server server([&](int socket, const std::string&) {
        bool open = write_all(socket, "HTTP/1.1 200 OK\r\n");
        while (open && !server.stopping)
            open = write_all(socket, "X-Header: " + std::string(1000, 'x') + "\r\n");
        return false;
    });
    HttpTransport http = open(server.url(), {milliseconds{5000}, milliseconds{1000}, 1U << 16U});
    EXPECT_THAT(http.post("{}").error().what, HasSubstr("larger than"));
}

TEST(Http, ADripFeedEndsAtTheTotalTimeout) {
    Server server([&](int socket, const std::string&) {
        bool open = write_all(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        while (open && !server.stopping) {
            open = write_all(socket, "x");
            std::this_thread::sleep_for(milliseconds{10});
        }
        return false;
    });
    HttpTransport http = open(server.url(), {milliseconds{300}, milliseconds{200}, 1U << 20U});
    const auto start = std::chrono::steady_clock::now();
    const auto body = http.post("{}");
    const auto took = std::chrono::steady_clock::now() - start;
    ASSERT_FALSE(body);
    EXPECT_EQ(body.error().code, Errc::upstream_unavailable);
    EXPECT_GE(took, milliseconds{250});
    EXPECT_LT(took, milliseconds{2000});
}

TEST(Http, FollowsNoRedirectAndTakesNoOtherStatus) {
    for (const char* status : {"302 Found\r\nLocation: http://127.0.0.1/", "429 Too Many Requests",
                               "500 Internal Server Error"}) {
        Server server([&](int socket, const std::string&) {
            return write_all(socket, test::http_response(status, "{}")) && false;
        });
        HttpTransport http = open(server.url());
        const auto body = http.post("{}");
        ASSERT_FALSE(body) << status;
        EXPECT_EQ(body.error().code, Errc::upstream_unavailable);
        EXPECT_THAT(body.error().what, HasSubstr("HTTP status " + std::string(status, 3)));
    }
}

TEST(Http, RecoversAfterAnAnswerThatWasTooLarge) {
    bool first = true;
    Server server([&](int socket, const std::string&) {
        const std::string body(first ? 5000 : 10, 'x');
        first = false;
        return write_all(socket, test::http_response("200 OK", body));
    });
    HttpTransport http = open(server.url(), {milliseconds{2000}, milliseconds{1000}, 1000});
    EXPECT_FALSE(http.post("{}"));
    EXPECT_EQ(http.post("{}").value(), "xxxxxxxxxx");
}

TEST(Http, ARefusedConnectionTellsNoSecret) {
    std::string url;
    {
        Server server([](int, const std::string&) { return false; });
        url = server.url();
    }
    const std::string secret =
        "http://user:CANARY1@" + url.substr(7) + "/CANARY2?key=CANARY3#CANARY4";
    HttpTransport http = open(secret);
    const auto body = http.post("{}");
    ASSERT_FALSE(body);
    EXPECT_EQ(body.error().code, Errc::upstream_unavailable);
    EXPECT_THAT(body.error().what, HasSubstr(url));
    EXPECT_THAT(body.error().what, Not(HasSubstr("CANARY")));
    EXPECT_THAT(http.name(), Not(HasSubstr("CANARY")));
}

TEST(Http, OpensOnlySafeAddresses) {
    for (const char* url : {"https://node.example/v3/key", "http://localhost:8545",
                            "http://127.0.0.1:8545", "http://127.9.9.9", "http://[::1]:8545"})
        EXPECT_TRUE(HttpTransport::open(url)) << url;
    for (const char* url :
         {"http://node.example/CANARY", "http://127.0.0.1.node.example/CANARY",
          "http://127.0.0.1@node.example/CANARY", "http://10.0.0.1/CANARY", "http://0.0.0.0/CANARY",
          "http://169.254.169.254/CANARY", "file:///CANARY", "ftp://127.0.0.1/CANARY",
          "gopher://localhost/CANARY", "CANARY", "", "http://", "ws://localhost/CANARY"}) {
        const auto opened = HttpTransport::open(url);
        ASSERT_FALSE(opened) << url;
        EXPECT_EQ(opened.error().code, Errc::configuration);
        EXPECT_THAT(opened.error().what, Not(HasSubstr("CANARY")));
    }
}

}  // namespace
}  // namespace ballast::rpc
