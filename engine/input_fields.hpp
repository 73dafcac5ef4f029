// SPDX-License-Identifier: MIT
// The records that a step reads, as engine/fields.hpp describes: policy, snapshot, current.
#pragma once

#include <array>
#include <concepts>
#include <string_view>
#include <type_traits>

#include "engine/current.hpp"
#include "engine/policy.hpp"
#include "engine/snapshot.hpp"

namespace ballast::engine {

/// The contract's uint40: times and spans within it add and subtract without overflow.
constexpr std::int64_t kSecondsMax = (std::int64_t{1} << 40U) - 1;

template <class T, class Record>
concept Is = std::same_as<std::remove_const_t<T>, Record>;

constexpr std::array<std::string_view, 4> kPriceStatusNames = {"confirmed", "below_quorum",
                                                               "jump_unconfirmed", "missing"};
constexpr std::array<std::string_view, 4> kIndicatorStatusNames = {"live", "closed", "stale",
                                                                   "missing"};
constexpr std::array<std::string_view, 3> kTransformNames = {"level", "return_volatility",
                                                             "change_volatility"};
constexpr std::array<std::string_view, 4> kLtFormNames = {"structural", "tail", "smart_ltv",
                                                          "fixed"};
constexpr std::array<std::string_view, 2> kLtvFormNames = {"tactical", "gap"};

template <Is<WallPoint> T, class F>
void each_field(T& x, F&& field) {
    field("debt_usd", x.debt);
    field("health_factor_bps", x.health_factor);
}

template <Is<Book> T, class F>
void each_field(T& x, F&& field) {
    field("debt_usd", x.debt);
    field("largest_position_usd", x.largest_position);
    field("wall", x.wall);
}

template <Is<MarketObservation> T, class F>
void each_field(T& x, F&& field) {
    field("asset", x.asset);
    field("book", x.book);
    field("daily_volume_usd", x.daily_volume);
    field("depth_low_usd", x.depth_low);
    field("depth_usd", x.depth);
    field("observed_at", x.observed_at);
    field("price_1e8", x.price);
    field("price_status", x.price_status);
}

template <Is<IndicatorObservation> T, class F>
void each_field(T& x, F&& field) {
    field("known_at", x.known_at);
    field("level_1e8", x.level);
    field("name", x.name);
    field("observed_at", x.observed_at);
    field("status", x.status);
}

template <Is<Snapshot> T, class F>
void each_field(T& x, F&& field) {
    field("at", x.at);
    field("events", x.events);
    field("guardian_score_wad", x.guardian_score);
    field("indicators", x.indicators);
    field("markets", x.markets);
}

template <Is<Quantile> T, class F>
void each_field(T& x, F&& field) {
    field("rank_wad", x.rank);
    field("value_1e8", x.value);
}

template <Is<Channel> T, class F>
void each_field(T& x, F&& field) {
    field("five_day_change", x.five_day_change);
    field("indicator", x.indicator);
    field("jump_limit_wad", x.jump_limit);
    field("level", x.level);
    field("name", x.name);
    field("one_day_change", x.one_day_change);
    field("stale_after_seconds", x.stale_after);
    field("transform", x.transform);
    field("weight_wad", x.weight);
}

template <Is<VolatilityPolicy> T, class F>
void each_field(T& x, F&& field) {
    field("asymmetry_wad", x.asymmetry);
    field("decay_fast_wad", x.decay_fast);
    field("decay_mid_wad", x.decay_mid);
    field("decay_slow_wad", x.decay_slow);
    field("har_constant_wad", x.har.constant);
    field("har_fast_wad", x.har.fast);
    field("har_mid_wad", x.har.mid);
    field("har_slow_wad", x.har.slow);
}

template <Is<RegimePolicy> T, class F>
void each_field(T& x, F&& field) {
    field("carry_change_channel", x.carry_change_channel);
    field("carry_level_channel", x.carry_level_channel);
    field("carry_rank_wad", x.carry_rank);
    field("channels", x.channels);
    field("depth_weight_wad", x.depth_weight);
    field("event_after_seconds", x.event_after);
    field("event_before_seconds", x.event_before);
    field("hold_wad", x.hold);
    field("indicator_decay_wad", x.indicator_decay);
    field("lt_weight_wad", x.lt_weight);
    field("ltv_weight_wad", x.ltv_weight);
    field("quiet_below_wad", x.quiet_below);
    field("rank_threshold_wad", x.rank_threshold);
}

template <Is<PublicationPolicy> T, class F>
void each_field(T& x, F&& field) {
    field("cap_rise_wad", x.cap_rise);
    field("deadband_bps", x.deadband);
    field("heartbeat_seconds", x.heartbeat);
    field("induced_budget_wad", x.induced_budget);
    field("play_wad", x.play);
    field("quiet_seconds", x.quiet);
    field("rise_a_day_bps", x.rise_a_day);
}

template <Is<LiquidityPolicy> T, class F>
void each_field(T& x, F&& field) {
    field("amber_gain_wad", x.amber_gain);
    field("cascade_in_lt", x.cascade_in_lt);
    field("delay_seconds", x.delay);
    field("impact_wad", x.impact);
    field("liquidation_min_seconds", x.liquidation_min);
    field("participation_wad", x.participation);
    field("red_gain_wad", x.red_gain);
    field("spiral_margin_bps", x.spiral_margin);
    field("tail_level_bps", x.tail_level);
}

template <Is<TailPoint> T, class F>
void each_field(T& x, F&& field) {
    field("horizon_seconds", x.horizon);
    field("level_bps", x.level);
    field("quantile_wad", x.quantile);
    field("shortfall_wad", x.shortfall);
}

template <Is<AssetPolicy> T, class F>
void each_field(T& x, F&& field) {
    field("asset", x.asset);
    field("bonus_bps", x.bonus);
    field("cap_depth_wad", x.cap_depth);
    field("debt_asset", x.debt_asset);
    field("fee_bps", x.fee);
    field("floor_volatility_wad", x.floor_volatility);
    field("gap_bps", x.gap);
    field("liquidity_aversion_wad", x.liquidity_aversion);
    field("lt_form", x.lt_form);
    field("lt_max_bps", x.lt_max);
    field("lt_min_bps", x.lt_min);
    field("ltv_form", x.ltv_form);
    field("ltv_max_bps", x.ltv_max);
    field("ltv_min_bps", x.ltv_min);
    field("position_depth_wad", x.position_depth);
    field("stress_volatility_wad", x.stress_volatility);
    field("tail_multiplier_wad", x.tail_multiplier);
    field("tails", x.tails);
    field("two_sided", x.two_sided);
    field("wall_group", x.wall_group);
}

template <Is<Policy> T, class F>
void each_field(T& x, F&& field) {
    field("assets", x.assets);
    field("epoch_seconds", x.epoch);
    field("liquidity", x.liquidity);
    field("name", x.name);
    field("publication", x.publication);
    field("regime", x.regime);
    field("volatility", x.volatility);
}

template <Is<Limiter> T, class F>
void each_field(T& x, F&& field) {
    field("lt_cut_at", x.lt_cut_at);
    field("lt_cut_week_used_bps", x.lt_cut_week_used);
    field("lt_raised_at", x.lt_raised_at);
    field("lt_rise_day_used_bps", x.lt_rise_day_used);
    field("lt_rise_week_used_bps", x.lt_rise_week_used);
    field("ltv_cut_at", x.ltv_cut_at);
    field("ltv_raised_at", x.ltv_raised_at);
    field("ltv_rise_day_used_bps", x.ltv_rise_day_used);
    field("ltv_rise_week_used_bps", x.ltv_rise_week_used);
}

template <Is<OracleLimits> T, class F>
void each_field(T& x, F&& field) {
    field("gap_min_bps", x.gap_min);
    field("lt_cut_delay_seconds", x.lt_cut_delay);
    field("lt_cut_week_bps", x.lt_cut_week);
    field("lt_max_bps", x.lt_max);
    field("lt_min_bps", x.lt_min);
    field("lt_rise_after_cut_seconds", x.lt_rise_after_cut);
    field("lt_rise_day_bps", x.lt_rise_day);
    field("lt_rise_delay_seconds", x.lt_rise_delay);
    field("lt_rise_step_bps", x.lt_rise_step);
    field("lt_rise_week_bps", x.lt_rise_week);
    field("lt_veto_seconds", x.lt_veto);
    field("ltv_max_bps", x.ltv_max);
    field("ltv_min_bps", x.ltv_min);
    field("ltv_rise_after_cut_seconds", x.ltv_rise_after_cut);
    field("ltv_rise_day_bps", x.ltv_rise_day);
    field("ltv_rise_delay_seconds", x.ltv_rise_delay);
    field("ltv_rise_step_bps", x.ltv_rise_step);
    field("ltv_rise_week_bps", x.ltv_rise_week);
    field("ltv_veto_seconds", x.ltv_veto);
    field("max_age_seconds", x.max_age);
    field("ramp_min_seconds", x.ramp_min);
    field("ramp_per_100_bps_seconds", x.ramp_per_100_bps);
}

template <Is<Pending> T, class F>
void each_field(T& x, F&& field) {
    field("executable_at", x.executable_at);
    field("lt_bps", x.lt);
    field("ltv_bps", x.ltv);
}

template <Is<PublishedMarket> T, class F>
void each_field(T& x, F&& field) {
    field("as_of", x.as_of);
    field("asset", x.asset);
    field("bonus_bps", x.bonus);
    field("limiter", x.limiter);
    field("limits", x.limits);
    field("lt_bps", x.lt);
    field("lt_start_bps", x.lt_start);
    field("ltv_bps", x.ltv);
    field("pending", x.pending);
    field("ramp_seconds", x.ramp);
    field("ramp_start", x.ramp_start);
}

template <Is<Current> T, class F>
void each_field(T& x, F&& field) {
    field("frozen", x.frozen);
    field("loosening_paused", x.loosening_paused);
    field("markets", x.markets);
}

}  // namespace ballast::engine
