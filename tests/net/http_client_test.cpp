// SPDX-License-Identifier: MIT
#include "net/http_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <mutex>

#include "tests/support/http_server.hpp"

namespace ballast::net {
namespace {

using test::http_response;
using test::HttpServer;
using test::write_all;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr Milliseconds kSecond{1'000};

/// Answers each request with the first line of it and its body.
bool echo(int socket, const std::string& request) {
    const std::string line = request.substr(0, request.find("\r\n"));
    return write_all(socket, http_response("200 OK", line + std::string(test::body_of(request))));
}

std::string body_of(HttpClient& client, const HttpRequest& request) {
    const auto response = client.fetch({request}, kSecond).front();
    EXPECT_TRUE(response) << response.error().what;
    return response ? response->body : std::string();
}

TEST(HttpClient, GetsAndPostsOverOneKeptConnection) {
    HttpServer server(echo);
    {
        const auto client = open_http_client();
        const std::string url = server.url("/a?b=c");
        EXPECT_EQ(body_of(*client, {url}), "GET /a?b=c HTTP/1.1");
        EXPECT_EQ(body_of(*client, {url, {}, "said"}), "POST /a?b=c HTTP/1.1said");
        EXPECT_EQ(body_of(*client, {url}), "GET /a?b=c HTTP/1.1");
        // Addresses that change, as those with a time in them do, keep the connection, too.
        for (int i = 0; i < 100; ++i)
            EXPECT_EQ(body_of(*client, {server.url("/" + std::to_string(i))}),
                      "GET /" + std::to_string(i) + " HTTP/1.1");
    }
    EXPECT_EQ(server.connections, 1);
}

TEST(HttpClient, AsksAllAtOnce) {
    std::atomic<int> waiting{0};
    HttpServer server([&](int socket, const std::string& request) {
        // Nobody is answered before all forty have asked.
        for (++waiting; waiting < 40;)
            std::this_thread::yield();
        return echo(socket, request);
    });
    const auto client = open_http_client();
    std::vector<HttpRequest> requests;
    for (int i = 0; i < 40; ++i)
        requests.push_back({server.url("/" + std::to_string(i))});
    const auto responses = client->fetch(requests, Milliseconds{10'000});
    ASSERT_EQ(responses.size(), 40U);
    for (std::size_t i = 0; i < responses.size(); ++i)
        EXPECT_EQ(responses[i].value().body, "GET /" + std::to_string(i) + " HTTP/1.1");
}

TEST(HttpClient, SendsTheHeadersItWasGivenAndNoOtherRequestsOnes) {
    std::string seen;
    std::mutex mutex;
    HttpServer server([&](int socket, const std::string& request) {
        const std::lock_guard lock(mutex);
        seen = request;
        return echo(socket, request);
    });
    const auto client = open_http_client();
    EXPECT_NE(body_of(*client, {server.url(), {"X-Key: k1", "Accept: text/csv"}}), "");
    EXPECT_THAT(seen, HasSubstr("X-Key: k1\r\n"));
    EXPECT_THAT(seen, HasSubstr("Accept: text/csv\r\n"));
    EXPECT_THAT(seen, HasSubstr("User-Agent: ballast\r\n"));
    EXPECT_THAT(seen, Not(HasSubstr("Accept-Encoding")));
    EXPECT_NE(body_of(*client, {server.url(), {}, "x"}), "");
    EXPECT_THAT(seen, Not(HasSubstr("X-Key")));
    EXPECT_THAT(seen, Not(HasSubstr("Expect")));
}

TEST(HttpClient, EveryStatusIsAnAnswer) {
    HttpServer server([](int socket, const std::string& request) {
        const std::string status = request.substr(5, 3);
        return write_all(socket,
                         http_response(status + " Said\r\nLocation: file:///etc/hostname\r\n"
                                                "Content-Type: Text/HTML; charset=x\r\n"
                                                "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                                                "Retry-After: Sun, 06 Nov 1994 08:50:37 GMT",
                                       "its own"));
    });
    const auto client = open_http_client();
    for (const int status : {200, 301, 302, 307, 308, 401, 404, 429, 500, 503}) {
        const auto response =
            client->fetch({{server.url("/" + std::to_string(status))}}, kSecond).front();
        ASSERT_TRUE(response) << response.error().what;
        EXPECT_EQ(response->status, status);
        EXPECT_EQ(response->body, "its own");
        EXPECT_EQ(response->content_type, "text/html");
        EXPECT_EQ(response->retry_after, Seconds{60});
        EXPECT_EQ(response->date, UnixSeconds{784'111'777});
    }
    EXPECT_EQ(server.connections, 1);
}

TEST(HttpClient, NoProxyOfTheEnvironmentSeesThisMachine) {
    HttpServer server(echo);
    HttpServer proxy([](int socket, const std::string&) {
        return write_all(socket, http_response("200 OK", "of the proxy"));
    });
    ASSERT_EQ(::setenv("http_proxy", proxy.url().c_str(), 1), 0);
    const auto client = open_http_client();
    EXPECT_EQ(body_of(*client, {server.url("/x")}), "GET /x HTTP/1.1");
    ASSERT_EQ(::unsetenv("http_proxy"), 0);
    EXPECT_EQ(proxy.connections, 0);
}

TEST(HttpClient, ABadRequestHurtsNoOther) {
    HttpServer server(echo);
    const auto client = open_http_client();
    const auto responses = client->fetch({{server.url("/1")},
                                          {"http://feed.example/CANARY"},
                                          {server.url(), {"X-Key: CANARY\nX-Other: b"}},
                                          {"CANARY"},
                                          {server.url("/2")}},
                                         kSecond);
    EXPECT_EQ(responses[0].value().body, "GET /1 HTTP/1.1");
    EXPECT_EQ(responses[4].value().body, "GET /2 HTTP/1.1");
    for (const std::size_t bad : {1U, 2U, 3U}) {
        ASSERT_FALSE(responses[bad]);
        EXPECT_EQ(responses[bad].error().code, Errc::configuration);
        EXPECT_THAT(responses[bad].error().what, Not(HasSubstr("CANARY")));
    }
    EXPECT_TRUE(client->fetch({}, kSecond).empty());
}

TEST(HttpClient, ChecksRequestsBeforeTheyAreSent) {
    for (const char* url :
         {"https://feed.example/v3/key", "https://feed.example:8443", "http://localhost:8545",
          "http://127.0.0.1:8545", "http://127.9.9.9", "http://[::1]:8545"})
        EXPECT_TRUE(check_request({url})) << url;
    for (const std::string& url :
         {std::string("http://feed.example/CANARY"), std::string("http://169.254.169.254/CANARY"),
          std::string("http://127.0.0.1.feed.example/CANARY"),
          std::string("http://127.0.0.1@feed.example/CANARY"), std::string("file:///CANARY"),
          std::string("ftp://localhost/CANARY"), std::string("CANARY"), std::string(),
          std::string("https://feed.example/CANARY\n"),
          std::string("https://feed.example/\0CANARY", 28)}) {
        const Status allowed = check_request({url});
        ASSERT_FALSE(allowed) << url;
        EXPECT_EQ(allowed.error().code, Errc::configuration);
        EXPECT_THAT(allowed.error().what, Not(HasSubstr("CANARY")));
    }
    EXPECT_FALSE(check_request({"https://feed.example", {"X-Key: k\n"}}));
}

TEST(HttpClient, RedactsUrls) {
    EXPECT_EQ(redacted_url("https://user:pass@node.example:8443/v3/key?x=1#y"),
              "https://node.example:8443");
    EXPECT_EQ(redacted_url("https://node.example/v3/key"), "https://node.example");
    EXPECT_EQ(redacted_url("v3/key"), "(not a URL)");
}

}  // namespace
}  // namespace ballast::net
