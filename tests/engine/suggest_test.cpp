// SPDX-License-Identifier: MIT
#include "engine/suggest.hpp"

#include <gtest/gtest.h>

#include "tests/engine/sample.hpp"

namespace ballast::engine::test {
namespace {

struct Suggestion : ::testing::Test {
    Case made = sample_case();
    MarketObservation& market = made.snapshot.markets.front();
    AssetPolicy& asset = made.policy.assets.front();
    Int128 volatility = kWadOne / 100;
    Bps lt = Bps::of(7500);

    Bps bonus() {
        const SaleVenue venue{.thin = market.depth_low, .volume = {}, .impact = {}};
        return suggested_bonus(
            {.asset = asset, .market = market, .venue = venue, .volatility = volatility, .lt = lt});
    }
};

TEST_F(Suggestion, PaysForSlippageDriftAndFee) {
    // The largest position, 40 million, is under the lot of 175 million: 50 bps. 1.65 %; fee 50.
    EXPECT_EQ(liquidation_lot(asset, {.thin = market.depth_low, .volume = {}, .impact = {}}),
              Usd::of(175'000'000));
    EXPECT_EQ(bonus(), Bps::of(50 + 165 + 50));
    volatility = kWadOne / 100 + 1;
    EXPECT_EQ(bonus(), Bps::of(50 + 166 + 50));
}

TEST_F(Suggestion, StaysWithinItsBounds) {
    volatility = 0;
    market.book.largest_position = {};
    EXPECT_EQ(bonus(), Bps::of(100));
    volatility = kWadOne;
    EXPECT_EQ(bonus(), Bps::of(1500));
}

TEST_F(Suggestion, DoesNotFeedTheSpiral) {
    volatility = kWadOne / 20;
    EXPECT_EQ(bonus(), Bps::of(50 + 825 + 50));
    lt = Bps::of(9300);  // lambda 1.01: 1 / (.93 * 1.01) = 1.0646
    EXPECT_EQ(bonus(), Bps::of(646));
    lt = Bps::of(9900);
    EXPECT_EQ(bonus(), Bps::of(100));
    market.depth_low = {};
    market.book.largest_position = {};
    EXPECT_EQ(bonus(), Bps::of(825 + 50));  // without a minimum of the depth there is no spiral
}

TEST_F(Suggestion, DepthUseIsDebtOverDepthAtTheBonus) {
    EXPECT_EQ(depth_use(asset, market).count(), 16'667);  // 500 of 300 million
    market.depth = market.depth_low = {};
    EXPECT_EQ(depth_use(asset, market).count(), 1'000'000);
    market.book.debt = {};
    EXPECT_EQ(depth_use(asset, market).count(), 0);
}

}  // namespace
}  // namespace ballast::engine::test
