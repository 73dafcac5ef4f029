// SPDX-License-Identifier: MIT
#include "rpc/pool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/rpc/pool_world.hpp"

namespace ballast::rpc {
namespace {

using test::ClientKind;
using ::testing::HasSubstr;

const std::vector<ClientKind> kThree = {ClientKind::geth, ClientKind::nethermind, ClientKind::reth};

TEST(Pool, RefusesAQuorumThatIsNone) {
    PoolWorld world;
    for (const std::size_t quorum : {0U, 1U, 4U}) {
        PoolOptions options{.chain_id = kChainId, .quorum = quorum};
        const auto made = Pool::make(*world.network, world.clock, options);
        ASSERT_FALSE(made) << quorum;
        EXPECT_EQ(made.error().code, Errc::configuration);
    }
}

TEST(Pool, LooksAtOneBlock) {
    PoolWorld world;
    world.mined(0);
    for (int i = 0; i < 8; ++i)
        world.mine();
    world.network->node(0).suggested_tip = U256(1);
    world.network->node(1).suggested_tip = U256(3);
    world.network->node(2).suggested_tip = U256(900'000'000'000);
    const auto view = world.look();
    ASSERT_TRUE(view) << view.error().what;
    const test::MockBlock& head = world.chain.block(world.chain.head());
    EXPECT_EQ(view->head, head.header);
    EXPECT_EQ(view->finalized_number, world.chain.head_number() - 8);
    EXPECT_EQ(view->nonce, 1U);
    EXPECT_EQ(view->finalized_nonce, 1U);
    EXPECT_EQ(view->balance, head.accounts.at(test_key().address()).balance);
    EXPECT_EQ(view->tip, U256(3));
}

TEST(Pool, AgreesBelowANodeThatIsAhead) {
    PoolWorld world;
    world.behaviour(0).lag = 2;
    world.behaviour(1).unreachable = true;
    const auto view = world.look();
    ASSERT_TRUE(view) << view.error().what;
    EXPECT_EQ(view->head.number, world.chain.head_number() - 2);
}

TEST(Pool, NeverGoesBackUnlessReorganised) {
    PoolWorld world;
    EXPECT_TRUE(world.look());
    world.behaviour(0).lag = world.behaviour(1).lag = world.behaviour(2).lag = 1;
    const auto older = world.look();
    ASSERT_FALSE(older);
    EXPECT_THAT(older.error().what, HasSubstr("behind"));
    for (std::size_t i = 0; i < 3; ++i)
        world.behaviour(i).lag = 0;
    world.network->reorganise(5);
    const auto view = world.look();
    ASSERT_TRUE(view) << view.error().what;
    EXPECT_EQ(view->head, world.chain.block(world.chain.head()).header);
}

TEST(Pool, AgreesBelowAForkAtTheTip) {
    PoolWorld world;
    const test::BlockId old = world.chain.head();
    world.network->reorganise(3);
    world.behaviour(0).frozen_at = old;
    world.behaviour(1).unreachable = true;
    const auto view = world.look();
    ASSERT_TRUE(view) << view.error().what;
    // Tried are 1, 2 and 4 below the older head, of which 3 were taken away.
    EXPECT_EQ(view->head.number, world.chain.block(old).header.number - 4);
}

TEST(Pool, FindsReceiptsAndTheirAbsence) {
    PoolWorld world;
    const Hash32 hash = chain::transaction_hash(PoolWorld::transaction(0));
    EXPECT_TRUE(world.look());
    EXPECT_EQ(world.pool->receipt(hash).value(), std::nullopt);
    EXPECT_FALSE(world.pool->knows(hash).value());
    EXPECT_TRUE(world.pool->broadcast(PoolWorld::transaction(0)));
    EXPECT_TRUE(world.pool->knows(hash).value());
    EXPECT_EQ(world.pool->receipt(hash).value(), std::nullopt);
    world.mine();
    const auto receipt = world.pool->receipt(hash);
    ASSERT_TRUE(receipt) << receipt.error().what;
    ASSERT_TRUE(*receipt);
    EXPECT_TRUE((*receipt)->succeeded);
    EXPECT_EQ((*receipt)->block_number, world.chain.head_number());
    EXPECT_EQ((*receipt)->effective_gas_price, world.chain.base_fee + U256(1'000'000'000));
    world.network->reorganise(1);
    EXPECT_EQ(world.pool->receipt(hash).value(), std::nullopt);
    EXPECT_TRUE(world.pool->knows(hash).value());
}

/// "None" from a node that is behind what a quorum saw is no answer: who takes it for one calls
/// the account's next nonce foreign.
TEST(Pool, ANodeThatIsBehindCannotDenyAReceipt) {
    PoolWorld world;
    const Hash32 hash = world.mined(0);
    EXPECT_EQ(world.look().value().nonce, 1U);
    world.behaviour(0).lag = 1;
    world.behaviour(1).lag = 1;
    EXPECT_FALSE(world.pool->receipt(hash));
    world.behaviour(0).lag = 0;
    EXPECT_TRUE(world.pool->receipt(hash).value());
}

TEST(Pool, AReceiptHasItsBlocksTime) {
    PoolWorld world;
    const Hash32 hash = world.mined(0);
    world.behaviour(2).lie = [](const std::string& method, const JsonArray&, Json result) {
        if (method != "eth_getBlockByNumber" || result.as_object() == nullptr) return result;
        JsonObject later = *result.as_object();
        later["timestamp"] = Json("0x7fffffff");
        return Json(std::move(later));
    };
    world.look().value();
    world.mine();
    EXPECT_EQ(world.pool->receipt(hash).value()->block_time,
              world.chain.block(*world.chain.find(world.chain.head(), hash)).header.timestamp);
}

/// "None" from one node alone would have a transaction taken for evicted while two are silent.
TEST(Pool, OneNodeAloneCannotDenyATransaction) {
    PoolWorld world;
    const Hash32 hash = chain::transaction_hash(PoolWorld::transaction(0));
    world.behaviour(0).unreachable = true;
    EXPECT_FALSE(world.pool->knows(hash).value()) << "two can";
    world.behaviour(1).unreachable = true;
    const auto alone = world.pool->knows(hash);
    ASSERT_FALSE(alone);
    EXPECT_EQ(alone.error().code, Errc::upstream_unavailable);
}

/// As a proxy does that gives its newest block whatever it is asked for.
TEST(Pool, AnotherBlockThanTheOneAskedForIsNone) {
    PoolWorld world;
    const Hash32 hash = world.mined(0);
    world.mine();
    for (std::size_t i = 0; i < 3; ++i)
        world.behaviour(i).lie = [](const std::string& method, const JsonArray& params,
                                    Json result) {
            const bool numbered = method == "eth_getBlockByNumber" && result.as_object() &&
                                  params[0].as_string()->starts_with("0x");
            if (!numbered) return result;
            JsonObject other = *result.as_object();
            other["number"] = Json("0x7");
            return Json(std::move(other));
        };
    EXPECT_FALSE(world.look()) << "at the head";
    EXPECT_FALSE(world.pool->receipt(hash)) << "at the receipt's block";
}

TEST(Pool, ShowsWhetherReceiptsAreKept) {
    PoolWorld world;
    world.mined(0);
    const std::uint64_t at = world.chain.head_number();
    world.mine();
    EXPECT_TRUE(world.pool->keeps_receipts_above(3).value()) << "the blocks up to it are empty";
    EXPECT_TRUE(world.pool->keeps_receipts_above(at - 1).value());
    EXPECT_FALSE(world.pool->keeps_receipts_above(at).value()) << "nothing shows it";
    world.behaviour(0).pruned_under = at + 1;
    EXPECT_TRUE(world.pool->keeps_receipts_above(3).value()) << "two of three do";
    world.behaviour(1).pruned_under = at + 1;
    EXPECT_FALSE(world.pool->keeps_receipts_above(3).value());
    world.behaviour(0).unreachable = true;
    EXPECT_FALSE(world.pool->keeps_receipts_above(3).value());
    world.behaviour(2).unreachable = true;
    EXPECT_FALSE(world.pool->keeps_receipts_above(3)) << "one that answers is no quorum";
}

TEST(Pool, CallsAtTheAgreedHead) {
    PoolWorld world;
    world.chain.call = [](const test::MockBlock& block, const Json&) {
        return CallOutcome{false, Bytes{static_cast<std::uint8_t>(block.header.number)}, {}};
    };
    const auto outcome = world.pool->call({});
    ASSERT_TRUE(outcome) << outcome.error().what;
    EXPECT_EQ(outcome->output, Bytes{static_cast<std::uint8_t>(world.chain.head_number())});
    world.chain.call = [](const test::MockBlock&, const Json&) {
        return CallOutcome{true, {}, "too early"};
    };
    EXPECT_TRUE(world.pool->call({}).value().reverted);
    const auto gas = world.pool->estimate_gas({});
    ASSERT_FALSE(gas);
    EXPECT_EQ(gas.error().code, Errc::failed);
    EXPECT_THAT(gas.error().what, HasSubstr("too early"));
}

TEST(Pool, AnAbsurdEstimateDoesNotCount) {
    PoolWorld world;
    world.behaviour(1).lie = [](const std::string& method, const JsonArray&, Json result) {
        return method == "eth_estimateGas" ? Json("0xffffffff") : std::move(result);
    };
    EXPECT_EQ(world.pool->estimate_gas({.to = chain::Address{}}).value(), 21'000U);
}

TEST(Pool, TakesBatchesInAnyOrderAndLeavesOutWhoCannotBeRead) {
    PoolWorld world;
    world.behaviour(0).answers_batches_backwards = true;
    world.behaviour(1).replies_to_batches = NetworkReply{200, "[]", {}};
    EXPECT_TRUE(world.look());
    EXPECT_EQ(world.pool->endpoints()[0].state, EndpointState::alive);
    EXPECT_EQ(world.pool->endpoints()[1].reason, EndpointReason::bad_answer);
    EXPECT_TRUE(world.pool->endpoints()[1].takes_batches);
    world.behaviour(2).replies = NetworkReply{200, "<html>down</html>", {}};
    EXPECT_FALSE(world.look());
    EXPECT_EQ(world.pool->endpoints()[2].reason, EndpointReason::bad_answer);
}

TEST(Pool, FallsBackToADepthWithoutTheFinalizedTag) {
    PoolOptions options;
    options.finality_depth = 12;
    PoolWorld world(kThree, options);
    for (std::size_t i = 0; i < 3; ++i)
        world.behaviour(i).knows_finalized = false;
    EXPECT_EQ(world.look().value().finalized_number, world.chain.head_number() - 12);
    // Two that know it, less deep, are a quorum.
    world.behaviour(0).knows_finalized = world.behaviour(1).knows_finalized = true;
    EXPECT_EQ(world.look().value().finalized_number, world.chain.head_number() - 8);
    // One alone is not, and what was final stays so.
    world.behaviour(0).knows_finalized = false;
    world.mine();
    EXPECT_EQ(world.look().value().finalized_number, world.chain.head_number() - 9);
}

TEST(Pool, HoldsOnAnOldHeadWhereTold) {
    PoolOptions options;
    options.head_age_max = Seconds{60};
    PoolWorld world(kThree, options);
    EXPECT_TRUE(world.look());
    world.clock.wait(Milliseconds{61'000});
    const auto view = world.look();
    ASSERT_FALSE(view);
    EXPECT_THAT(view.error().what, HasSubstr("stands still"));
}

TEST(Pool, LeavesOutNodesThatSync) {
    PoolWorld world;
    world.behaviour(0).syncing = true;
    EXPECT_TRUE(world.look());
    EXPECT_EQ(world.pool->endpoints()[0].state, EndpointState::syncing);
    world.behaviour(1).syncing = true;
    const auto view = world.look();
    ASSERT_FALSE(view);
    EXPECT_THAT(view.error().what, HasSubstr("syncing"));
    world.behaviour(0).syncing = false;
    EXPECT_TRUE(world.look());
}

TEST(Pool, HonoursRetryAfter) {
    PoolWorld world;
    world.behaviour(0).replies = NetworkReply{429, "slow down", Seconds{40}};
    EXPECT_TRUE(world.look());
    EXPECT_EQ(world.pool->endpoints()[0].state, EndpointState::throttled);
    const std::uint64_t before = world.network->node(0).requests();
    for (int i = 0; i < 19; ++i) {
        world.clock.wait(Milliseconds{2'000});
        EXPECT_TRUE(world.look());
    }
    EXPECT_EQ(world.network->node(0).requests(), before);
    world.behaviour(0).replies = std::nullopt;
    world.clock.wait(Milliseconds{4'000});
    EXPECT_TRUE(world.look());
    EXPECT_EQ(world.pool->endpoints()[0].state, EndpointState::alive);
}

/// The node's part of fault 11: a day in which one node is away half of the time.
TEST(Pool, ADayOfOutagesCostsFewRequests) {
    PoolWorld world;
    std::uint64_t looks = 0;
    std::int64_t longest = 0;
    for (std::int64_t second = 0; second < 86'400; second += 60) {
        const bool away = second / 3'600 % 2 == 1;
        world.behaviour(0).unreachable = away;
        world.clock.wait(Milliseconds{48'000});
        world.mine();
        EXPECT_TRUE(world.look());
        ++looks;
        if (!away && world.pool->endpoints()[0].state != EndpointState::alive)
            longest = std::max(longest, second % 3'600);
    }
    const std::uint64_t nominal = 2 * looks;
    const std::uint64_t sent = world.pool->endpoints()[0].requests;
    EXPECT_LE(sent * 10, nominal * 12);
    EXPECT_LE(longest, 60);
    std::printf("outage_requests=%llu nominal_requests=%llu recovery_seconds=%lld\n",
                static_cast<unsigned long long>(sent), static_cast<unsigned long long>(nominal),
                static_cast<long long>(longest));
}

TEST(Pool, BroadcastsToAllAndMergesTheirWords) {
    PoolWorld world;
    const Bytes raw = PoolWorld::transaction(0);
    EXPECT_EQ(world.pool->broadcast(raw).value().verdict, SendVerdict::accepted);
    EXPECT_EQ(world.pool->broadcast(raw).value().verdict, SendVerdict::already_known);
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_EQ(world.network->node(i).pool.size(), 1U);
    const auto cheap = world.pool->broadcast(PoolWorld::transaction(0, 1));
    EXPECT_EQ(cheap.value().verdict, SendVerdict::already_known);
    world.mine();
    EXPECT_EQ(world.pool->broadcast(PoolWorld::transaction(0, 5)).value().verdict,
              SendVerdict::nonce_too_low);
}

TEST(Pool, ASilentBroadcastIsUnknown) {
    PoolWorld world;
    for (std::size_t i = 0; i < 3; ++i)
        world.behaviour(i).drops_answers_to = {"eth_sendRawTransaction"};
    EXPECT_EQ(world.pool->broadcast(PoolWorld::transaction(0)).value().verdict,
              SendVerdict::unknown);
    EXPECT_EQ(world.network->node(0).pool.size(), 1U);
    for (std::size_t i = 0; i < 3; ++i)
        world.behaviour(i).unreachable = true;
    world.clock.wait(Milliseconds{60'000});
    EXPECT_EQ(world.pool->broadcast(PoolWorld::transaction(0)).value().verdict,
              SendVerdict::unknown);
}

TEST(Pool, CountsContradictions) {
    PoolWorld world;
    world.behaviour(2).refuses_with = test::words(ClientKind::reth, test::Refusal::nonce_too_low);
    const auto answer = world.pool->broadcast(PoolWorld::transaction(0));
    EXPECT_EQ(answer.value().verdict, SendVerdict::accepted);
    EXPECT_TRUE(answer.value().contradiction);
    EXPECT_EQ(world.pool->counters().contradictions, 1U);
}

TEST(Pool, NamesNodesInErrorsWithTheirStates) {
    PoolWorld world;
    world.behaviour(0).unreachable = true;
    world.behaviour(1).replies = NetworkReply{502, "bad gateway", {}};
    const auto view = world.look();
    ASSERT_FALSE(view);
    EXPECT_EQ(view.error().code, Errc::upstream_unavailable);
    EXPECT_THAT(view.error().what,
                HasSubstr("https://geth0.example is unreachable (no_answer), "
                          "https://nethermind1.example is unreachable (http_status)"));
}

}  // namespace
}  // namespace ballast::rpc
