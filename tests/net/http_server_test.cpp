// SPDX-License-Identifier: MIT
#include "net/http_server.hpp"

#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "net/http_server_address.hpp"
#include "tests/net/server_client.hpp"

namespace ballast::net {
namespace {

using test::ask;
using test::get;

std::unique_ptr<HttpServer> server_of(HttpServerLimits limits = {}) {
    const auto handler = [](std::string_view path) -> std::optional<HttpPage> {
        if (path == "/page") return HttpPage{200, "text/plain", "words", "default-src 'self'"};
        if (path == "/large") return HttpPage{200, "text/plain", std::string(4U << 20U, 'x')};
        if (path == "/no") return HttpPage{503, "text/plain", "not ready"};
        return std::nullopt;
    };
    auto server = HttpServer::start("127.0.0.1:0", handler, limits);
    EXPECT_TRUE(server);
    return std::move(*server);
}

std::string first_line(const std::string& answer) {
    return answer.substr(0, answer.find("\r\n"));
}

std::string body(const std::string& answer) {
    const std::size_t end = answer.find("\r\n\r\n");
    return end == std::string::npos ? "no header" : answer.substr(end + 4);
}

bool has(const std::string& answer, const std::string& line) {
    return answer.find("\r\n" + line + "\r\n") != std::string::npos;
}

TEST(HttpServer, AnswersAPageWithHeadersThatForbidTheRest) {
    const auto server = server_of();
    const std::string answer = get(server->port(), "/page?x=1");
    EXPECT_EQ(first_line(answer), "HTTP/1.1 200 OK");
    EXPECT_EQ(body(answer), "words");
    EXPECT_TRUE(has(answer, "Content-Type: text/plain")) << answer;
    EXPECT_TRUE(has(answer, "Content-Length: 5"));
    EXPECT_TRUE(has(answer, "Connection: close"));
    EXPECT_TRUE(has(answer, "Cache-Control: no-store"));
    EXPECT_TRUE(has(answer, "X-Content-Type-Options: nosniff"));
    EXPECT_TRUE(has(answer, "Content-Security-Policy: default-src 'self'"));
    const std::string missing = get(server->port(), "/missing");
    EXPECT_EQ(first_line(missing), "HTTP/1.1 404 Not Found");
    EXPECT_NE(missing.find("Content-Security-Policy: default-src 'none'"), std::string::npos);
    EXPECT_EQ(first_line(get(server->port(), "/no")), "HTTP/1.1 503 Service Unavailable");
}

TEST(HttpServer, ALargePageArrivesWhole) {
    EXPECT_EQ(body(get(server_of()->port(), "/large")).size(), 4U << 20U);
}

TEST(HttpServer, HeadSaysTheLengthAlone) {
    const auto server = server_of();
    const std::string answer =
        ask(server->port(), "HEAD /page HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(first_line(answer), "HTTP/1.1 200 OK");
    EXPECT_TRUE(has(answer, "Content-Length: 5"));
    EXPECT_EQ(body(answer), "");
}

TEST(HttpServer, OtherMethodsAreRefusedAndTheirBodiesNotRead) {
    const auto server = server_of();
    for (const std::string method : {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"}) {
        const std::string answer =
            ask(server->port(), method +
                                    " /page HTTP/1.1\r\nHost: localhost\r\n"
                                    "Content-Length: 999999999999\r\n\r\nsome");
        EXPECT_EQ(first_line(answer), "HTTP/1.1 405 Method Not Allowed") << method;
        EXPECT_TRUE(has(answer, "Allow: GET, HEAD"));
    }
}

TEST(HttpServer, WhatIsNoHttpIsRefused) {
    const auto server = server_of();
    for (const std::string request :
         {"\r\n\r\nnonsense\r\n\r\n", "GET /page\r\n\r\n", "GET /page HTTP/9.9\r\n\r\n",
          "GET /page HTTP/1.1\r\nHost localhost\r\n\r\n",
          "GET page HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "\x16\x03\x01\x02 a client of TLS\r\n\r\n",
          "GET /page HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n"
          "Content-Length: 2\r\n\r\n"})
        EXPECT_EQ(first_line(ask(server->port(), request)), "HTTP/1.1 400 Bad Request") << request;
}

TEST(HttpServer, AHeaderOverItsLimitIsRefused) {
    const auto server = server_of();
    const auto with_header = [&](std::size_t bytes) {
        return first_line(ask(server->port(), "GET /page HTTP/1.1\r\nHost: localhost\r\nX: " +
                                                  std::string(bytes, 'x') + "\r\n\r\n"));
    };
    EXPECT_EQ(with_header(7'900), "HTTP/1.1 200 OK");
    EXPECT_EQ(with_header(8'300), "HTTP/1.1 431 Request Header Fields Too Large");
    EXPECT_EQ(first_line(get(server->port(), '/' + std::string(9'000, 'x'))),
              "HTTP/1.1 431 Request Header Fields Too Large");
}

TEST(HttpServer, AWebPageThatHasItsNamePointHereIsRefused) {
    const auto server = server_of();
    for (const std::string host : {"evil.example", "evil.example:9464", "localhost.evil.example",
                                   "127.0.0.1.evil.example", "", "localhost:x"})
        EXPECT_EQ(
            first_line(ask(server->port(), "GET /page HTTP/1.1\r\nHost: " + host + "\r\n\r\n")),
            "HTTP/1.1 421 Misdirected Request")
            << host;
    for (const std::string host : {"127.0.0.1:9464", "LOCALHOST", "[::1]:80", "127.9.9.9"})
        EXPECT_EQ(
            first_line(ask(server->port(), "GET /page HTTP/1.1\r\nHost: " + host + "\r\n\r\n")),
            "HTTP/1.1 200 OK")
            << host;
}

TEST(HttpServer, TheDeadlineIsAbsolute) {
    const auto server = server_of({.deadline = {300}});
    const test::ServerClient client(server->port());
    const auto begin = std::chrono::steady_clock::now();
    // A byte now and then buys no time.
    std::thread drip([&] {
        for (int i = 0; i < 200 && client.say("G"); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
    });
    EXPECT_EQ(client.hear(), "");
    const auto took = std::chrono::steady_clock::now() - begin;
    drip.join();
    EXPECT_GE(took, std::chrono::milliseconds(250));
    EXPECT_LT(took, std::chrono::milliseconds(3'000));
}

TEST(HttpServer, WhoReadsNothingIsCutOffToo) {
    const auto server = server_of({.deadline = {200}});
    const test::ServerClient client(server->port());
    ASSERT_TRUE(client.say("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    EXPECT_LT(client.hear().size(), 4U << 20U);
    EXPECT_EQ(body(get(server->port(), "/page")), "words");
}

TEST(HttpServer, ThePortIsFreeAgainAfterwards) {
    std::uint16_t port = 0;
    {
        const auto server = server_of();
        port = server->port();
        const test::ServerClient waiting(port);
        EXPECT_EQ(body(get(port, "/page")), "words");
        const auto second = HttpServer::start("127.0.0.1:" + std::to_string(port), {});
        EXPECT_EQ(second.error().code, Errc::configuration);
    }
    EXPECT_TRUE(HttpServer::start("127.0.0.1:" + std::to_string(port), {}));
}

TEST(HttpServer, AnAddressThatIsNone) {
    for (const char* listen : {"", "localhost:1", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536",
                               "127.0.0.1:-1", ":80", "[::1", "[::1]", "203.0.113.7:0", "::1:80"})
        EXPECT_EQ(HttpServer::start(listen, {}).error().code, Errc::configuration) << listen;
    EXPECT_EQ(parse_listen("[::1]:9464")->host, "::1");
    EXPECT_EQ(parse_listen("0.0.0.0:0")->port, 0);
}

TEST(HttpServer, SignalsAreLeftToTheMainThread) {
    std::atomic<bool> is_blocked = false;
    const auto server =
        HttpServer::start("127.0.0.1:0", [&](std::string_view) -> std::optional<HttpPage> {
            sigset_t mask;
            ::pthread_sigmask(SIG_SETMASK, nullptr, &mask);
            is_blocked = ::sigismember(&mask, SIGTERM) == 1;
            return std::nullopt;
        });
    EXPECT_FALSE(get((*server)->port(), "/").empty());
    EXPECT_TRUE(is_blocked);
    sigset_t mask;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &mask);
    EXPECT_EQ(::sigismember(&mask, SIGTERM), 0);
}

}  // namespace
}  // namespace ballast::net
