// SPDX-License-Identifier: MIT
#include "engine/slippage.hpp"

#include <gtest/gtest.h>

#include "engine/liquidity.hpp"
#include "tests/engine/random.hpp"

namespace ballast::engine::test {
namespace {

const DepthCurve kCurve{Usd::of(100), Usd::of(201), Usd::of(300), Usd::of(600), Usd::of(700)};
const DepthCurve kNone{};
const Wad kOne = Wad::of(kWadOne);

DepthCurve flat(std::int64_t usd) {
    DepthCurve curve{};
    curve.fill(Usd::of(usd));
    return curve;
}

TEST(InverseDepth, ByHand) {
    const auto at = [](std::int64_t usd) { return inverse_depth(kCurve, usd).count(); };
    EXPECT_EQ(at(0), 0);
    EXPECT_EQ(at(1), 1);  // half a bp, rounded up
    EXPECT_EQ(at(100), 50);
    EXPECT_EQ(at(150), 75);
    EXPECT_EQ(at(700), 1000);
    EXPECT_EQ(at(701), 1002);  // beyond: in proportion
    EXPECT_EQ(at(6650), 9500);
    EXPECT_EQ(at(1'000'000), 9500);
    EXPECT_EQ(inverse_depth(kNone, 1).count(), 9500);
    EXPECT_EQ(inverse_depth(kNone, 0).count(), 0);
    EXPECT_EQ(inverse_depth(flat(7), 7).count(), 50);
}

TEST(InverseDepth, IsTheLeastSlippageThatSellsIt) {
    Random random(11);
    for (int i = 0; i < 3000; ++i) {
        DepthCurve curve{};
        std::int64_t usd = 0;
        for (Usd& point : curve)
            point = Usd::of(usd += random.scaled(5000));
        if (usd == 0) continue;
        const std::int64_t sale = random.within(1, usd);
        const Bps least = inverse_depth(curve, sale);
        ASSERT_GE(depth_at(curve, least), Usd::of(sale));
        ASSERT_LT(depth_at(curve, least - Bps::of(1)), Usd::of(sale));
    }
}

TEST(ThinDepth, IsTheSmallerOfBothShrunk) {
    const Wad half = Wad::of(kWadOne / 2);
    EXPECT_EQ(thin_depth(kCurve, flat(250), kOne)[1], Usd::of(201));
    EXPECT_EQ(thin_depth(kCurve, flat(250), kOne)[4], Usd::of(250));
    EXPECT_EQ(thin_depth(kCurve, flat(250), half)[1], Usd::of(100));
}

TEST(ThinDepth, TakesTheOtherWhereOneIsMissing) {
    EXPECT_EQ(thin_depth(kCurve, kNone, kOne), kCurve);
    EXPECT_EQ(thin_depth(kNone, kCurve, kOne), kCurve);
    EXPECT_EQ(thin_depth(kNone, kNone, kOne), kNone);
    MarketObservation market;
    market.depth = kCurve;
    EXPECT_EQ(reference_depth(market, Bps::of(100)), Usd::of(201));
    market.depth_low = flat(150);
    EXPECT_EQ(reference_depth(market, Bps::of(100)), Usd::of(150));
    market.depth = kNone;
    EXPECT_EQ(reference_depth(market, Bps::of(100)), Usd::of(150));
}

TEST(Slippage, FollowsTheSquareRootOfTheVolume) {
    // A deep book: only the law speaks. sigma = 4 %, Y = 1.
    const LiquidityPolicy policy{.impact = kOne};
    const SaleVenue venue{.thin = flat(UsdTag::kMax),
                          .volume = Usd::of(1'000'000),
                          .impact = impact_of(policy, Wad::of(kWadOne / 25))};
    EXPECT_EQ(slippage(venue, 0).count(), 0);
    EXPECT_EQ(slippage(venue, 10'000).count(), 40);  // sqrt(.01) = .1
    EXPECT_EQ(slippage(venue, 1'000'000).count(), 400);
    EXPECT_EQ(slippage(venue, 4'000'000).count(), 800);
    EXPECT_EQ(slippage(venue, 900'000'000).count(), 4000);  // at most a hundred days' volume
}

TEST(Slippage, IsTheLargerOfBookAndLaw) {
    SaleVenue venue{.thin = kCurve, .volume = Usd::of(100), .impact = Wad::of(kWadOne / 100)};
    EXPECT_EQ(slippage(venue, 100).count(), 100);
    EXPECT_EQ(slippage(venue, 600).count(), 500);
    venue.volume = {};
    EXPECT_EQ(slippage(venue, 100).count(), 50);
}

TEST(Slippage, SurvivesTheEdgesOfItsDomain) {
    const LiquidityPolicy policy{.impact = Wad::of(9 * kWadOne)};
    const SaleVenue venue{
        .thin = flat(1), .volume = Usd::of(1), .impact = impact_of(policy, Wad::of(3 * kWadOne))};
    EXPECT_EQ(Int128{venue.impact.count()}, WadTag::kMax);
    EXPECT_EQ(slippage(venue, Int128{32} * UsdTag::kMax).count(), 9500);
}

TEST(Slippage, NeverFallsWithTheSale) {
    Random random(12);
    for (int i = 0; i < 3000; ++i) {
        const SaleVenue venue{.thin = random.chance(90) ? kCurve : kNone,
                              .volume = Usd::of(random.scaled(1'000'000)),
                              .impact = Wad::of(random.scaled(kWadOne))};
        const std::int64_t sale = random.within(0, 2000);
        ASSERT_LE(slippage(venue, sale), slippage(venue, sale + random.scaled(500)));
    }
}

TEST(Group, AddsUpWithinBounds) {
    MarketObservation one;
    one.depth = kCurve;
    one.daily_volume = Usd::of(UsdTag::kMax);
    LiquidityGroup group;
    group.add(one);
    group.add(one);
    EXPECT_EQ(group.depth[1], Usd::of(402));
    EXPECT_EQ(Int128{group.volume.count()}, UsdTag::kMax);
    EXPECT_EQ(group.books.size(), 2U);
}

}  // namespace
}  // namespace ballast::engine::test
