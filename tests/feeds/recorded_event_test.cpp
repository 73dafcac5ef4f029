// SPDX-License-Identifier: MIT
#include "feeds/recorded_event.hpp"

#include <gtest/gtest.h>

#include <array>

#include "engine/regime.hpp"
#include "engine/volatility.hpp"
#include "feeds/initial_state.hpp"
#include "feeds/synthetic_market.hpp"
#include "tests/feeds/shipped.hpp"

namespace ballast::feeds {
namespace {

using engine::Bps;
using engine::Price;

constexpr std::size_t kBarsADay = 6;
const std::array<Bps, 2> kLtOnChain = {Bps::of(7800), Bps::of(8300)};

RecordedEvent event_of(policies::Scenario scenario) {
    auto event = RecordedEvent::from(std::move(scenario), test::shipped_policy());
    EXPECT_TRUE(event) << event.error().what;
    return *event;
}

TEST(RecordedEvent, SeesEachBarAtItsEnd) {
    const auto event = event_of(test::shipped_event());
    EXPECT_EQ(event.size(), 19 * kBarsADay);
    EXPECT_EQ(event.at(0), test::utc("2024-07-22T04:00:00Z"));
    EXPECT_EQ(event.at(event.size() - 1), test::utc("2024-08-10T00:00:00Z"));

    // The first bar of 5 August, day 14 of the event.
    const auto snapshot = event.observe(14 * kBarsADay, kLtOnChain);
    EXPECT_EQ(snapshot.at, test::utc("2024-08-05T04:00:00Z"));
    ASSERT_EQ(snapshot.markets.size(), 2U);
    EXPECT_EQ(snapshot.markets[0].price, Price::of(5'389'000'000'000));
    EXPECT_EQ(snapshot.markets[1].price, Price::of(231'300'000'000));
    EXPECT_EQ(snapshot.markets[0].price_status, engine::PriceStatus::confirmed);
    EXPECT_EQ(snapshot.markets[0].observed_at, snapshot.at);
    EXPECT_EQ(snapshot.markets[0].daily_volume.count(), 8'000'000'000);
    // BOJ and FOMC of 31 July, not a week ago.
    ASSERT_EQ(snapshot.events.size(), 2U);
    EXPECT_EQ(snapshot.events[0], test::utc("2024-07-31T04:00:00Z"));
    ASSERT_EQ(snapshot.indicators.size(), 5U);
    EXPECT_EQ(snapshot.indicators[0].name, "jgb10");
    EXPECT_EQ(snapshot.indicators[4].level, engine::Level::of(2'339'000'000));
}

TEST(RecordedEvent, ScheduledEventsAreSeenAWeekBeforeAndAfter) {
    const auto event = event_of(test::shipped_event());
    const auto events_at = [&](const char* at) {
        for (std::size_t i = 0; i < event.size(); ++i)
            if (event.at(i) == test::utc(at)) return event.observe(i, kLtOnChain).events.size();
        return std::size_t{99};
    };
    EXPECT_EQ(events_at("2024-07-24T00:00:00Z"), 0U);
    EXPECT_EQ(events_at("2024-07-24T04:00:00Z"), 1U);
    EXPECT_EQ(events_at("2024-07-25T00:00:00Z"), 2U);
    EXPECT_EQ(events_at("2024-08-07T04:00:00Z"), 2U);
    EXPECT_EQ(events_at("2024-08-07T16:00:00Z"), 1U);
    EXPECT_EQ(events_at("2024-08-07T20:00:00Z"), 0U);
}

TEST(RecordedEvent, OnlyWhatIsLeftOfTheDepthIsSeen) {
    auto scenario = test::shipped_event();
    const auto whole = event_of(scenario);
    scenario.days[0].markets[0].depth.assign(kBarsADay, Bps::of(10'000));
    scenario.days[0].markets[0].depth[2] = Bps::of(1'000);
    const auto thinned = event_of(scenario);
    const auto depth = [](const RecordedEvent& event, std::size_t i) {
        return event.observe(i, kLtOnChain).markets[0];
    };
    EXPECT_EQ(depth(thinned, 1), depth(whole, 1));
    EXPECT_EQ(depth(thinned, 2).depth, part_of(depth(whole, 2).depth, Bps::of(1'000)));
    EXPECT_EQ(depth(thinned, 3).depth, depth(whole, 3).depth);
    // The hour is over; the minimum of 30 days remembers it.
    EXPECT_EQ(depth(thinned, 3).depth_low, depth(thinned, 2).depth);
    EXPECT_EQ(part_of(depth(whole, 2).depth, Bps::of(10'000)), depth(whole, 2).depth);
}

TEST(RecordedEvent, FollowsThePolicysOrderAndChoice) {
    auto policy = test::shipped_policy("macro_blind");
    std::swap(policy.assets[0], policy.assets[1]);
    const auto event = RecordedEvent::from(test::shipped_event(), policy);
    ASSERT_TRUE(event);
    const auto snapshot = event->observe(0, kLtOnChain);
    EXPECT_EQ(snapshot.markets[0].asset, "ETH");
    EXPECT_TRUE(snapshot.indicators.empty());
}

TEST(RecordedEvent, RefusesAnAssetThatItLacks) {
    auto policy = test::shipped_policy();
    policy.assets[0].asset = "LINK";
    const auto event = RecordedEvent::from(test::shipped_event(), policy);
    ASSERT_FALSE(event);
    EXPECT_EQ(event.error().code, Errc::configuration);
}

/// Every price and print after `last` made into something else.
policies::Scenario altered_after(policies::Scenario scenario, std::size_t last) {
    for (std::size_t d = last + 1; d < scenario.days.size(); ++d) {
        for (policies::MarketDay& market : scenario.days[d].markets)
            for (Price& close : market.closes)
                close = Price::of(close.count() / 3);
        for (auto& print : scenario.days[d].prints)
            print = print ? std::nullopt : std::optional(engine::Level::of(12'345));
    }
    return scenario;
}

TEST(RecordedEvent, ASnapshotDoesNotDependOnLaterDays) {
    for (const char* name : {"2024-08-05", "2025-10-10", "2025-11-21", "2026-01-20"}) {
        const auto scenario = test::shipped_event(name);
        const auto event = event_of(scenario);
        for (std::size_t last = 0; last < scenario.days.size(); last += 3) {
            const auto altered = event_of(altered_after(scenario, last));
            for (std::size_t i = 0; i < (last + 1) * kBarsADay; ++i)
                ASSERT_EQ(event.observe(i, kLtOnChain), altered.observe(i, kLtOnChain))
                    << name << " bar " << i << " altered after day " << last;
        }
    }
}

TEST(RecordedEvent, KnowsNothingBeforeItsTime) {
    for (const char* name : {"2024-08-05", "2025-10-10", "2025-11-21", "2026-01-20"}) {
        const auto event = event_of(test::shipped_event(name));
        for (std::size_t i = 0; i < event.size(); ++i)
            for (const auto& print : event.observe(i, kLtOnChain).indicators) {
                EXPECT_LE(print.known_at, event.at(i));
                EXPECT_LE(print.observed_at, print.known_at);
                EXPECT_NE(print.status, engine::IndicatorStatus::stale) << name << print.name;
            }
    }
}

TEST(RecordedEvent, DepthFollowsTheEnginesVolatility) {
    const auto scenario = test::shipped_event();
    const auto policy = test::shipped_policy();
    const auto event = event_of(scenario);
    const policies::ScenarioMarket& btc = scenario.markets[0];
    auto variances = eve_variances(btc);
    auto low = synthetic_depth(btc, variances.fast);
    Price price = btc.last_close;
    for (std::size_t i = 0; i < event.size(); ++i) {
        const Price close = scenario.days[i / kBarsADay].markets[0].closes[i % kBarsADay];
        variances = engine::update_variances(policy.volatility, variances, price, close, 4);
        price = close;
        const auto depth = synthetic_depth(btc, variances.fast);
        low = shallower(low, depth);  // 19 days: nothing leaves the window of 30
        const auto market = event.observe(i, kLtOnChain).markets[0];
        EXPECT_EQ(market.depth, depth);
        EXPECT_EQ(market.depth_low, low);
    }
    EXPECT_LT(low[3].count(), 150'000'000);
}

TEST(RecordedEvent, TheLowestDepthIsForgottenAfterThirtyDays) {
    // A fall on the eve, then a flat price: depth returns, and after 30 days so does its minimum.
    auto scenario = test::shipped_event();
    scenario.markets[0].volatility_fast = engine::Wad::of(100'000'000'000'000'000);
    const policies::ScenarioDay flat = scenario.days.front();
    scenario.days.clear();
    for (std::int64_t d = 0; d < 40; ++d) {
        scenario.days.push_back(flat);
        scenario.days.back().date = flat.date + Seconds{d * kDay.count};
        for (policies::MarketDay& market : scenario.days.back().markets)
            for (Price& close : market.closes)
                close = market.low;
    }
    const auto event = event_of(scenario);
    const std::size_t window = 30 * kBarsADay;
    const auto low = [&event](std::size_t i) {
        return event.observe(i, kLtOnChain).markets[0].depth_low;
    };
    const auto eve = synthetic_depth(scenario.markets[0], eve_variances(scenario.markets[0]).fast);
    EXPECT_EQ(low(0), shallower(eve, event.observe(0, kLtOnChain).markets[0].depth));
    EXPECT_EQ(low(window - 2), low(0));
    EXPECT_GT(low(window - 1), low(window - 2));
    EXPECT_EQ(low(window), event.observe(1, kLtOnChain).markets[0].depth);
}

/// A rank in hundredths, rounded to the nearest.
std::int64_t hundredths(engine::Wad rank) {
    return (rank.count() / (engine::kWadOne / 1000) + 5) / 10;
}

TEST(RecordedEvent, RanksOfTheFirstEventAreThePublishedOnes) {
    // Research of 2026-02, trailing 1,260-day ranks of changes up to 2 August 2024.
    const auto scenario = test::shipped_event();
    const auto policy = test::shipped_policy();
    const auto event = event_of(scenario);
    auto state = initial_state(scenario, policy).regime;
    engine::Regime regime;
    for (std::size_t i = 0; event.at(i) <= test::utc("2024-08-03T00:00:00Z"); ++i) {
        auto update = engine::update_regime(policy.regime, state, event.observe(i, kLtOnChain));
        state = update.state;
        regime = update.regime;
    }
    const auto& move = regime.channels[2];
    const auto& vix = regime.channels[4];
    EXPECT_EQ(hundredths(move.rank_five), 92);
    EXPECT_EQ(hundredths(move.rank_one), 97);
    EXPECT_EQ(hundredths(vix.rank_five), 98);
    EXPECT_EQ(hundredths(vix.rank_one), 99);
    // A little under the alarm: at the threshold that keeps the alarm budget, 1 in 20 days, this
    // eve is not one of them.
    EXPECT_EQ(hundredths(regime.score), 47);
}

TEST(RecordedEvent, TheLiquidatedStayGone) {
    const auto event = event_of(test::shipped_event());
    std::int64_t left = 600'000'000;
    for (std::size_t i = 0; i < event.size(); ++i) {
        const auto wall = event.observe(i, kLtOnChain).markets[0].book.wall;
        EXPECT_LE(wall.back().debt.count(), left);
        left = wall.back().debt.count();
    }
    EXPECT_LT(left, 420'000'000);
}

}  // namespace
}  // namespace ballast::feeds
