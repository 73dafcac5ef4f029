// SPDX-License-Identifier: MIT
#include "engine/validate.hpp"

#include <gtest/gtest.h>

#include "tests/engine/sample.hpp"

namespace ballast::engine::test {
namespace {

struct Fault {
    const char* field;
    void (*spoil)(Case&);
};

AssetPolicy& asset(Case& c) {
    return c.policy.assets.front();
}
Channel& channel(Case& c) {
    return c.policy.regime.channels.front();
}
MarketState& remembered(Case& c) {
    return c.state.markets.front();
}
MarketObservation& seen(Case& c) {
    return c.snapshot.markets.front();
}
PublishedMarket& held(Case& c) {
    return c.current.markets.front();
}
Wad wad(std::int64_t count) {
    return Wad::of(count);
}

constexpr Fault kFaults[] = {
    {"policy: epoch_seconds: ", [](Case& c) { c.policy.epoch = {-1}; }},
    {"policy: volatility.decay_fast_wad: ",
     [](Case& c) { c.policy.volatility.decay_fast = wad(kWadOne / 2 - 1); }},
    {"policy: volatility.decay_slow_wad: ",
     [](Case& c) { c.policy.volatility.decay_slow = wad(kWadOne); }},
    {"policy: regime.rank_threshold_wad: ",
     [](Case& c) { c.policy.regime.rank_threshold = wad(kWadOne); }},
    {"policy: regime.channels: ",
     [](Case& c) { c.policy.regime.channels.resize(101, channel(c)); }},
    {"policy: regime.channels[1].name: ",
     [](Case& c) { c.policy.regime.channels.push_back(channel(c)); }},
    {"policy: regime.channels[0].one_day_change: ",
     [](Case& c) { channel(c).one_day_change.pop_back(); }},
    {"policy: regime.channels[0].five_day_change: ",
     [](Case& c) { channel(c).five_day_change[1].value = Level::of(-40'000'000); }},
    {"policy: publication.play_wad: ",
     [](Case& c) { c.policy.publication.play = wad(kWadOne - 1); }},
    {"policy: publication.induced_budget_wad: ",
     [](Case& c) { c.policy.publication.induced_budget = wad(kWadOne + 1); }},
    {"policy: regime.ltv_weight_wad: ",
     [](Case& c) { c.policy.regime.ltv_weight = wad(5 * kWadOne + 1); }},
    {"policy: regime.lt_weight_wad: ",
     [](Case& c) { c.policy.regime.lt_weight = wad(5 * kWadOne + 1); }},
    {"policy: liquidity.impact_wad: ", [](Case& c) { c.policy.liquidity.impact = wad(-1); }},
    {"policy: liquidity.delay_seconds: ",
     [](Case& c) { c.policy.liquidity.delay = {7 * kDay.count + 1}; }},
    {"policy: assets[0].floor_volatility_wad: ",
     [](Case& c) { asset(c).floor_volatility = wad(3 * kWadOne + 1); }},
    {"policy: liquidity.participation_wad: ",
     [](Case& c) { c.policy.liquidity.participation = wad(kWadOne / 1000 - 1); }},
    {"current: markets[0].lt_start_bps: ", [](Case& c) { held(c).lt_start = Bps::of(-1); }},
    {"policy: assets[0].bonus_bps: ", [](Case& c) { asset(c).bonus = Bps::of(-1); }},
    {"policy: assets[0].ltv_min_bps: ", [](Case& c) { asset(c).ltv_min = Bps::of(8501); }},
    {"policy: assets[0].lt_min_bps: ", [](Case& c) { asset(c).ltv_min = Bps::of(3701); }},
    {"policy: assets[0].lt_min_bps: ", [](Case& c) { asset(c).lt_min = Bps::of(0); }},
    {"policy: assets[0].lt_min_bps: ",
     [](Case& c) { asset(c).lt_max = asset(c).lt_min = Bps::of(9600); }},
    {"policy: volatility.har_mid_wad: ", [](Case& c) { c.policy.volatility.har.mid = wad(-1); }},
    {"policy: regime.event_after_seconds: ",
     [](Case& c) { c.policy.regime.event_after = {7 * kDay.count + 1}; }},
    {"policy: regime.depth_weight_wad: ",
     [](Case& c) { c.policy.regime.depth_weight = wad(kWadOne / 100 * 95 + 1); }},
    {"policy: regime.channels[0].jump_limit_wad: ",
     [](Case& c) { channel(c).jump_limit = wad(-1); }},
    {"policy: publication.cap_rise_wad: ",
     [](Case& c) { c.policy.publication.cap_rise = wad(kWadOne + 1); }},
    {"policy: liquidity.participation_wad: ",
     [](Case& c) { c.policy.liquidity.participation = wad(0); }},
    {"policy: liquidity.tail_level_bps: ",
     [](Case& c) { c.policy.liquidity.tail_level = Bps::of(0); }},
    {"policy: liquidity.spiral_margin_bps: ",
     [](Case& c) { c.policy.liquidity.spiral_margin = Bps::of(1001); }},
    {"policy: assets[0].cap_depth_wad: ", [](Case& c) { asset(c).cap_depth = wad(-1); }},
    {"policy: assets[0].tails: ",
     [](Case& c) {
         asset(c).tails.resize(2, {kDay, Bps::of(9500), {}, {}});
     }},
    {"policy: assets[0].tails: horizon_seconds: ",
     [](Case& c) {
         asset(c).tails = {{{30 * kDay.count + 1}, Bps::of(9500), {}, {}}};
     }},
    {"policy: assets[0].tails: ", [](Case& c) { asset(c).lt_form = LtForm::tail; }},
    {"policy: assets[0].debt_asset: ", [](Case& c) { asset(c).debt_asset = "BTC"; }},
    {"policy: assets[0].wall_group: ",
     [](Case& c) {
         asset(c).wall_group = "one";
         c.policy.assets.push_back(asset(c));
         c.policy.assets.back().asset = "WBTC";
         c.policy.assets.back().debt_asset = "ETH";
     }},
    {"state: markets[0].debt_cap.raised_at: ",
     [](Case& c) { remembered(c).debt_cap.raised_at = {-1}; }},
    {"state: regime.channels[0].unconfirmed_at: ",
     [](Case& c) { c.state.regime.channels.front().unconfirmed_at = {-1}; }},
    {"snapshot: events: ",
     [](Case& c) {
         c.snapshot.events = {kNow, kNow - Seconds{1}};
     }},
    {"snapshot: events: ", [](Case& c) { c.snapshot.events.resize(65, kNow); }},
    {"snapshot: events[1]",
     [](Case& c) {
         c.snapshot.events = {kNow, {1LL << 40U}};
     }},
    {"state: at: ", [](Case& c) { c.state.at = {-1}; }},
    {"state: markets[0].last_price_at: ",
     [](Case& c) { remembered(c).last_price_at = {std::int64_t{1} << 40U}; }},
    {"state: markets[0].variances.slow_wad: ",
     [](Case& c) { remembered(c).variances.slow = wad(-1); }},
    {"state: regime.score_held_wad: ",
     [](Case& c) { c.state.regime.score_held = wad(kWadOne + 1); }},
    {"state: regime.held_on_day: ", [](Case& c) { c.state.regime.held_on_day = -1; }},
    {"state: regime.channels[0].variance_wad: ",
     [](Case& c) { c.state.regime.channels.front().variance = wad(-1); }},
    {"state: regime.channels[0].history_1e8: ",
     [](Case& c) { c.state.regime.channels.front().history.resize(7); }},
    {"snapshot: markets[0].observed_at: ",
     [](Case& c) { seen(c).observed_at = kNow + Seconds{1}; }},
    {"snapshot: markets[0].depth_low_usd: ", [](Case& c) { seen(c).depth_low[4] = {}; }},
    {"snapshot: markets[0].book.wall: ",
     [](Case& c) { seen(c).book.wall[2].debt = Usd::of(19'999'999); }},
    {"snapshot: markets[0].book.wall: ",
     [](Case& c) { seen(c).book.wall[0].health_factor = Bps::of(11'001); }},
    {"snapshot: indicators[0].known_at: ",
     [](Case& c) { c.snapshot.indicators.front().known_at = kNow + Seconds{1}; }},
    {"snapshot: indicators[0].observed_at: ",
     [](Case& c) { c.snapshot.indicators.front().observed_at = kNow + Seconds{1}; }},
    {"current: markets[0].lt_bps: ", [](Case& c) { held(c).lt = Bps::of(0); }},
    {"current: markets[0].bonus_bps: ", [](Case& c) { held(c).bonus = Bps::of(-1); }},
    {"current: markets[0].limiter.lt_cut_week_used_bps: ",
     [](Case& c) { held(c).limiter.lt_cut_week_used = Bps::of(-1); }},
    {"current: markets[0].limits.lt_min_bps: ",
     [](Case& c) { held(c).limits.ltv_min = Bps::of(2801); }},
    {"current: markets[0].pending.executable_at: ",
     [](Case& c) { held(c).pending = Pending{.executable_at = {-1}}; }},
};

TEST(Validate, NamesTheFieldThatIsOutsideTheDomain) {
    for (const Fault& fault : kFaults) {
        Case made = sample_case();
        fault.spoil(made);
        const auto stepped = step(made.policy, made.state, made.snapshot, made.current);
        ASSERT_FALSE(stepped.has_value()) << fault.field;
        EXPECT_EQ(stepped.error().code, Errc::bad_data);
        EXPECT_TRUE(stepped.error().what.starts_with(fault.field)) << stepped.error().what;
    }
}

TEST(Validate, AdmitsTheEdges) {
    Case made = sample_case();
    made.policy.volatility.decay_fast = wad(kWadOne / 2);
    made.policy.publication.play = wad(9 * kWadOne);
    asset(made).ltv_min = Bps::of(3700);
    made.snapshot.indicators.front().known_at = kNow;
    made.snapshot.indicators.front().observed_at = kNow;
    seen(made).observed_at = kNow;
    seen(made).book.wall.clear();
    held(made).limits.ltv_min = Bps::of(2800);
    made.snapshot.events.resize(64, kNow);
    EXPECT_TRUE(step(made.policy, made.state, made.snapshot, made.current).has_value());
}

}  // namespace
}  // namespace ballast::engine::test
