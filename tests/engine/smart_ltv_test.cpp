// SPDX-License-Identifier: MIT
// The unit vectors of backstop-protocol/smart-ltv (test/unit/core/SmartLTV.t.sol), to the last
// digit of its integers.
#include "engine/smart_ltv.hpp"

#include <gtest/gtest.h>

namespace ballast::engine {
namespace {

constexpr std::int64_t kTenth = kWadOne / 10;

SmartLtvInput exact() {
    return {.liquidity = Usd::of(1'000'000),
            .debt = Usd::of(200'000),
            .volatility = Wad::of(kTenth),
            .bonus = Bps::of(500),
            .confidence = Wad::of(3 * kWadOne)};
}

TEST(SmartLtv, TestLTVCalculationExact) {
    EXPECT_EQ(smart_ltv(exact()).count(), 824'446'574'792'146'208);
}

// Theirs has sigma 9.99 and c 4.9; our sigma ends at 9, and only the product counts.
TEST(SmartLtv, TestLTVCalculationMaxMantissa) {
    EXPECT_EQ(smart_ltv({.liquidity = Usd::of(10'000'000),
                         .debt = Usd::of(10'000'000),
                         .volatility = Wad::of(9 * kWadOne),
                         .bonus = Bps::of(1900),
                         .confidence = Wad::of(5'439 * (kWadOne / 1000))})
                  .count(),
              0);
}

TEST(SmartLtv, FollowsTheSeriesIntoItsTail) {
    SmartLtvInput input = exact();
    input.volatility = Wad::of(kWadOne);
    EXPECT_EQ(smart_ltv(input).count(), 211'416'387'939'061'527);
    input.volatility = Wad::of(2 * kWadOne);
    EXPECT_EQ(smart_ltv(input).count(), 18'338'527'883'105'913);
    // An exponent of 18, just under the limit: exp(-18) is 15,229,979,744 units.
    input = {.liquidity = Usd::of(1'000'000),
             .debt = Usd::of(1'000'000),
             .volatility = Wad::of(2 * kWadOne),
             .bonus = {},
             .confidence = Wad::of(9 * kWadOne)};
    EXPECT_EQ(smart_ltv(input).count(), 15'237'509'497);
    input.volatility = Wad::of(2'017 * (kWadOne / 1000));
    EXPECT_EQ(smart_ltv(input).count(), 0);
}

TEST(SmartLtv, IsNothingFromTheContractsLargestMantissaOn) {
    // Their product is 18.149 sigmas, whose mantissa is MAX_MANTISSA, and a little less.
    SmartLtvInput input{.liquidity = Usd::of(1),
                        .debt = Usd::of(1),
                        .volatility = Wad::of(2'016'555'595'014'155'680),
                        .bonus = {},
                        .confidence = Wad::of(8'999'999'999'999'999'999)};
    EXPECT_GT(smart_ltv(input).count(), 0);
    input.volatility = Wad::of(2'016'555'595'014'155'681);
    EXPECT_EQ(smart_ltv(input).count(), 0);
}

TEST(SmartLtv, IsWholeWithoutVolatilityLessTheBonus) {
    SmartLtvInput input = exact();
    input.volatility = {};
    EXPECT_EQ(smart_ltv(input).count(), 95 * (kWadOne / 100));
}

TEST(SmartLtv, IsNothingWithoutLiquidity) {
    SmartLtvInput input = exact();
    input.liquidity = {};
    EXPECT_EQ(smart_ltv(input).count(), 0);
}

TEST(SmartLtv, NeverFallsUnderNothing) {
    SmartLtvInput input = exact();
    input.volatility = Wad::of(2 * kWadOne);
    input.bonus = Bps::of(1000);
    EXPECT_EQ(smart_ltv(input).count(), 0);
}

}  // namespace
}  // namespace ballast::engine
