// SPDX-License-Identifier: MIT
// Several endpoints at once, some of which behave badly; and a pool over mock nodes behind HTTP.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <mutex>

#include "rpc/http.hpp"
#include "tests/rpc/pool_world.hpp"
#include "tests/support/http_server.hpp"

namespace ballast::rpc {
namespace {

using test::http_response;
using test::HttpServer;
using test::write_all;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr Milliseconds kSecond{1'000};

/// Answers each request with its own body.
bool echo(int socket, const std::string& request) {
    return write_all(socket, http_response("200 OK", std::string(test::body_of(request))));
}

std::unique_ptr<HttpNetwork> open(const std::vector<std::string>& urls, HttpLimits limits = {}) {
    auto made = HttpNetwork::open(urls, limits);
    EXPECT_TRUE(made) << made.error().what;
    return std::move(*made);
}

TEST(HttpNetwork, AsksAllAtOnceOverKeptConnections) {
    std::atomic<int> waiting{0};
    const auto together = [&](int socket, const std::string& request) {
        // Nobody is answered before all three have asked.
        for (++waiting; waiting % 3 != 0;)
            std::this_thread::yield();
        return echo(socket, request);
    };
    HttpServer a(together), b(together), c(together);
    {
        const auto network = open({a.url("/key1"), b.url(), c.url()});
        for (int i = 0; i < 3; ++i) {
            const std::string body = std::to_string(i);
            const auto replies =
                network->post({{0, "a" + body}, {2, "c" + body}, {1, "b"}}, Milliseconds{10'000});
            ASSERT_EQ(replies.size(), 3U);
            EXPECT_EQ(replies[0].value().body, "a" + body);
            EXPECT_EQ(replies[1].value().body, "c" + body);
            EXPECT_EQ(replies[2].value().body, "b");
        }
        EXPECT_EQ(network->name(0), a.url());
    }
    EXPECT_EQ(a.connections + b.connections + c.connections, 3);
}

TEST(HttpNetwork, OneEndpointMayBeAskedTwiceAtOnce) {
    HttpServer server(echo);
    const auto network = open({server.url()});
    const auto replies = network->post({{0, "x"}, {0, "y"}}, kSecond);
    EXPECT_EQ(replies[0].value().body, "x");
    EXPECT_EQ(replies[1].value().body, "y");
}

TEST(HttpNetwork, GivesBackStatusAndRetryAfter) {
    HttpServer server([](int socket, const std::string& request) {
        const std::string status(test::body_of(request));
        return write_all(socket, http_response(status, "said"));
    });
    const auto network = open({server.url()});
    const auto reply = [&](const std::string& status) {
        return network->post({{0, status}}, kSecond).front();
    };
    const auto busy = reply("429 Too Many Requests\r\nRetry-After: 17");
    ASSERT_TRUE(busy) << busy.error().what;
    EXPECT_EQ(busy->status, 429);
    EXPECT_EQ(busy->body, "said");
    EXPECT_EQ(busy->retry_after, Seconds{17});
    EXPECT_EQ(reply("503 Service Unavailable")->retry_after, std::nullopt);
    EXPECT_EQ(reply("503 Busy\r\nRetry-After: soon")->retry_after, std::nullopt);
    EXPECT_EQ(reply("302 Found\r\nLocation: http://127.0.0.1:1/")->status, 302);
    EXPECT_EQ(server.connections, 1);
}

/// Those that hang, drip, bomb or are not there end at the deadline; the good one is served.
TEST(HttpNetwork, BadEndpointsCostTheirDeadlineAndNothingElse) {
    HttpServer good(echo);
    HttpServer silent([](int, const std::string&) { return true; });
    HttpServer bomb([](int socket, const std::string&) {
        const std::string chunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
        bool open = write_all(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while (open)
            open = write_all(socket, chunk);
        return false;
    });
    HttpServer rude([](int, const std::string&) { return false; });
    std::string gone;
    {
        HttpServer server(echo);
        gone = server.url("/CANARY");
    }
    const auto network =
        open({good.url(), silent.url("/CANARY"), bomb.url("/CANARY"), rude.url("/CANARY"), gone},
             {std::chrono::milliseconds{1}, std::chrono::milliseconds{500}, 1U << 20U});
    const auto start = std::chrono::steady_clock::now();
    const auto replies =
        network->post({{0, "x"}, {1, "x"}, {2, "x"}, {3, "x"}, {4, "x"}}, Milliseconds{600});
    const auto took = std::chrono::steady_clock::now() - start;
    EXPECT_GE(took, std::chrono::milliseconds{550});
    EXPECT_LT(took, std::chrono::milliseconds{1'500});
    EXPECT_EQ(replies[0].value().body, "x");
    for (std::size_t i = 1; i < replies.size(); ++i) {
        ASSERT_FALSE(replies[i]) << i;
        EXPECT_EQ(replies[i].error().code, Errc::upstream_unavailable);
        EXPECT_THAT(replies[i].error().what, HasSubstr(network->name(i)));
        EXPECT_THAT(replies[i].error().what, Not(HasSubstr("CANARY")));
    }
    EXPECT_THAT(replies[1].error().what, HasSubstr("Timeout"));
    EXPECT_THAT(replies[2].error().what, HasSubstr("larger than"));
}

/// No compression is asked for, so none is undone: a bomb stays as small as it came.
TEST(HttpNetwork, UndoesNoCompression) {
    const std::string packed = "\x1f\x8b\x08 whatever";
    std::string seen;
    HttpServer server([&](int socket, const std::string& request) {
        seen = request;
        return write_all(socket, http_response("200 OK\r\nContent-Encoding: gzip", packed));
    });
    {
        const auto network = open({server.url()});
        EXPECT_EQ(network->post({{0, "x"}}, kSecond).front().value().body, packed);
    }
    EXPECT_THAT(seen, Not(HasSubstr("Accept-Encoding")));
}

TEST(HttpNetwork, RefusesUnsafeUrls) {
    for (const char* url : {"http://node.example/CANARY", "file:///CANARY", "CANARY"}) {
        const auto made = HttpNetwork::open({"https://node.example", url});
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().code, Errc::configuration);
        EXPECT_THAT(made.error().what, Not(HasSubstr("CANARY")));
    }
}

/// The mock nodes behind real sockets.
TEST(HttpNetwork, CarriesAPool) {
    PoolWorld world;
    std::mutex mutex;
    std::vector<std::unique_ptr<HttpServer>> servers;
    std::vector<std::string> urls;
    for (std::size_t i = 0; i < 3; ++i) {
        servers.push_back(
            std::make_unique<HttpServer>([&, i](int socket, const std::string& request) {
                const std::lock_guard lock(mutex);
                const auto reply = world.network->node(i).serve(test::body_of(request));
                return reply && write_all(socket, http_response("200 OK", reply->body));
            }));
        urls.push_back(servers.back()->url("/key"));
    }
    const auto network = open(urls);
    const auto pool = Pool::make(*network, world.clock, world.options);
    ASSERT_TRUE(pool) << pool.error().what;
    const auto view = (*pool)->look(test_key().address());
    ASSERT_TRUE(view) << view.error().what;
    EXPECT_EQ(view->head, world.chain.block(world.chain.head()).header);
    EXPECT_EQ((*pool)->broadcast(PoolWorld::transaction(0)).value().verdict, SendVerdict::accepted);
    {
        const std::lock_guard lock(mutex);
        world.behaviour(1).drops_answers_to = {"eth_chainId"};  // closes the connection
        world.mine();
    }
    const Hash32 hash = chain::transaction_hash(PoolWorld::transaction(0));
    EXPECT_TRUE((*pool)->receipt(hash).value());
    EXPECT_EQ((*pool)->endpoints()[1].state, EndpointState::unreachable);
    EXPECT_EQ(servers[0]->connections, 1);
}

}  // namespace
}  // namespace ballast::rpc
