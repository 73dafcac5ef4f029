// SPDX-License-Identifier: MIT
// Five years of history, hour by hour, where it is present.
#include "history/snapshots.hpp"

#include <gtest/gtest.h>

#include <cstdio>

#include "engine/validate.hpp"
#include "history/sources.hpp"
#include "policies/policy_document.hpp"
#include "policies/policy_selection.hpp"
#include "tests/support/market_data.hpp"

namespace ballast::history {
namespace {

using engine::Bps;
using engine::PriceStatus;

UnixSeconds utc(const char* text) {
    return parse_utc(text).value_or(UnixSeconds{});
}

engine::Policy shipped_policy(const std::vector<std::string>& assets = {"BTC", "ETH"}) {
    const auto policy = policies::load_policy("policies/carry_aware.toml");
    EXPECT_TRUE(policy) << policy.error().what;
    const auto selected = policies::select_assets(*policy, assets);
    EXPECT_TRUE(selected) << selected.error().what;
    return *selected;
}

/// One threshold an asset, as on the chain.
std::vector<Bps> thresholds(const engine::Policy& policy) {
    return std::vector<Bps>(policy.assets.size(), Bps::of(7800));
}

TEST(Snapshots, EveryHourOfFiveYearsIsValidAndKnowsNothingOfTheFuture) {
    BALLAST_NEEDS_MARKET_DATA();
    const auto policy = shipped_policy();
    const auto history = SnapshotHistory::read(test::market_data(), policy);
    ASSERT_TRUE(history) << history.error().what;
    const auto lt = thresholds(policy);
    std::size_t missing = 0;
    for (std::size_t i = 0; i < history->size(); ++i) {
        const auto snapshot = history->observe(i, lt);
        ASSERT_TRUE(engine::validate(snapshot)) << format_utc(snapshot.at);
        for (const auto& market : snapshot.markets) {
            ASSERT_LE(market.observed_at, snapshot.at);
            ASSERT_EQ(market.price_status == PriceStatus::missing, market.price.count() == 0);
            missing += market.price_status == PriceStatus::missing ? 1 : 0;
        }
        for (const auto& indicator : snapshot.indicators) {
            ASSERT_LE(indicator.known_at, snapshot.at);
            ASSERT_LE(indicator.observed_at, indicator.known_at);
        }
    }
    std::printf("epochs=%zu missing_prices=%zu first=%s last=%s\n", history->size(), missing,
                format_utc(history->at(0)).c_str(),
                format_utc(history->at(history->size() - 1)).c_str());
}

TEST(Snapshots, TheFifthOfAugust2024AsItWasKnown) {
    BALLAST_NEEDS_MARKET_DATA();
    const auto policy = shipped_policy();
    const auto history = SnapshotHistory::read(test::market_data(), policy);
    ASSERT_TRUE(history);
    const auto lt = thresholds(policy);
    const auto morning = history->observe(history->find(utc("2024-08-05T12:00:00Z")), lt);
    const auto night = history->observe(history->find(utc("2024-08-05T21:00:00Z")), lt);
    const auto level_of = [](const engine::Snapshot& snapshot, const char* name) {
        for (const auto& indicator : snapshot.indicators)
            if (indicator.name == name) return indicator.level.count();
        return std::int64_t{0};
    };
    EXPECT_EQ(level_of(morning, "vix"), 2'339'000'000);
    EXPECT_EQ(level_of(night, "vix"), 3'857'000'000);
    EXPECT_EQ(level_of(night, "jgb40"), 230'200'000) << "2.157 is known on the next morning";
    EXPECT_LT(night.markets[0].depth[3], engine::Usd::of(200'000'000)) << "BTC is no longer calm";
    EXPECT_LE(night.markets[0].depth_low[3], night.markets[0].depth[3]);
}

TEST(Snapshots, WhatIsOwedIsObservedToo) {
    BALLAST_NEEDS_MARKET_DATA();
    auto policy = shipped_policy({"ETH", "wstETH"});
    policy.assets.erase(policy.assets.begin());
    const auto history = SnapshotHistory::read(test::market_data(), policy);
    ASSERT_TRUE(history) << history.error().what;
    const auto snapshot =
        history->observe(history->find(utc("2022-06-14T12:00:00Z")), thresholds(policy));
    ASSERT_EQ(snapshot.markets.size(), 2U);
    EXPECT_EQ(snapshot.markets[1].asset, "ETH");
    const auto ratio =
        Int128{snapshot.markets[0].price.count()} * 10'000 / snapshot.markets[1].price.count();
    EXPECT_GT(ratio, 9'200);
    EXPECT_LT(ratio, 9'600) << "stETH stood some 5 % under ETH, and the median lags by half a day";
}

TEST(Snapshots, EverySourceReads) {
    BALLAST_NEEDS_MARKET_DATA();
    for (const std::string_view asset : hourly_assets()) {
        const auto series = read_hourly(test::market_data(), asset);
        ASSERT_TRUE(series) << series.error().what;
        std::printf("%s: %zu hours, %s to %s\n", std::string(asset).c_str(), series->points.size(),
                    format_utc(series->points.front().at).c_str(),
                    format_utc(series->points.back().at).c_str());
    }
    for (const char* asset : {"BTC", "ETH"})
        EXPECT_TRUE(read_four_hourly(test::market_data(), asset));
    for (const char* name : {"jgb10", "jgb40", "move", "usdjpy", "vix"})
        EXPECT_TRUE(read_indicator(test::market_data(), name)) << name;
    EXPECT_EQ(read_hourly(test::market_data(), "DOGE").error().code, Errc::input_missing);
}

}  // namespace
}  // namespace ballast::history
