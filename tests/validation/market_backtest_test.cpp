// SPDX-License-Identifier: MIT
// The shipped policy on five years of real hours.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>

#include "policies/policy_document.hpp"
#include "tests/support/market_data.hpp"
#include "validation/backtest.hpp"
#include "validation/published_path.hpp"

namespace ballast::validation {
namespace {

using statistics::TrafficLight;

/// Midnight after the last day that the shipped numbers have seen, 2024-06-28.
constexpr UnixSeconds kCalibratedUntil{1'719'619'200};

/// The shipped policy, of BTC and ETH.
Result<engine::Policy> shipped_policy() {
    auto policy = policies::load_policy("policies/carry_aware.toml");
    if (!policy) return policy;
    std::erase_if(policy->assets, [](const engine::AssetPolicy& asset) {
        return asset.asset != "BTC" && asset.asset != "ETH";
    });
    return policy;
}

struct Measured {
    engine::Policy policy;
    std::vector<AssetHistory> assets;
    Backtest result;
};

Result<Measured> measure() {
    Measured measured;
    auto policy = shipped_policy();
    if (!policy) return fail(policy.error());
    measured.policy = std::move(*policy);
    std::vector<std::string> without;
    auto assets = read_assets(ballast::test::market_data(), measured.policy, without);
    if (!assets) return fail(assets.error());
    measured.assets = std::move(*assets);
    const auto begin = std::chrono::steady_clock::now();
    auto result = backtest(measured.policy, measured.assets, kCalibratedUntil,
                           [](std::size_t, std::size_t) {});
    if (!result) return fail(result.error());
    measured.result = std::move(*result);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::printf("backtest_seconds=%.1f\n", took.count());
    return measured;
}

/// One measurement for all cases: it takes seconds.
const Result<Measured>& measured() {
    static const Result<Measured> once = measure();
    return once;
}

void print(const CoverageRow& row) {
    std::printf(
        "%s_%s_%lldh_%d: hits=%lld expected=%.1f kupiec=%.3f christoffersen=%.3f "
        "light=%s z2=%.2f\n",
        row.asset.c_str(), row.span.c_str(),
        static_cast<long long>(row.horizon.count / kHour.count), row.level.count(),
        static_cast<long long>(row.hits), row.expected, row.kupiec_p, row.christoffersen_p,
        std::string(statistics::name_of(row.light)).c_str(), row.z2);
}

TEST(MarketBacktest, NoRedLightOverADayAtNinetyNinePercent) {
    BALLAST_NEEDS_MARKET_DATA();
    ASSERT_TRUE(measured()) << measured().error().what;
    int judged = 0;
    for (const CoverageRow& row : measured()->result.coverage) {
        if (row.sigma != SigmaKind::published) continue;
        print(row);
        if (row.horizon != kDay || row.level.count() != 9'900) continue;
        EXPECT_NE(row.light, TrafficLight::red) << row.asset << " " << row.span;
        ++judged;
    }
    EXPECT_EQ(judged, 6);  // two assets; all, before and after
}

TEST(MarketBacktest, TheBenchmarkIsRedWhereTheModelIsNot) {
    BALLAST_NEEDS_MARKET_DATA();
    ASSERT_TRUE(measured()) << measured().error().what;
    for (const CoverageRow& row : measured()->result.coverage) {
        if (row.span != "all" || row.horizon != kHour) continue;
        if (row.sigma == SigmaKind::ewma_normal) {
            EXPECT_EQ(row.light, TrafficLight::red);
        }
        if (row.sigma != SigmaKind::published) continue;
        ASSERT_TRUE(row.against_benchmark);
        std::printf("%s_1h_%d_dm=%.2f\n", row.asset.c_str(), row.level.count(),
                    row.against_benchmark->statistic);
        EXPECT_LT(row.against_benchmark->statistic, -1.96);
    }
}

TEST(MarketBacktest, TheVolatilityIsTheOneThatTheWholeModelUses) {
    BALLAST_NEEDS_MARKET_DATA();
    ASSERT_TRUE(measured()) << measured().error().what;
    engine::Policy policy = measured()->policy;
    const AssetHistory& history = measured()->assets.front();
    policy.assets = {history.asset};
    const auto start = starting_variances(history.prices);
    ASSERT_TRUE(start);
    const auto whole = published_path(policy, *history.snapshots, *start);
    const auto alone = volatility_path(policy.volatility, history.asset, history.prices);
    ASSERT_TRUE(whole && alone);
    auto point = alone->begin();
    for (const PublishedDay& day : whole->days) {
        while (point->at < day.at)
            ++point;
        ASSERT_EQ(point->published, static_cast<double>(day.volatility.count()) * 1e-18)
            << format_utc(day.at);
    }
    std::printf("days_with_equal_volatility=%zu\n", whole->days.size());
    EXPECT_GT(whole->days.size(), 1'700U);
}

TEST(MarketBacktest, ProcyclicalityOfThePublishedIsUnderThatOfThePlain) {
    BALLAST_NEEDS_MARKET_DATA();
    ASSERT_TRUE(measured()) << measured().error().what;
    double published = 0;
    for (const ProcyclicalityRow& row : measured()->result.procyclicality) {
        std::printf("%s_%s: peak_to_trough=%.2f rise_1d=%.3f rise_5d=%.3f rise_30d=%.3f\n",
                    row.asset.c_str(), row.haircut.c_str(), row.peak_to_trough, row.rise_1d,
                    row.rise_5d, row.rise_30d);
        if (row.haircut == "tail_published") published = row.peak_to_trough;
        if (row.haircut == "tail_plain") {
            EXPECT_LT(published, row.peak_to_trough);
        }
    }
    std::printf("alarm_days=%lld\ndays=%lld\n",
                static_cast<long long>(measured()->result.alarm_days),
                static_cast<long long>(measured()->result.days));
}

}  // namespace
}  // namespace ballast::validation
