// SPDX-License-Identifier: MIT
// Fault 8: one source of three lies.
#include <gtest/gtest.h>

#include <cstdio>

#include "tests/feeds/play.hpp"
#include "tests/feeds/sample_feeds.hpp"

namespace ballast::feeds {
namespace {

using test::hours;
using test::Moved;
using test::play;
using test::started;

TEST(fault_8_one_liar, OneLiarOfThreeMovesNothing) {
    const int step = engine::test::sample_case().current.markets[0].limits.ltv_rise_step.count();
    test::LiveRun run = started();
    test::LiveRun honest = started();
    int outvoted = 0;
    const Moved moved = play(run, 48, [&](std::int64_t hour) {
        run.print_prices(hours(hour), 100'000 + 100 * (hour % 3));
        // The liar: three times the price, or a third of it, every other hour.
        const std::int64_t lie = hour % 4 < 2 ? 300'000 : 33'000;
        test::add(run.board, "btc", "s1", test::seen(hours(hour) - Seconds{1}, lie * test::kUnit));
        Sighting revised = test::seen(hours(hour), lie * test::kUnit);
        revised.observation.known_at = revised.observation.observed_at;
        revised.body.bytes[0] = 1;
        test::add(run.board, "btc", "s1", revised);
        const Verdict verdict = run.board.verdict("btc", hours(hour));
        outvoted += verdict.sources[1].reason == FeedReason::outvoted ? 1 : 0;
        EXPECT_EQ(verdict.status, FeedStatus::live);
        EXPECT_NEAR(static_cast<double>(verdict.value->count()), 1e13, 5e10);
    });
    (void)play(honest, 48, [&](std::int64_t hour) {
        honest.print_prices(hours(hour), 100'000 + 100 * (hour % 3));
    });
    EXPECT_GE(outvoted, 24);
    // Without the liar the same is published: what moved, moved for other reasons.
    EXPECT_EQ(run.world.current, honest.world.current);
    EXPECT_LE(moved.most, step);
    EXPECT_EQ(moved.outside, 0);
    std::printf("lies_outvoted=%d moved_bps=%d step_limit_bps=%d\n", outvoted, moved.most, step);
}

}  // namespace
}  // namespace ballast::feeds
