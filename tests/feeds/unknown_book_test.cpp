// SPDX-License-Identifier: MIT
// What the engine does with a book that the keeper must not use: nothing to the neighbours, and no
// cut of LT that nobody has weighed.
#include <gtest/gtest.h>

#include "engine/step.hpp"
#include "tests/engine/sample.hpp"

namespace ballast::engine {
namespace {

/// BTC and WBTC fall together; WBTC's depth was never told.
test::Case neighbours(const Book& unweighed) {
    test::Case made = test::sample_case();
    AssetPolicy& asset = made.policy.assets.front();
    asset.tails = {{kDay, Bps::of(9500), Wad::of(kWadOne), Wad::of(4 * kWadOne)}};
    asset.wall_group = "bitcoin";
    made.policy.assets.push_back(asset);
    made.snapshot.markets.push_back(made.snapshot.markets.front());
    made.current.markets.push_back(made.current.markets.front());
    MarketObservation& unknown = made.snapshot.markets[1];
    made.policy.assets[1].asset = unknown.asset = made.current.markets[1].asset = "WBTC";
    unknown.depth = unknown.depth_low = {};
    unknown.daily_volume = {};
    unknown.book = unweighed;
    return made;
}

MarketDecision neighbour(const test::Case& made) {
    return step(made.policy, made.state, made.snapshot, made.current)->report.markets.front();
}

TEST(UnknownBook, ADebtWithoutAWallFallsWithItsNeighbourAndNoBookDoesNot) {
    const test::Case none = neighbours({});
    Book debt = none.snapshot.markets.front().book;
    debt.wall.clear();
    const MarketDecision calm = neighbour(none);
    const MarketDecision struck = neighbour(neighbours(debt));
    EXPECT_LT(calm.liquidity.fall, struck.liquidity.fall);
    // As if the neighbour stood alone.
    test::Case alone = none;
    for (AssetPolicy& member : alone.policy.assets)
        member.wall_group.clear();
    EXPECT_EQ(neighbour(alone), calm);
}

/// Every form that reads depth holds its LT without one; the fixed form has no budget to weigh, and
/// is bound by the contract's own: so much a week, over a ramp of a day for each 100 bps.
TEST(UnknownBook, ACutOfLtHoldsOrIsSlow) {
    for (const LtForm form : {LtForm::structural, LtForm::tail, LtForm::smart_ltv, LtForm::fixed}) {
        test::Case made = neighbours({});
        made.policy.assets[1].lt_form = form;
        PublishedMarket& published = made.current.markets[1];
        published.lt = published.lt_start = Bps::of(8900);
        published.ltv = Bps::of(8500);
        made.policy.assets[1].lt_max = Bps::of(8000);
        const auto stepped = step(made.policy, made.state, made.snapshot, made.current);
        ASSERT_TRUE(stepped) << stepped.error().what;
        const MarketDecision& decision = stepped->report.markets[1];
        const std::int32_t cut = 8900 - decision.lt.count();
        std::printf("form=%d lt_cut_bps=%d ltv=%d ramp_s=%lld\n", static_cast<int>(form), cut,
                    decision.ltv.count(), static_cast<long long>(decision.ramp.count));
        EXPECT_LE(cut, published.limits.lt_cut_week.count());
        EXPECT_EQ(cut > 0, form == LtForm::fixed);
        EXPECT_GE(decision.ramp.count, cut * kDay.count / 100);
        EXPECT_LE(decision.ltv, published.ltv);
    }
}

}  // namespace
}  // namespace ballast::engine
