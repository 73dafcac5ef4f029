// SPDX-License-Identifier: MIT
#include "tests/engine/sample.hpp"

#include "base/check.hpp"

namespace ballast::engine::test {
namespace {

constexpr std::int64_t kMilli = kWadOne / 1000;

std::vector<Quantile> changes() {
    return {{Wad::of(0), Level::of(-30'000'000)},
            {Wad::of(500 * kMilli), Level::of(0)},
            {Wad::of(900 * kMilli), Level::of(10'000'000)},
            {Wad::of(kWadOne), Level::of(50'000'000)}};
}

OracleLimits default_limits() {
    return {.ltv_min = Bps::of(0),
            .ltv_max = Bps::of(9000),
            .lt_min = Bps::of(3000),
            .lt_max = Bps::of(9500),
            .gap_min = Bps::of(200),
            .ltv_rise_step = Bps::of(100),
            .lt_rise_step = Bps::of(100),
            .ltv_rise_delay = kDay,
            .ltv_rise_after_cut = {2 * kDay.count},
            .lt_rise_delay = kDay,
            .lt_rise_after_cut = {2 * kDay.count},
            .lt_cut_delay = {6 * kHour.count},
            .ltv_rise_day = Bps::of(100),
            .ltv_rise_week = Bps::of(300),
            .lt_rise_day = Bps::of(100),
            .lt_rise_week = Bps::of(300),
            .lt_cut_week = Bps::of(300),
            .ramp_min = kDay,
            .ramp_per_100_bps = kDay,
            .max_age = kDay,
            .ltv_veto = {6 * kHour.count},
            .lt_veto = kDay};
}

Book sample_book() {
    return {.debt = Usd::of(500'000'000),
            .largest_position = Usd::of(40'000'000),
            .wall = {{Bps::of(10'000), Usd::of(0)},
                     {Bps::of(11'000), Usd::of(20'000'000)},
                     {Bps::of(20'000), Usd::of(500'000'000)}}};
}

}  // namespace

Policy sample_policy() {
    Policy made{.name = "sample", .epoch = kHour};
    made.volatility = {.decay_fast = Wad::of(971'531'941'153'605'870),
                       .decay_mid = Wad::of(997'377'869'230'461'600),
                       .decay_slow = Wad::of(999'581'523'000'000'000),
                       .asymmetry = Wad::of(200 * kMilli),
                       .har = {}};
    made.regime = {.channels = {{.name = "vix",
                                 .indicator = "vix",
                                 .transform = Transform::level,
                                 .weight = Wad::of(kWadOne),
                                 .stale_after = {3 * kDay.count},
                                 .jump_limit = {},
                                 .one_day_change = changes(),
                                 .five_day_change = changes()}},
                   .rank_threshold = Wad::of(900 * kMilli),
                   .hold = Wad::of(707 * kMilli),
                   .indicator_decay = Wad::of(870 * kMilli),
                   .quiet_below = Wad::of(500 * kMilli),
                   .ltv_weight = Wad::of(500 * kMilli),
                   .lt_weight = Wad::of(0),
                   .event_before = kDay,
                   .event_after = kDay,
                   .depth_weight = Wad::of(600 * kMilli)};
    made.publication = {.play = Wad::of(1250 * kMilli),
                        .deadband = Bps::of(25),
                        .quiet = {2 * kDay.count},
                        .rise_a_day = Bps::of(100),
                        .induced_budget = Wad::of(200 * kMilli),
                        .heartbeat = {12 * kHour.count},
                        .cap_rise = Wad::of(300 * kMilli)};
    made.liquidity = {.impact = Wad::of(kWadOne),
                      .participation = Wad::of(100 * kMilli),
                      .liquidation_min = kHour,
                      .delay = kHour,
                      .tail_level = Bps::of(9500),
                      .amber_gain = Wad::of(500 * kMilli),
                      .red_gain = Wad::of(800 * kMilli),
                      .cascade_in_lt = false,
                      .spiral_margin = Bps::of(50)};
    made.assets = {{.asset = "BTC",
                    .stress_volatility = Wad::of(60 * kMilli),
                    .floor_volatility = Wad::of(20 * kMilli),
                    .tail_multiplier = Wad::of(2 * kWadOne),
                    .liquidity_aversion = Wad::of(3 * kWadOne),
                    .bonus = Bps::of(500),
                    .fee = Bps::of(50),
                    .gap = Bps::of(300),
                    .ltv_min = Bps::of(0),
                    .ltv_max = Bps::of(8500),
                    .lt_min = Bps::of(4000),
                    .lt_max = Bps::of(9000)}};
    return made;
}

Case sample_case() {
    Case made{.policy = sample_policy()};
    const UnixSeconds before = kNow - kHour;
    const UnixSeconds week_ago = kNow - Seconds{7 * kDay.count};
    const Wad variance = Wad::of(625 * kMilli / 1000);  // (2.5 % a day)^2
    made.state = {.at = before,
                  .markets = {{.asset = "BTC",
                               .last_price = Price::of(10'000'000'000'000),
                               .last_price_at = before,
                               .variances = {variance, variance, variance},
                               .ltv_quiet_since = week_ago,
                               .lt_quiet_since = week_ago}},
                  .regime = {.channels = {{.name = "vix",
                                           .last_level = Level::of(1'600'000'000),
                                           .last_observed_at = kNow - kDay,
                                           .history = std::vector<Level>(
                                               kChannelHistory, Level::of(1'600'000'000))}},
                             .held_on_day = day_number(before)}};
    const DepthCurve depth{Usd::of(40'000'000), Usd::of(80'000'000), Usd::of(150'000'000),
                           Usd::of(300'000'000), Usd::of(450'000'000)};
    made.snapshot = {.at = kNow,
                     .markets = {{.asset = "BTC",
                                  .price_status = PriceStatus::confirmed,
                                  .price = Price::of(10'000'000'000'000),
                                  .observed_at = kNow - Seconds{30},
                                  .depth = depth,
                                  .depth_low = depth,
                                  .daily_volume = Usd::of(2'000'000'000),
                                  .book = sample_book()}},
                     .indicators = {{.name = "vix",
                                     .status = IndicatorStatus::live,
                                     .level = Level::of(1'600'000'000),
                                     .observed_at = kNow - Seconds{3600},
                                     .known_at = kNow - Seconds{1800}}}};
    made.current.markets = {{.asset = "BTC",
                             .ltv = Bps::of(6500),
                             .lt = Bps::of(7500),
                             .lt_start = Bps::of(7500),
                             .bonus = Bps::of(500),
                             .as_of = before,
                             .limits = default_limits()}};
    return made;
}

MarketDecision decide(const Case& made) {
    const auto stepped = step(made.policy, made.state, made.snapshot, made.current);
    BALLAST_CHECK(stepped && stepped->report.markets.size() == 1);
    return stepped->report.markets.front();
}

}  // namespace ballast::engine::test
