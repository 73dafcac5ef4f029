// SPDX-License-Identifier: MIT
// Providers that take no JSON-RPC batches: asked one by one, and believed as the others are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/rpc/pool_world.hpp"

namespace ballast::rpc {
namespace {

using ::testing::HasSubstr;

const NetworkReply kLoneError{
    200, R"({"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"no batches"}})", {}};
const NetworkReply kGethError{
    200, R"([{"jsonrpc":"2.0","id":1,"error":{"code":-32600,"message":"batch too large"}}])", {}};

/// Every provider's way to say no.
std::vector<NetworkReply> refusals() {
    std::vector<NetworkReply> all{
        kLoneError,
        {200, R"({"error":{"code":-32601,"message":"x"}})", {}},
        {200, R"([{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"x"}}])", {}}};
    for (const int status : {400, 403, 404, 405, 413, 415, 422})
        all.push_back({status, "batch requests are not supported on your plan", {}});
    return all;
}

void refuse(PoolWorld& world, const NetworkReply& reply) {
    for (std::size_t i = 0; i < 3; ++i)
        world.behaviour(i).replies_to_batches = reply;
}

TEST(SingleCalls, AWholePoolWithoutBatchesDoesAllThatOneWithThemDoes) {
    for (const NetworkReply& reply : refusals()) {
        PoolWorld world;
        refuse(world, reply);
        const auto view = world.look();
        ASSERT_TRUE(view) << reply.body << ": " << view.error().what;
        EXPECT_EQ(view->head.number, world.chain.head_number());
        EXPECT_EQ(view->balance, U256(1'000'000'000'000'000'000));
        const Hash32 hash = world.mined(0);
        EXPECT_TRUE(world.pool->receipt(hash).value());
        EXPECT_TRUE(world.pool->knows(hash).value());
        EXPECT_EQ(world.look().value().nonce, 1U);
        EXPECT_EQ(world.pool->estimate_gas({.to = chain::Address{}}).value(), 21'000U);
        for (const EndpointStatus& status : world.pool->endpoints()) {
            EXPECT_FALSE(status.takes_batches);
            EXPECT_EQ(status.state, EndpointState::alive);
            EXPECT_EQ(status.failures, 0U);
        }
        for (std::size_t i = 0; i < 3; ++i)
            EXPECT_EQ(world.network->node(i).sent().size(), 1U);
    }
}

TEST(SingleCalls, ARefusalOfSeveralIsToldFromTheAnswerToOne) {
    PoolWorld world;
    world.behaviour(1).replies_to_batches = kGethError;
    ASSERT_TRUE(world.look());
    EXPECT_FALSE(world.pool->endpoints()[1].takes_batches);
    EXPECT_TRUE(world.pool->endpoints()[0].takes_batches);
    EXPECT_TRUE(batch_refusal(kGethError.body, 2));
    EXPECT_FALSE(batch_refusal(kGethError.body, 1));
    EXPECT_TRUE(batch_refusal(kLoneError.body, 1));
    for (const char* other :
         {"", "[]", "{}", "null", R"({"id":1,"result":"0x1"})", R"([{"id":1,"result":"0x1"}])",
          R"({"error":null,"result":1})", R"({"error":"x"})", "[{},{}]", "[[]]", "[1]", "7"})
        EXPECT_FALSE(batch_refusal(other, 2)) << other;
}

TEST(SingleCalls, TheRefusalIsRemembered) {
    PoolWorld world;
    world.behaviour(0).replies_to_batches = kLoneError;
    ASSERT_TRUE(world.look());
    const std::uint64_t learned = world.network->node(0).requests();
    ASSERT_TRUE(world.look());
    const std::uint64_t after = world.network->node(0).requests();
    // Both looks ask twice: at the head, and for what stands there. The first learned it with one
    // body that was refused.
    EXPECT_EQ(learned, 1 + (after - learned));
    EXPECT_EQ(world.network->node(1).requests(), 4U);
    EXPECT_EQ(world.pool->endpoints()[0].requests, after);
}

TEST(SingleCalls, ButNotForEver) {
    PoolWorld world;
    world.behaviour(0).replies_to_batches = kLoneError;
    ASSERT_TRUE(world.look());
    world.behaviour(0).replies_to_batches.reset();
    world.clock.wait(Milliseconds{599'000});
    ASSERT_TRUE(world.look());
    EXPECT_FALSE(world.pool->endpoints()[0].takes_batches);
    world.clock.wait(Milliseconds{2'000});
    const std::uint64_t before = world.network->node(0).requests();
    ASSERT_TRUE(world.look());
    EXPECT_TRUE(world.pool->endpoints()[0].takes_batches);
    EXPECT_EQ(world.network->node(0).requests() - before, 2U) << "one body a batch";
    // Refused again, it is remembered from then on.
    world.behaviour(0).replies_to_batches = kLoneError;
    ASSERT_TRUE(world.look());
    world.clock.wait(Milliseconds{599'000});
    world.behaviour(0).replies_to_batches.reset();
    ASSERT_TRUE(world.look());
    EXPECT_FALSE(world.pool->endpoints()[0].takes_batches);
}

/// Whatever a batch that is tried again comes to, the single calls that worked go on.
TEST(SingleCalls, ATryThatFailsInAnyWayIsATry) {
    for (const NetworkReply& reply :
         {NetworkReply{500, "", {}}, NetworkReply{200, "<html>", {}},
          NetworkReply{200, R"({"id":null,"error":{"code":-32005,"message":"limit"}})", {}},
          NetworkReply{200,
                       R"([{"id":1,"error":{"code":-32600,"message":"x"}},)"
                       R"({"id":2,"error":{"code":-32600,"message":"x"}}])",
                       {}}}) {
        PoolWorld world;
        world.behaviour(0).replies_to_batches = kLoneError;
        ASSERT_TRUE(world.look());
        world.clock.wait(Milliseconds{601'000});
        world.behaviour(0).replies_to_batches = reply;
        ASSERT_TRUE(world.look());
        EXPECT_NE(world.pool->endpoints()[0].state, EndpointState::alive) << reply.body;
        world.clock.wait(Milliseconds{2'000});
        ASSERT_TRUE(world.look());
        EXPECT_EQ(world.pool->endpoints()[0].state, EndpointState::alive) << reply.body;
    }
}

/// Its chain id alone in a batch of errors does not show that batches are taken.
TEST(SingleCalls, NorIsABatchOfErrorsASuccess) {
    PoolWorld world;
    world.behaviour(0).replies_to_batches = kLoneError;
    ASSERT_TRUE(world.look());
    world.clock.wait(Milliseconds{601'000});
    world.behaviour(0).replies_to_batches.reset();
    world.behaviour(0).refuses_methods = {"eth_syncing", "eth_getBlockByNumber", "eth_getBalance",
                                          "eth_getTransactionCount", "eth_maxPriorityFeePerGas"};
    ASSERT_TRUE(world.look());
    EXPECT_FALSE(world.pool->endpoints()[0].takes_batches);
    world.behaviour(0).refuses_methods.clear();
    world.clock.wait(Milliseconds{601'000});
    ASSERT_TRUE(world.look());
    EXPECT_TRUE(world.pool->endpoints()[0].takes_batches);
}

/// Some providers take ten requests in a batch and no more.
TEST(SingleCalls, NoReadingTakesLongBatches) {
    PoolWorld world;
    std::size_t longest = 0;
    world.network->before = [&](const NetworkRequest& request) {
        const Json body = *parse_json(request.body);
        if (const JsonArray* batch = body.as_array()) longest = std::max(longest, batch->size());
    };
    ASSERT_TRUE(world.look());
    const Hash32 hash = world.mined(0);
    ASSERT_TRUE(world.pool->receipt(hash).value());
    ASSERT_TRUE(world.pool->keeps_receipts_above(world.chain.head_number() - 8).value());
    ASSERT_TRUE(world.pool->estimate_gas({.to = chain::Address{}}));
    EXPECT_GE(longest, 6U) << "a batch of blocks, and the chain id";
    EXPECT_LE(longest, 8U);
}

/// To tell its chain is not to answer: whoever does only that is left alone for longer and longer.
TEST(SingleCalls, WhoTellsItsChainAloneIsBackedOffFrom) {
    PoolWorld world;
    world.behaviour(0).replies_to_batches = kLoneError;
    ASSERT_TRUE(world.look());
    for (const char* method : {"eth_getBlockByNumber", "eth_syncing"})
        world.behaviour(0).drops_answers_to.insert(method);
    const std::uint64_t before = world.pool->endpoints()[0].failures;
    for (int second = 0; second < 600; ++second) {
        ASSERT_TRUE(world.look());
        world.clock.wait(Milliseconds{1'000});
    }
    const std::uint64_t failures = world.pool->endpoints()[0].failures - before;
    // Six waits double from 1 s until they are longest, then one takes 30 to 60 s. Forgotten every
    // time, it would be hundreds.
    EXPECT_GE(failures, 10U);
    EXPECT_LE(failures, 30U);
}

/// Nor is an error in the place of a head, with batches or without.
TEST(SingleCalls, WhoRefusesItsHeadIsBackedOffFrom) {
    for (const bool singly : {false, true}) {
        PoolWorld world;
        if (singly) world.behaviour(0).replies_to_batches = kLoneError;
        ASSERT_TRUE(world.look());
        world.behaviour(0).refuses_methods.insert("eth_getBlockByNumber");
        const std::uint64_t before = world.pool->endpoints()[0].failures;
        for (int second = 0; second < 600; ++second) {
            ASSERT_TRUE(world.look());
            world.clock.wait(Milliseconds{1'000});
        }
        const std::uint64_t failures = world.pool->endpoints()[0].failures - before;
        EXPECT_GE(failures, 10U) << singly;
        EXPECT_LE(failures, 30U) << singly;
        world.behaviour(0).refuses_methods.clear();
        world.clock.wait(Milliseconds{60'000});
        ASSERT_TRUE(world.look());
        EXPECT_EQ(world.pool->endpoints()[0].state, EndpointState::alive);
    }
}

TEST(SingleCalls, WhoRefusesEverythingIsOutAndNotRemembered) {
    for (const NetworkReply& reply :
         {NetworkReply{403, "forbidden", {}}, NetworkReply{404, "not found", {}}}) {
        PoolWorld world;
        world.behaviour(2).replies = reply;
        EXPECT_TRUE(world.look());
        const EndpointStatus status = world.pool->endpoints()[2];
        EXPECT_EQ(status.state, EndpointState::unreachable);
        EXPECT_EQ(status.reason, EndpointReason::http_status);
        EXPECT_TRUE(status.takes_batches);
        EXPECT_EQ(status.requests, 2U);  // the batch, and the chain id alone
        EXPECT_EQ(world.network->node(2).requests(), 2U);
    }
}

TEST(SingleCalls, WhatIsNotAboutBatchesIsNotTakenForARefusal) {
    for (const int status : {401, 407, 408, 425, 429, 302, 500, 502, 503}) {
        PoolWorld world;
        world.behaviour(2).replies = NetworkReply{status, "no", {}};
        EXPECT_TRUE(world.look());
        EXPECT_EQ(world.network->node(2).requests(), 1U) << status;
    }
    PoolWorld world;
    world.behaviour(2).replies_to_batches = NetworkReply{
        200, R"({"id":null,"error":{"code":-32005,"message":"daily limit reached"}})", {}};
    EXPECT_TRUE(world.look());
    EXPECT_EQ(world.network->node(2).requests(), 1U);
    EXPECT_EQ(world.pool->endpoints()[2].state, EndpointState::throttled);
}

// A chain id in a body of its own vouches for nothing that comes in another one: hence twice.
TEST(SingleCalls, AnEndpointThatSwitchesBetweenTheBodiesIsNotBelieved) {
    for (const std::uint64_t from : {1U, 2U, 3U, 4U, 5U, 6U}) {
        PoolWorld world;
        world.behaviour(0).replies_to_batches = kLoneError;
        ASSERT_TRUE(world.look());
        world.behaviour(0).other_chain_id = 5;
        world.behaviour(0).other_chain_from = world.network->node(0).requests() + from;
        world.pool->look(test_key().address()).value();
        EXPECT_EQ(world.pool->endpoints()[0].state, EndpointState::wrong_chain) << from;
    }
}

TEST(SingleCalls, NothingIsSentToOneThatIsOnAnotherChain) {
    PoolWorld world;
    refuse(world, kLoneError);
    ASSERT_TRUE(world.look());
    for (std::size_t i = 0; i < 3; ++i)
        world.behaviour(i).other_chain_id = 5;
    const auto sent = world.pool->broadcast(PoolWorld::transaction(0));
    EXPECT_FALSE(sent);
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_TRUE(world.network->node(i).sent().empty());
}

TEST(SingleCalls, OneThatHangsCostsTheOthersNothing) {
    PoolWorld world;
    world.behaviour(0).replies_to_batches = kLoneError;
    world.behaviour(1).replies_to_batches = kLoneError;
    ASSERT_TRUE(world.look());
    world.behaviour(0).delay = Milliseconds{60'000};
    const Milliseconds before = world.clock.monotonic();
    const auto view = world.look();
    ASSERT_TRUE(view) << view.error().what;
    EXPECT_EQ(world.pool->endpoints()[0].reason, EndpointReason::no_answer);
    EXPECT_LE(world.clock.monotonic().count - before.count, 2 * 4'000 + 100);
}

TEST(SingleCalls, TheBudgetCountsEveryBody) {
    PoolOptions options;
    options.endpoints.requests_per_minute_max = 16;
    PoolWorld world({test::ClientKind::geth, test::ClientKind::besu, test::ClientKind::reth},
                    options);
    world.behaviour(0).replies_to_batches = kLoneError;
    for (int i = 0; i < 4; ++i)
        EXPECT_TRUE(world.look());
    EXPECT_LE(world.network->node(0).requests(), 16U);
    EXPECT_EQ(world.pool->endpoints()[0].reason, EndpointReason::over_budget);
}

}  // namespace
}  // namespace ballast::rpc
