// SPDX-License-Identifier: MIT
// Fault 27: the head of a node stands still for ten minutes.
#include <gtest/gtest.h>

#include <cstdio>

#include "tests/rpc/pool_world.hpp"

namespace ballast::rpc {
namespace {

using test::ClientKind;

struct Freeze {
    std::int64_t switched = -1;  ///< seconds until the node was out
    std::int64_t back = -1;      ///< seconds until it was believed again, after it went on
    int looks_failed = 0;
    std::uint64_t head_lag = 0;  ///< the furthest that the agreed head was behind the chain
};

/// Looks every two seconds, with a block every twelve; node 0 is frozen for the first ten minutes.
Freeze play(PoolWorld& world) {
    Freeze seen;
    EXPECT_TRUE(world.look());
    world.behaviour(0).frozen_at = world.chain.head();
    for (std::int64_t second = 0; second < 900; second += 2) {
        world.clock.wait(Milliseconds{2'000});
        if (second % 12 == 0) world.network->mine(world.clock.now());
        if (second == 600) world.behaviour(0).frozen_at = std::nullopt;
        const auto view = world.look();
        const bool out = world.pool->endpoints()[0].state == EndpointState::out_of_sync;
        if (out && seen.switched < 0) seen.switched = second;
        if (!out && second >= 600 && seen.back < 0) seen.back = second - 600;
        if (!view) ++seen.looks_failed;
        if (view)
            seen.head_lag = std::max(seen.head_lag, world.chain.head_number() - view->head.number);
    }
    return seen;
}

TEST(fault_27_frozen_head, IsSwitchedAwayWithinThirtySeconds) {
    PoolWorld world;
    const Freeze seen = play(world);
    EXPECT_GE(seen.switched, 0);
    EXPECT_LE(seen.switched, 30);
    EXPECT_GE(seen.back, 0);
    EXPECT_LE(seen.back, 30);
    EXPECT_EQ(seen.looks_failed, 0);
    EXPECT_EQ(seen.head_lag, 0U);
    std::printf("switched_seconds=%lld back_seconds=%lld looks_failed=%d\n",
                static_cast<long long>(seen.switched), static_cast<long long>(seen.back),
                seen.looks_failed);
}

/// Two nodes, both needed: there is nobody to switch to, so the pool holds, and says so.
TEST(fault_27_frozen_head, OfTwoHoldsWithinThirtySeconds) {
    PoolWorld world({ClientKind::geth, ClientKind::reth});
    const Freeze seen = play(world);
    EXPECT_GE(seen.switched, 0);
    EXPECT_LE(seen.switched, 30);
    EXPECT_GT(seen.looks_failed, 200);
    EXPECT_LE(seen.head_lag, 3U);
    EXPECT_TRUE(world.look());
    std::printf("switched_seconds_of_two=%lld\n", static_cast<long long>(seen.switched));
}

}  // namespace
}  // namespace ballast::rpc
