// SPDX-License-Identifier: MIT
// The two published runs of morpho-blue-lltv-recommendation (2023-09-08, WETH against USDC):
// LLTV .930 with incentive .021, and with --max_drawdown .7 --repay 5e6: .790 and .067.
#include <gtest/gtest.h>

#include <cstdio>

#include "validation/gauntlet_rule.hpp"

namespace ballast::validation {
namespace {

constexpr double kWhale = 360.38e6;
constexpr double kSizeOfHalfAPercent = 20'904'419.67;

void expect_limit(const char* run, const GauntletMarket& market, double lltv, double incentive) {
    const auto limit = gauntlet_limit(market);
    ASSERT_TRUE(limit);
    std::printf("gauntlet_%s_lltv=%.3f\ngauntlet_%s_incentive=%.4f\n", run, limit->lltv, run,
                limit->incentive);
    EXPECT_NEAR(limit->lltv, lltv, 1e-9);
    EXPECT_NEAR(limit->incentive, incentive, 5e-4);
}

TEST(GauntletTable, TheDemonstration) {
    expect_limit("default",
                 {.collateral_usd = kWhale, .repay_usd = kSizeOfHalfAPercent, .max_drawdown = .4},
                 .930, .021);
}

TEST(GauntletTable, TheDemonstrationOfALenderWhoTakesNoRisk) {
    expect_limit("careful", {.collateral_usd = kWhale, .repay_usd = 5e6, .max_drawdown = .7}, .790,
                 .067);
}

}  // namespace
}  // namespace ballast::validation
