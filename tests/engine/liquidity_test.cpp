// SPDX-License-Identifier: MIT
#include "engine/liquidity.hpp"

#include <gtest/gtest.h>

namespace ballast::engine {
namespace {

const DepthCurve kCurve{Usd::of(100), Usd::of(201), Usd::of(300), Usd::of(600), Usd::of(700)};

Book wall() {
    return {.debt = Usd::of(1000),
            .wall = {{Bps::of(10'000), Usd::of(0)},
                     {Bps::of(11'000), Usd::of(100)},
                     {Bps::of(12'000), Usd::of(1000)}}};
}

TEST(Depth, IsLinearBetweenPointsAndRoundedDown) {
    EXPECT_EQ(depth_at(kCurve, Bps::of(0)), Usd::of(0));
    EXPECT_EQ(depth_at(kCurve, Bps::of(25)), Usd::of(50));
    EXPECT_EQ(depth_at(kCurve, Bps::of(75)), Usd::of(150));
    EXPECT_EQ(depth_at(kCurve, Bps::of(100)), Usd::of(201));
    EXPECT_EQ(depth_at(kCurve, Bps::of(5000)), Usd::of(700));
}

TEST(Wall, IsLinearBetweenPointsAndRoundedAsAsked) {
    EXPECT_EQ(debt_under({}, 20'000, Round::up), Usd::of(0));
    EXPECT_EQ(debt_under(wall(), 10'000, Round::up), Usd::of(0));
    EXPECT_EQ(debt_under(wall(), 10'001, Round::up), Usd::of(1));
    EXPECT_EQ(debt_under(wall(), 10'001, Round::down), Usd::of(0));
    EXPECT_EQ(debt_under(wall(), 11'500, Round::up), Usd::of(550));
    EXPECT_EQ(debt_under(wall(), 99'999, Round::up), Usd::of(1000));
    const Book cliff{.debt = Usd::of(1000), .wall = {{Bps::of(10'000), Usd::of(400)}}};
    EXPECT_EQ(debt_under(cliff, 10'000, Round::up), Usd::of(0));
    EXPECT_EQ(debt_under(cliff, 10'001, Round::up), Usd::of(400));
}

TEST(Wall, WithoutOneTheWholeBookIsUnknown) {
    const Book unknown{.debt = Usd::of(1000)};
    EXPECT_EQ(debt_under(unknown, 10'001, Round::up), Usd::of(1000));
    EXPECT_EQ(debt_under(unknown, 99'999, Round::down), Usd::of(0));
    EXPECT_EQ(induced_liquidation(unknown, Bps::of(8000), Bps::of(7999), Bps::of(0)),
              Usd::of(1000));
    EXPECT_EQ(induced_liquidation({}, Bps::of(8000), Bps::of(4000), Bps::of(1000)), Usd::of(0));
}

TEST(Induced, IsWhatTheCutAloneMakesLiquidatable) {
    const auto induced = [](int after, int fall) {
        return induced_liquidation(wall(), Bps::of(8800), Bps::of(after), Bps::of(fall)).count();
    };
    EXPECT_EQ(induced(8000, 0), 100);  // to 1.1
    EXPECT_EQ(induced(8800, 0), 0);    // no cut
    EXPECT_EQ(induced(9000, 500), 0);  // a rise
    // At -5 %: 1.1 / .95 = 1.157895 -> 11,579, under which 621.1; the price alone, down from
    // 1.052632 -> 10,526, 52.6. Both roundings add to the difference.
    EXPECT_EQ(induced(8000, 500), 622 - 52);
}

TEST(Induced, NeverUnderstatesASteepWall) {
    const Book steep{
        .debt = Usd::of(50'000'000),
        .wall = {{Bps::of(10'526), Usd::of(0)}, {Bps::of(10'527), Usd::of(50'000'000)}}};
    EXPECT_EQ(induced_liquidation(steep, Bps::of(8000), Bps::of(7999), Bps::of(500)),
              Usd::of(50'000'000));
}

}  // namespace
}  // namespace ballast::engine
