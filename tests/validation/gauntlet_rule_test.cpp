// SPDX-License-Identifier: MIT
#include "validation/gauntlet_rule.hpp"

#include <gtest/gtest.h>

namespace ballast::validation {
namespace {

const GauntletMarket kMarket{.collateral_usd = 100, .repay_usd = 100, .max_drawdown = 0.4};

TEST(GauntletRule, IncentiveIsBoundedBothWays) {
    EXPECT_DOUBLE_EQ(gauntlet_incentive(0.9), 1 / 0.97 - 1);
    EXPECT_DOUBLE_EQ(gauntlet_incentive(0.1), 0.15);
    EXPECT_DOUBLE_EQ(gauntlet_incentive(0.999), 0.005);
}

TEST(GauntletRule, OneSaleThatTakesAllByHand) {
    // At .98 the incentive is .6036 %; after one step of .5 % the collateral is worth 99.5 and pays
    // back 98.9: enough. At .99 it is the least, .5 %: 99.5 / 1.005 = 99.005, also enough.
    EXPECT_EQ(gauntlet_insolvency(kMarket, 0.98), 0);
    EXPECT_EQ(gauntlet_insolvency(kMarket, 0.99), 0);
    // A step of 2 %: 98 / 1.005 = 97.512 of 99.
    GauntletMarket steep = kMarket;
    steep.step = 0.02;
    EXPECT_NEAR(gauntlet_insolvency(steep, 0.99), 99 - 98 / 1.005, 1e-9);
}

TEST(GauntletRule, ThinnerMarketsGetLowerLimits) {
    double last = 1;
    for (const double repay : {50., 10., 3., 1., 0.3}) {
        GauntletMarket market = kMarket;
        market.repay_usd = repay;
        const auto limit = gauntlet_limit(market);
        ASSERT_TRUE(limit);
        EXPECT_LE(limit->lltv, last);
        last = limit->lltv;
    }
    EXPECT_LT(last, 0.8);
}

TEST(GauntletRule, WhatTheFallCannotReachIsNotAsked) {
    GauntletMarket market = kMarket;
    market.repay_usd = 1e-3;
    EXPECT_EQ(gauntlet_insolvency(market, 0.5), 0);  // .5 * 1.15 < .6
    EXPECT_GT(gauntlet_insolvency(market, 0.65), 0);
}

}  // namespace
}  // namespace ballast::validation
