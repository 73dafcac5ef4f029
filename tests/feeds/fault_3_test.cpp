// SPDX-License-Identifier: MIT
// Fault 3: a feed that is frozen, served fresh every hour: the source's own time counts.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "tests/feeds/live_run.hpp"
#include "tests/feeds/sample_feeds.hpp"

namespace ballast::feeds {
namespace {

using engine::Action;
using engine::IndicatorStatus;
using engine::PriceStatus;

constexpr UnixSeconds kStart = engine::test::kNow;

UnixSeconds hours(std::int64_t count) {
    return kStart + Seconds{count * kHour.count};
}

/// The same print again, fetched now, in a body of its own.
void serve_again(Board& board, const std::string& feed, const std::string& source,
                 UnixSeconds printed, std::int64_t value, UnixSeconds now) {
    Sighting sighting = test::seen(printed, value);
    sighting.fetched_at = now;
    sighting.body.bytes[0] = static_cast<std::uint8_t>(now.count / kHour.count);
    test::add(board, feed, source, sighting);
}

bool has_hold(const engine::MarketDecision& decision, engine::Reason reason) {
    return std::count(decision.holds.begin(), decision.holds.end(), reason) > 0;
}

TEST(fault_3_frozen_feed, AFrozenPriceHoldsThenHasNoValueAndNothingIsPushedOnIt) {
    test::LiveRun run;
    run.print_prices(hours(0), 100'000);
    run.print_vix(hours(0));
    (void)run.epoch(hours(0));
    std::map<PriceStatus, int> seen;
    int pushes = 0;
    int withdrawn = 0;
    for (std::int64_t hour = 1; hour <= 72; ++hour) {
        for (const char* source : {"s0", "s1", "s2"})
            serve_again(run.board, "btc", source, hours(0), 100'000 * test::kUnit, hours(hour));
        run.print_vix(hours(hour));
        const auto& decision = run.epoch(hours(hour));
        ++seen[run.world.snapshot.markets[0].price_status];
        // What was queued while the price lived is taken back, by a basis point; that is no push.
        const bool withdraws = has_hold(decision, engine::Reason::pending_withdrawn);
        withdrawn += withdraws ? 1 : 0;
        pushes += decision.action == Action::none || withdraws ? 0 : 1;
    }
    // The first limit is ten minutes, the second a day: both were met, and no print was believed.
    EXPECT_EQ(seen[PriceStatus::confirmed], 0);
    EXPECT_EQ(seen[PriceStatus::below_quorum], 24);
    EXPECT_EQ(seen[PriceStatus::missing], 48);
    EXPECT_EQ(run.world.snapshot.markets[0].price.count(), 0);
    EXPECT_EQ(pushes, 0);
    EXPECT_LE(withdrawn, 1);
    std::printf("held=%d preset=%d pushes=%d\n", seen[PriceStatus::below_quorum],
                seen[PriceStatus::missing], pushes);
}

/// Prices live on; only the VIX stands still, from Monday's close.
TEST(fault_3_frozen_feed, AFrozenIndicatorLoosensNothing) {
    test::LiveRun run;
    // Published values far below what a calm market is worth: everything wants to rise.
    run.world.current.markets[0].ltv = engine::Bps::of(4000);
    run.world.current.markets[0].lt = run.world.current.markets[0].lt_start = engine::Bps::of(5000);
    const UnixSeconds printed = kStart - Seconds{2 * kHour.count + 45 * 60};
    std::map<IndicatorStatus, int> seen;
    int loosened_while_frozen = 0;
    int loosened_before = 0;
    for (std::int64_t hour = 0; hour <= 24 * 16; ++hour) {
        run.print_prices(hours(hour), 100'000);
        ASSERT_TRUE(run.depth.note(hours(hour), run.world.snapshot.markets[0].depth));
        serve_again(run.board, "vix", "vix_cboe", printed, 16 * test::kUnit, hours(hour));
        const auto& decision = run.epoch(hours(hour));
        const IndicatorStatus status = run.world.snapshot.indicators[0].status;
        ++seen[status];
        const bool frozen = status == IndicatorStatus::stale || status == IndicatorStatus::missing;
        const bool loosens = decision.action == Action::loosen || decision.execute_pending;
        (frozen ? loosened_while_frozen : loosened_before) += loosens ? 1 : 0;
    }
    EXPECT_GT(loosened_before, 0);
    EXPECT_GT(seen[IndicatorStatus::stale], 24);
    EXPECT_GT(seen[IndicatorStatus::missing], 24);
    EXPECT_EQ(loosened_while_frozen, 0);
    std::printf("stale_epochs=%d preset_epochs=%d loosened_before=%d pushes=%d\n",
                seen[IndicatorStatus::stale], seen[IndicatorStatus::missing], loosened_before,
                loosened_while_frozen);
}

}  // namespace
}  // namespace ballast::feeds
