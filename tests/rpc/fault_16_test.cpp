// SPDX-License-Identifier: MIT
// Fault 16: a node is on another chain, from the start or from its k-th request on. Nothing that it
// says is believed from then, and nothing is sent to it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "tests/rpc/pool_world.hpp"

namespace ballast::rpc {
namespace {

using test::ClientKind;
using ::testing::HasSubstr;

constexpr std::uint64_t kOther = 1;

/// Everything that a sender asks, twice. Returns how many answers it was given.
int ask_all(PoolWorld& world) {
    int believed = 0;
    for (int i = 0; i < 2; ++i) {
        believed += world.look() ? 1 : 0;
        believed += world.pool->call({}) ? 1 : 0;
        believed += world.pool->estimate_gas({.to = chain::Address{}}) ? 1 : 0;
        believed += world.pool->receipt(Hash32{}) ? 1 : 0;
        believed += world.pool->knows(Hash32{}) ? 1 : 0;
        const auto sent = world.pool->broadcast(PoolWorld::transaction(0));
        believed += sent && sent->verdict != SendVerdict::unknown ? 1 : 0;
    }
    return believed;
}

void switch_chain(test::MockBehaviour& behaviour, std::uint64_t from) {
    behaviour.other_chain_id = kOther;
    behaviour.other_chain_from = from;
}

TEST(fault_16_wrong_chain, NothingIsBelievedOrSentWhenEveryNodeIsElsewhere) {
    PoolWorld world;
    for (std::size_t i = 0; i < 3; ++i)
        switch_chain(world.behaviour(i), 1);
    const auto view = world.look();
    ASSERT_FALSE(view);
    EXPECT_EQ(view.error().code, Errc::configuration);
    EXPECT_THAT(view.error().what, HasSubstr("wrong_chain (other_chain)"));
    EXPECT_EQ(ask_all(world), 0);
    world.clock.wait(Milliseconds{120'000});
    EXPECT_EQ(world.pool->broadcast(PoolWorld::transaction(0)).error().code, Errc::configuration);
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_TRUE(world.network->node(i).sent().empty());
}

/// The single endpoint switches at its k-th request, for every k: what was answered before is
/// believed, what is answered from then on is not, and no transaction arrives at the other chain.
TEST(fault_16_wrong_chain, ASwitchAtEveryRequestOfASingleEndpointIsSeenAtOnce) {
    PoolWorld honest({ClientKind::geth});
    const int all = ask_all(honest);
    const std::uint64_t requests = honest.network->node(0).requests();
    EXPECT_EQ(all, 12);
    int switches = 0;
    int believed_after = 0;
    std::size_t sent_after = 0;
    for (std::uint64_t k = 1; k <= requests; ++k) {
        PoolWorld world({ClientKind::geth});
        switch_chain(world.behaviour(0), k);
        std::size_t sent_before = 0;
        world.network->before = [&](const NetworkRequest&) {
            if (world.network->node(0).requests() < k)
                sent_before = world.network->node(0).sent().size();
        };
        EXPECT_LT(ask_all(world), all) << k;
        EXPECT_EQ(world.pool->endpoints()[0].state, EndpointState::wrong_chain) << k;
        switches += world.network->node(0).requests() >= k ? 1 : 0;
        world.clock.wait(Milliseconds{120'000});
        believed_after += ask_all(world);
        // The batch in which the switch was seen may carry one: it was signed for our chain alone.
        sent_after += world.network->node(0).sent().size() > sent_before + 1 ? 1U : 0U;
    }
    EXPECT_EQ(switches, static_cast<int>(requests));
    EXPECT_EQ(believed_after, 0);
    EXPECT_EQ(sent_after, 0U);
    std::printf("switches=%d believed_after_switch=%d sends_after_switch=%zu\n", switches,
                believed_after, sent_after);
}

/// One of three switches: the other two go on, and it is not listened to.
TEST(fault_16_wrong_chain, ASwitchOfOneOfThreeChangesNothing) {
    for (std::uint64_t k = 1; k <= 20; ++k) {
        PoolWorld world;
        switch_chain(world.behaviour(1), k);
        EXPECT_EQ(ask_all(world), 12) << k;
        EXPECT_EQ(world.pool->endpoints()[1].state, k <= world.network->node(1).requests()
                                                        ? EndpointState::wrong_chain
                                                        : EndpointState::alive);
    }
}

TEST(fault_16_wrong_chain, ANodeThatComesBackIsBelievedAgain) {
    PoolWorld world;
    switch_chain(world.behaviour(0), 1);
    EXPECT_TRUE(world.look());
    world.behaviour(0).other_chain_id = std::nullopt;
    world.clock.wait(Milliseconds{2'000});
    EXPECT_TRUE(world.look());
    EXPECT_EQ(world.pool->endpoints()[0].state, EndpointState::alive);
}

}  // namespace
}  // namespace ballast::rpc
