// SPDX-License-Identifier: MIT
// Fault 9: all sources agree on garbage.
#include <gtest/gtest.h>

#include <cstdio>

#include "tests/feeds/play.hpp"
#include "tests/feeds/sample_feeds.hpp"

namespace ballast::feeds {
namespace {

using engine::PriceStatus;
using test::hours;
using test::Moved;
using test::play;
using test::started;

/// Nothing on the way tells that all are wrong but the size of the move.
TEST(fault_9_all_agree, AllSourcesTimesTenAreHeldByTheJumpLimit) {
    const int step = engine::test::sample_case().current.markets[0].limits.ltv_rise_step.count();
    test::LiveRun run = started();
    int refused = 0;
    const Moved moved = play(run, 72, [&](std::int64_t hour) {
        run.print_prices(hours(hour), 1'000'000);
        refused +=
            test::has(run.board.verdict("btc", hours(hour)).reasons, FeedReason::jump_refused) ? 1
                                                                                               : 0;
    });
    EXPECT_EQ(refused, 72);
    EXPECT_NE(run.world.snapshot.markets[0].price_status, PriceStatus::confirmed);
    EXPECT_LE(moved.most, step);
    EXPECT_EQ(moved.outside, 0);
    std::printf("refused=%d moved_bps=%d outside_bounds=%d\n", refused, moved.most, moved.outside);
}

/// A keeper that starts on garbage has no last value to compare with: the engine still has.
TEST(fault_9_all_agree, GarbageFromTheFirstPrintIsHeldByTheEngine) {
    const int step = engine::test::sample_case().current.markets[0].limits.ltv_rise_step.count();
    test::LiveRun run;
    const Moved moved = play(run, 72, [&](std::int64_t hour) {
        run.print_prices(hours(hour), 1'100'000);
        EXPECT_EQ(run.board.verdict("btc", hours(hour)).status, FeedStatus::live);
    });
    EXPECT_LE(moved.most, step);
    EXPECT_EQ(moved.outside, 0);
    EXPECT_EQ(run.world.state.markets[0].last_price, engine::Price::of(10'000'000'000'000));
    std::printf("moved_bps=%d outside_bounds=%d\n", moved.most, moved.outside);
}

}  // namespace
}  // namespace ballast::feeds
