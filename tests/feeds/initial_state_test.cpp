// SPDX-License-Identifier: MIT
#include "feeds/initial_state.hpp"

#include <gtest/gtest.h>

#include "feeds/recorded_event.hpp"
#include "tests/feeds/shipped.hpp"

namespace ballast::feeds {
namespace {

using engine::Level;

const engine::ChannelState& channel(const engine::State& state, const std::string& name) {
    for (const engine::ChannelState& item : state.regime.channels)
        if (item.name == name) return item;
    ADD_FAILURE() << "no channel " << name;
    return state.regime.channels.front();
}

TEST(InitialState, MarketsOfTheEve) {
    const auto scenario = test::shipped_event();
    const auto state = initial_state(scenario, test::shipped_policy());
    EXPECT_EQ(state.at, test::utc("2024-07-22T00:00:00Z"));
    ASSERT_EQ(state.markets.size(), 2U);
    const engine::MarketState& btc = state.markets[0];
    EXPECT_EQ(btc.asset, "BTC");
    EXPECT_EQ(btc.last_price, engine::Price::of(6'816'500'000'000));
    EXPECT_EQ(btc.last_price_at, state.at);
    EXPECT_EQ(btc.variances.fast.count(), 391'644'100'000'000);  // .01979^2
    EXPECT_EQ(btc.variances.slow.count(), 686'440'000'000'000);  // .0262^2
    EXPECT_EQ(state.regime.score_held.count(), 0);
    EXPECT_EQ(state.regime.held_on_day, day_number(state.at));
}

TEST(InitialState, ChannelsOfTheEve) {
    const auto state = initial_state(test::shipped_event(), test::shipped_policy());
    const auto& vix = channel(state, "vix");
    EXPECT_EQ(vix.last_level, Level::of(1'652'000'000));
    EXPECT_EQ(vix.last_observed_at, test::utc("2024-07-19T20:00:00Z"));
    ASSERT_EQ(vix.history.size(), 5U);
    EXPECT_EQ(vix.history.front(), Level::of(1'312'000'000));
    EXPECT_EQ(vix.variance.count(), 0);

    const auto& yen = channel(state, "usdjpy_volatility");
    EXPECT_EQ(yen.history.back(), Level::of(10'190'000));  // 10.19 % a year
    EXPECT_EQ(yen.last_level, Level::of(15'732'000'000));
    EXPECT_EQ(yen.variance.count(), 41'204'801'587'302);  // .1019^2 / 252, rounded up

    const auto& jgb = channel(state, "jgb10_volatility");
    EXPECT_EQ(jgb.history.back(), Level::of(1'810'000));  // 1.81 bp a day
    EXPECT_EQ(jgb.variance.count(), 327'610'000'000'000);
}

TEST(InitialState, AChannelWithoutItsHistoryStartsEmpty) {
    auto scenario = test::shipped_event();
    scenario.indicators[4].last_levels.clear();
    auto policy = test::shipped_policy();
    policy.regime.channels[2].indicator = "dvol";
    const auto state = initial_state(scenario, policy);
    EXPECT_TRUE(channel(state, "vix").history.empty());
    EXPECT_EQ(channel(state, "vix").last_observed_at.count, 0);
    EXPECT_TRUE(channel(state, "move").history.empty());
}

TEST(InitialState, WithoutChannelsTheRegimeIsEmpty) {
    const auto state = initial_state(test::shipped_event(), test::shipped_policy("macro_blind"));
    EXPECT_TRUE(state.regime.channels.empty());
}

}  // namespace
}  // namespace ballast::feeds
