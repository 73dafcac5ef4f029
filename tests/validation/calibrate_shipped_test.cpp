// SPDX-License-Identifier: MIT
// What ships is what the calibrator writes, and the alarm budget holds to the end of history.
#include <gtest/gtest.h>

#include <cstdio>

#include "policies/policy_document.hpp"
#include "tests/support/market_data.hpp"
#include "validation/calibrate.hpp"
#include "validation/calibrate_document.hpp"

namespace ballast::validation {
namespace {

constexpr UnixSeconds kShippedUntil{1'719'532'800};  // 2024-06-28
constexpr UnixSeconds kHistoryUntil{1'764'288'000};  // 2025-11-28

engine::Policy shipped(const std::string& name) {
    const auto policy = policies::load_policy("policies/" + name + ".toml");
    EXPECT_TRUE(policy) << policy.error().what;
    return policy ? *policy : engine::Policy{};
}

TEST(ShippedCalibration, CarryAwareComesOutAgain) {
    BALLAST_NEEDS_MARKET_DATA();
    const engine::Policy policy = shipped("carry_aware");
    const auto result =
        calibrate(test::market_data(), policy, kShippedUntil, [](std::size_t, std::size_t) {});
    ASSERT_TRUE(result) << result.error().what;
    EXPECT_EQ(result->policy.regime, policy.regime);
    for (std::size_t i = 0; i < policy.assets.size(); ++i)
        EXPECT_EQ(result->policy.assets[i], policy.assets[i]) << policy.assets[i].asset;
    for (const GateVerdict& verdict : result->gate)
        EXPECT_FALSE(verdict.passes) << verdict.channel << ": carry_aware.toml says otherwise";

    // The written document, put beside the policy, is that policy.
    const auto copy = policies::parse_policy(calibration_toml(*result, "carry_aware.toml"),
                                             "policies/calibrated.toml");
    ASSERT_TRUE(copy) << copy.error().what;
    EXPECT_EQ(copy->assets, policy.assets);
    EXPECT_EQ(copy->regime, policy.regime);
    EXPECT_EQ(copy->name, "carry_aware_calibrated");
    std::printf("assets=%zu channels=%zu alarm_share_2024=%.4f\n", policy.assets.size(),
                policy.regime.channels.size(), result->alarms.share);
}

TEST(ShippedCalibration, TheOtherFormsHaveTheirOwnAversion) {
    BALLAST_NEEDS_MARKET_DATA();
    for (const char* name : {"smart_ltv", "static_aave", "fast"}) {
        const engine::Policy policy = shipped(name);
        for (const engine::AssetPolicy& asset : policy.assets) {
            const auto result = calibrate_asset(test::market_data(), policy.volatility, asset,
                                                kShippedUntil + kDay);
            ASSERT_TRUE(result) << result.error().what;
            EXPECT_EQ(result->asset, asset) << name << " " << asset.asset;
        }
    }
}

TEST(AlarmBudget, HoldsFrom2015To2025WithQuantilesOfThePast) {
    BALLAST_NEEDS_MARKET_DATA();
    const engine::RegimePolicy regime = shipped("carry_aware").regime;
    const auto history = AlarmHistory::read(test::market_data(), regime, kHistoryUntil);
    ASSERT_TRUE(history) << history.error().what;
    const auto days = history->scores(regime.rank_threshold);
    EXPECT_EQ(format_date(days.front().date), "2015-01-01");
    EXPECT_EQ(format_date(days.back().date), "2025-11-28");
    const double share = alarm_share(days);
    EXPECT_LE(share, kAlarmBudget);
    std::printf("weekdays=%zu alarm_share=%.4f\n", days.size(), share);
}

}  // namespace
}  // namespace ballast::validation
