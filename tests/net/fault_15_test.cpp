// SPDX-License-Identifier: MIT
// Fault 15, of what is fetched: however a request fails, the error says nothing of its keys.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "net/http_client.hpp"
#include "tests/support/http_server.hpp"
#include "tests/support/tls_server.hpp"

namespace ballast::net {
namespace {

using test::HttpServer;
using test::write_all;
using ::testing::HasSubstr;
using ::testing::Not;

/// The URL with a key wherever one can stand. The words are those of tests/support/canaries.txt.
HttpRequest with_canaries(const std::string& url) {
    const std::size_t host = url.find("://") + 3;
    return {url.substr(0, host) + "canary-url-user-83:canary-url-password-c1@" + url.substr(host) +
                "/canary-url-path-5e?api_key=canary-url-query-90#canary-url-path-5e",
            {"Authorization: Bearer canary-not-a-key-66"}};
}

std::string origin_of(const test::TlsServer& server) {
    const std::string url = server.url("127.0.0.1");
    return url.substr(0, url.find("/v2/"));
}

/// Returns what is said of a request that fails.
std::string words_on(const HttpRequest& request) {
    const auto response = open_http_client()->fetch({request}, Milliseconds{300}).front();
    EXPECT_FALSE(response) << "it was to fail";
    return response ? std::string() : response.error().what;
}

TEST(fault_15_canaries, NoErrorOfARequestTellsAKey) {
    HttpServer silent([](int, const std::string&) { return true; });
    HttpServer rude([](int, const std::string&) { return false; });
    HttpServer odd([](int socket, const std::string& request) {
        return write_all(socket, request) && false;  // our own words, for an answer
    });
    HttpServer large([](int socket, const std::string&) {
        return write_all(socket, test::http_response("200 OK", std::string(2U << 20U, 'x')));
    });
    HttpServer packed([](int socket, const std::string&) {
        return write_all(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n") && false;
    });
    const test::TlsServer impostor("self", "");
    std::string gone;
    {
        HttpServer server([](int, const std::string&) { return false; });
        gone = server.url();
    }
    HttpRequest line_end = with_canaries(silent.url());
    line_end.headers.front() += "\n";
    std::vector<std::string> said;
    for (const std::string& url :
         {silent.url(), rude.url(), odd.url(), large.url(), packed.url(), origin_of(impostor), gone,
          std::string("https://feed.invalid"), std::string("http://feed.example"),
          std::string("ftp://feed.example"), std::string("https://feed.example:99999")})
        said.push_back(words_on(with_canaries(url)));
    said.push_back(words_on(line_end));
    int hits = 0;
    for (const std::string& words : said) {
        EXPECT_NE(words, "");
        EXPECT_THAT(words, Not(HasSubstr("canary")));
        hits += words.find("canary") == std::string::npos ? 0 : 1;
    }
    std::printf("failures=%zu canaries=%d\n", said.size(), hits);
}

}  // namespace
}  // namespace ballast::net
