// SPDX-License-Identifier: MIT
#include "history/synthetic_market.hpp"

#include <gtest/gtest.h>

#include "history/sources.hpp"

namespace ballast::history {
namespace {

using engine::Bps;
using engine::Price;
using engine::Wad;

Price dollars(std::int64_t count) {
    return Price::of(Int128{count} * 100'000'000);
}

Wad variance_of(std::int32_t volatility_bps) {
    return Wad::of(Int128{volatility_bps} * volatility_bps * 10'000'000'000);
}

TEST(SyntheticMarket, DepthFallsAsVolatilityRisesAndSomeOfItStays) {
    const SyntheticAsset& btc = *find_synthetic("BTC");
    EXPECT_EQ(depth_part(btc, variance_of(100)).count(), engine::kWadOne);
    EXPECT_EQ(depth_part(btc, variance_of(528)).count(), engine::kWadOne / 2);
    EXPECT_EQ(depth_part(btc, variance_of(9'000)).count(), 150'000'000'000'000'000);
    EXPECT_EQ(depth_at_part(btc, depth_part(btc, variance_of(528)))[3].count(), 100'000'000);
}

TEST(SyntheticMarket, EveryFigureIsInsideItsBounds) {
    for (const std::string_view name : hourly_assets()) {
        const SyntheticAsset* asset = find_synthetic(name);
        if (asset == nullptr) continue;
        EXPECT_TRUE(std::is_sorted(asset->calm_depth_usd.begin(), asset->calm_depth_usd.end()));
        EXPECT_GT(asset->lt_bps, 0);
        EXPECT_GT(asset->median_volatility_bps, 0);
    }
    EXPECT_EQ(find_synthetic("DOGE"), nullptr);
}

TEST(SyntheticMarket, TheBookMovesWithPriceAndThreshold) {
    const SyntheticAsset& eth = *find_synthetic("ETH");
    const auto calm = synthetic_book(eth, dollars(2000), dollars(2000), Bps::of(8300));
    ASSERT_EQ(calm.wall.size(), 6U);
    EXPECT_EQ(calm.wall[0].health_factor.count(), 10'000);
    EXPECT_EQ(calm.wall[0].debt.count(), 0);
    EXPECT_EQ(calm.wall[1].health_factor.count(), 10'600);
    EXPECT_EQ(calm.wall[1].debt.count(), 45'000'000);
    EXPECT_EQ(calm.wall[5].debt.count(), 855'000'000);
    EXPECT_EQ(calm.largest_position.count(), 36'000'000);

    const auto fallen = synthetic_book(eth, dollars(1800), dollars(2000), Bps::of(8300));
    EXPECT_EQ(fallen.wall[0].health_factor.count(), 10'000);
    EXPECT_EQ(fallen.wall[0].debt.count(), 0);
    EXPECT_EQ(fallen.wall[1].health_factor.count(), 11'070);
    const auto risen = synthetic_book(eth, dollars(4000), dollars(2000), Bps::of(8300));
    EXPECT_EQ(risen.wall[0].health_factor.count(), 20'000);
    const auto cut = synthetic_book(eth, dollars(2000), dollars(2000), Bps::of(8000));
    EXPECT_LT(cut.wall[1].health_factor.count(), 12'300);
    EXPECT_EQ(cut.debt, calm.debt);
}

}  // namespace
}  // namespace ballast::history
