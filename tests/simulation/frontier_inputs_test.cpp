// SPDX-License-Identifier: MIT
#include "simulation/frontier_inputs.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "engine/step.hpp"
#include "history/snapshots.hpp"
#include "oracle/deployment.hpp"
#include "tests/support/market_data.hpp"

namespace ballast::simulation {
namespace {

const FrontierInputs& inputs() {
    static const FrontierInputs made = [] {
        auto read = read_frontier_inputs("policies/carry_aware.toml", ballast::test::market_data(),
                                         frontier_cases());
        BALLAST_CHECK(read.has_value());
        return std::move(*read);
    }();
    return made;
}

TEST(FrontierInputs, ScoresAlarmAboutAsOftenAsTheirBudget) {
    BALLAST_NEEDS_MARKET_DATA();
    const PathSource& source = inputs().sources.at("ETH");
    EXPECT_EQ(source.start.count % kDay.count, 0);
    std::size_t alarms = 0;
    for (const engine::Wad score : source.score)
        alarms += score.count() >= engine::kWadOne / 2;
    const double share = static_cast<double>(alarms) / static_cast<double>(source.score.size());
    EXPECT_GT(share, 0.01);
    EXPECT_LT(share, 0.08);
    std::cout << "score_at_least_half=" << share << "\n";
}

TEST(FrontierInputs, MarchOf2020FellAsItDid) {
    BALLAST_NEEDS_MARKET_DATA();
    const PathSource& source = inputs().sources.at("ETH");
    ASSERT_EQ(source.march_2020.size(), 31U * 24 + 1);
    // From 194.6 on the 12th at midnight to 113.6 a day later, by spot closes.
    EXPECT_NEAR(source.march_2020[12 * 24] / source.march_2020[11 * 24], 0.57, 0.02);
    EXPECT_GT(*std::max_element(source.march_score.begin(), source.march_score.end()),
              engine::Wad::of(engine::kWadOne / 2));
}

// Paths hand the score in as the guardian's word. The engine's targets are then those of the policy
// with all its channels, epoch by epoch, through the carry unwind of August 2024.
TEST(FrontierInputs, TheGuardiansScoreIsTheChannelsScore) {
    BALLAST_NEEDS_MARKET_DATA();
    engine::Policy whole = inputs().base;
    std::erase_if(whole.assets, [](const auto& asset) { return asset.asset != "ETH"; });
    engine::Policy blind = whole;
    blind.regime.channels.clear();
    blind.regime.carry_level_channel.clear();
    blind.regime.carry_change_channel.clear();
    const auto history = history::SnapshotHistory::read(ballast::test::market_data(), whole);
    ASSERT_TRUE(history) << history.error().what;

    const engine::AssetPolicy& asset = whole.assets.front();
    engine::PublishedMarket market{.asset = "ETH",
                                   .ltv = engine::Bps::of(8000),
                                   .lt = engine::Bps::of(8300),
                                   .lt_start = engine::Bps::of(8300),
                                   .bonus = asset.bonus};
    market.limits = oracle::default_limits(
        {asset.ltv_min, asset.ltv_max, asset.lt_min, asset.lt_max, asset.gap});
    const engine::Current current{.markets = {market}};
    const std::vector<engine::Bps> lt_now{market.lt};
    engine::State state;
    const PathSource& source = inputs().sources.at("ETH");
    const std::size_t first = history->find(UnixSeconds{1'713'398'400});  // 2024-04-18
    int elevated = 0;
    for (std::size_t i = first; history->at(i) < UnixSeconds{1'723'507'200}; i += kEpochHours) {
        const engine::Snapshot seen = history->observe(i, lt_now);
        const auto step = engine::step(whole, state, seen, current);
        ASSERT_TRUE(step) << step.error().what;
        engine::Snapshot told = seen;
        told.indicators.clear();
        const auto epoch =
            static_cast<std::size_t>((seen.at - source.start).count / (kEpochHours * kHour.count));
        told.guardian_score = source.score[epoch];
        engine::State blind_state = state;
        blind_state.regime = {};
        const auto by_word = engine::step(blind, blind_state, told, current);
        ASSERT_TRUE(by_word) << by_word.error().what;
        // The channels of this fold begin empty in April; by August they hold what the source has.
        if (seen.at >= UnixSeconds{1'721'952'000}) {  // 2024-07-26
            const engine::MarketDecision& a = step->report.markets.front();
            const engine::MarketDecision& b = by_word->report.markets.front();
            EXPECT_EQ(a.ltv_target, b.ltv_target) << format_utc(seen.at);
            EXPECT_EQ(a.lt_target, b.lt_target) << format_utc(seen.at);
            elevated += step->report.regime.score.count() >= engine::kWadOne / 2;
        }
        state = step->state;
    }
    EXPECT_GT(elevated, 4);
}

}  // namespace
}  // namespace ballast::simulation
