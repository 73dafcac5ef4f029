// SPDX-License-Identifier: MIT
#include "engine/cascade.hpp"

#include <gtest/gtest.h>

#include "engine/liquidation.hpp"
#include "tests/engine/random_case.hpp"

namespace ballast::engine::test {
namespace {

/// No book under a health factor of 1.1, then 1,000 USD a bp.
Book wall() {
    return {.debt = Usd::of(9'000'000),
            .wall = {{Bps::of(11'000), Usd::of(0)}, {Bps::of(20'000), Usd::of(9'000'000)}}};
}

/// Sells 100,000 USD a bp, up to 10 %.
SaleVenue venue(std::int64_t a_bp = 100'000) {
    SaleVenue made;
    for (std::size_t i = 0; i < made.thin.size(); ++i)
        made.thin[i] = Usd::of(a_bp * kDepthSlippageBps[i]);
    return made;
}

TEST(DebtAfterFall, IsThatUnderTheThresholdOfAllBooks) {
    const Book book = wall();
    // 1 / .9 = 1.1112: 112 bps of the wall.
    EXPECT_EQ(debt_after_fall({&book}, Bps::of(1000)), 112'000);
    EXPECT_EQ(debt_after_fall({&book, &book}, Bps::of(1000)), 224'000);
    EXPECT_EQ(debt_after_fall({&book}, Bps::of(900)), 0);
    const Book unknown{.debt = Usd::of(77)};
    EXPECT_EQ(debt_after_fall({&unknown}, Bps::of(1)), 77);
}

TEST(Cascade, IsPushedNoFurtherThanTheLargestFall) {
    // Nothing is liquidatable at 95 %, everything at 95.3 %.
    const Book book{
        .debt = Usd::of(9'000'000),
        .wall = {{Bps::of(200'000), Usd::of(0)}, {Bps::of(212'766), Usd::of(9'000'000)}}};
    EXPECT_EQ(run_cascade({&book}, venue(), Bps::of(9480)).gain, Bps::of(0));
}

TEST(Cascade, RestsWhereTheFallCausesNoMore) {
    const Book book = wall();
    const Cascade calm = run_cascade({&book}, venue(), Bps::of(500));
    EXPECT_EQ(calm.fall, Bps::of(500));
    EXPECT_EQ(calm.gain, Bps::of(0));
    EXPECT_EQ(calm.amplification, Bps::of(10'000));
    // 10 %: 112,000 USD cost 2 bps; 10.02 %: 115,000, still 2.
    const Cascade small = run_cascade({&book}, venue(), Bps::of(1000));
    EXPECT_EQ(small.fall, Bps::of(1002));
    // From 2 to 2 bps at 50 further: 177,000 USD.
    EXPECT_EQ(small.gain, Bps::of(0));
    const Cascade thin = run_cascade({&book}, venue(2'000), Bps::of(1000));
    EXPECT_GT(thin.fall, Bps::of(1056));
    EXPECT_GT(thin.gain, Bps::of(6000));
    EXPECT_EQ(thin.amplification.count(),
              (100'000'000 + 9'999 - thin.gain.count()) / (10'000 - thin.gain.count()));
}

TEST(Cascade, DoesNotRestWhereEachFallCausesALarger) {
    const Book book = wall();
    const Cascade endless = run_cascade({&book}, venue(500), Bps::of(1000));
    EXPECT_EQ(endless.fall, Bps::of(9500));
    EXPECT_EQ(endless.gain, Bps::of(10'000));
    EXPECT_EQ(endless.amplification, Bps::of(100'000));
}

TEST(Cascade, IsALeastFixedPointOfItsOwnMap) {
    Random random(21);
    for (int i = 0; i < 500; ++i) {
        const Book book = wall();
        const SaleVenue market = venue(random.within(800, 20'000));
        const Bps start = Bps::of(random.within(0, 3000));
        const Cascade end = run_cascade({&book}, market, start);
        const auto map = [&](Bps fall) {
            return std::min(Bps::of(9500),
                            start + slippage(market, debt_after_fall({&book}, fall)));
        };
        ASSERT_EQ(map(end.fall), end.fall);
        for (Bps fall = start; fall < end.fall; fall = fall + Bps::of(1))
            ASSERT_GT(map(fall), fall);
    }
}

TEST(Alarm, IsRedFromItsGainOn) {
    const LiquidityPolicy policy{.amber_gain = Wad::of(kWadOne / 2),
                                 .red_gain = Wad::of(8 * (kWadOne / 10))};
    EXPECT_EQ(alarm_of(Bps::of(4999), policy), Alarm::none);
    EXPECT_EQ(alarm_of(Bps::of(5000), policy), Alarm::amber);
    EXPECT_EQ(alarm_of(Bps::of(7999), policy), Alarm::amber);
    EXPECT_EQ(alarm_of(Bps::of(8000), policy), Alarm::red);
}

TEST(Spiral, ByHand) {
    const DepthCurve depth = venue(1000).thin;
    // 100 bps of slippage: lambda 1.02; 1 / (1.05 * 1.02) = .93370.
    const Usd position = Usd::of(100'000);
    EXPECT_EQ(spiral_lt(depth, position, Bps::of(500), Bps::of(0)), Bps::of(9337));
    EXPECT_EQ(spiral_lt(depth, position, Bps::of(500), Bps::of(50)), Bps::of(9287));
    EXPECT_EQ(spiral_lt(depth, Usd::of(0), Bps::of(500), Bps::of(0)), Bps::of(9523));
    EXPECT_EQ(spiral_lt(depth, Usd::of(UsdTag::kMax), Bps::of(10'000), Bps::of(1000)),
              Bps::of(724));  // lambda 2.9
    // The bonus at which that LT meets the bound again.
    EXPECT_EQ(spiral_bonus(depth, position, Bps::of(9337)), Bps::of(500));
    EXPECT_LT(spiral_bonus(depth, position, Bps::of(9900)), Bps::of(0));
}

}  // namespace
}  // namespace ballast::engine::test
