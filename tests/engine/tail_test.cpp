// SPDX-License-Identifier: MIT
#include "engine/tail.hpp"

#include <gtest/gtest.h>

namespace ballast::engine {
namespace {

const Wad kOne = Wad::of(kWadOne);

LiquidityPolicy tenth() {
    return {.participation = Wad::of(kWadOne / 10), .liquidation_min = kHour};
}

TEST(LiquidationTime, IsThePositionOverTheShareOfVolume) {
    const auto time = [](std::int64_t position, std::int64_t volume) {
        return liquidation_time(tenth(), Usd::of(position), Usd::of(volume)).count;
    };
    EXPECT_EQ(time(100, 1000), kDay.count);
    EXPECT_EQ(time(50, 1000), kDay.count / 2);
    EXPECT_EQ(time(1, 1'000'000), kHour.count);         // no faster
    EXPECT_EQ(time(1'000'000, 1000), 30 * kDay.count);  // no slower
    EXPECT_EQ(time(100, 0), kDay.count);                // an unknown volume
    EXPECT_EQ(time(100, 1001), 86'314);                 // rounded up
    EXPECT_EQ(time(std::int64_t{UsdTag::kMax}, 1), 30 * kDay.count);
}

TEST(LiquidationTime, OfAnUnknownVolumeIsNotUnderTheLeast) {
    LiquidityPolicy policy = tenth();
    policy.liquidation_min = {2 * kDay.count};
    EXPECT_EQ(liquidation_time(policy, Usd::of(1), Usd::of(0)).count, 2 * kDay.count);
}

TEST(VolatilityOver, GrowsWithTheRootOfTime) {
    const Wad variance = Wad::of(kWadOne / 625);  // 4 % a day
    EXPECT_EQ(volatility_over(variance, kDay), kWadOne / 25);
    EXPECT_EQ(volatility_over(variance, {4 * kDay.count}), 2 * (kWadOne / 25));
    EXPECT_EQ(volatility_over(variance, {0}), 0);
    EXPECT_EQ(volatility_over(Wad::of(9 * kWadOne), {37 * kDay.count}), Int128{10} * kWadOne);
}

TEST(Shortfall, IsTheLargestOverTheHorizonsOfALevel) {
    AssetPolicy asset;
    EXPECT_FALSE(largest_shortfall(asset, Bps::of(9500)).has_value());
    asset.tails = {{kHour, Bps::of(9500), {}, Wad::of(3)},
                   {kHour, Bps::of(9900), {}, Wad::of(9)},
                   {kDay, Bps::of(9500), {}, Wad::of(2)}};
    EXPECT_EQ(largest_shortfall(asset, Bps::of(9500)), Wad::of(3));
    EXPECT_EQ(largest_shortfall(asset, Bps::of(9900)), Wad::of(9));
    EXPECT_FALSE(largest_shortfall(asset, Bps::of(9000)).has_value());
}

TEST(AdverseFall, ByHand) {
    const Int128 four_percent = kWadOne / 25;
    const Wad two = Wad::of(2 * kWadOne);
    EXPECT_EQ(adverse_fall(two, kOne, four_percent).count(), 800);
    EXPECT_EQ(adverse_fall(two, Wad::of(3 * kWadOne / 2), four_percent).count(), 1200);
    EXPECT_EQ(adverse_fall(two, kOne, four_percent + 1).count(), 801);
    EXPECT_EQ(adverse_fall(two, kOne, 0).count(), 0);
    EXPECT_EQ(adverse_fall(two, kOne, Int128{10} * kWadOne).count(), 9500);
    EXPECT_EQ(
        adverse_fall(Wad::of(9 * kWadOne), Wad::of(6 * kWadOne), Int128{10} * kWadOne).count(),
        9500);
}

}  // namespace
}  // namespace ballast::engine
