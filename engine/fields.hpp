// SPDX-License-Identifier: MIT
// Each record's members under their canonical names, said once and in the order of the names: the
// writer of canonical documents puts them down as they come here. The reader and the checks of
// bounds walk the same lists. Internal to engine/canonical_text.cpp, engine/canonical.cpp and
// engine/validate.cpp.
#pragma once

#include "engine/decision.hpp"
#include "engine/input_fields.hpp"
#include "engine/regime.hpp"
#include "engine/state.hpp"

namespace ballast::engine {

template <Is<Variances> T, class F>
void each_field(T& x, F&& field) {
    field("fast_wad", x.fast);
    field("mid_wad", x.mid);
    field("slow_wad", x.slow);
}

template <Is<CapState> T, class F>
void each_field(T& x, F&& field) {
    field("quiet_since", x.quiet_since);
    field("raised_at", x.raised_at);
    field("usd", x.usd);
}

template <Is<MarketState> T, class F>
void each_field(T& x, F&& field) {
    field("asset", x.asset);
    field("debt_cap", x.debt_cap);
    field("last_price_1e8", x.last_price);
    field("last_price_at", x.last_price_at);
    field("last_usd_price_1e8", x.last_usd_price);
    field("lt_quiet_since", x.lt_quiet_since);
    field("ltv_quiet_since", x.ltv_quiet_since);
    field("position_limit", x.position_limit);
    field("variances", x.variances);
}

template <Is<ChannelState> T, class F>
void each_field(T& x, F&& field) {
    field("history_1e8", x.history);
    field("last_level_1e8", x.last_level);
    field("last_observed_at", x.last_observed_at);
    field("name", x.name);
    field("unconfirmed_at", x.unconfirmed_at);
    field("unconfirmed_level_1e8", x.unconfirmed_level);
    field("variance_wad", x.variance);
}

template <Is<RegimeState> T, class F>
void each_field(T& x, F&& field) {
    field("carry_change_at", x.carry_change_at);
    field("carry_level_at", x.carry_level_at);
    field("channels", x.channels);
    field("held_on_day", x.held_on_day);
    field("score_held_wad", x.score_held);
}

template <Is<State> T, class F>
void each_field(T& x, F&& field) {
    field("at", x.at);
    field("markets", x.markets);
    field("regime", x.regime);
}

template <Is<ChannelReading> T, class F>
void each_field(T& x, F&& field) {
    field("implausible", x.implausible);
    field("name", x.name);
    field("rank_five_wad", x.rank_five);
    field("rank_one_wad", x.rank_one);
    field("score_wad", x.score);
    field("status", x.status);
    field("value_1e8", x.value);
}

template <Is<Regime> T, class F>
void each_field(T& x, F&& field) {
    field("carry_flag", x.carry_flag);
    field("channels", x.channels);
    field("depth_multiplier_wad", x.depth_multiplier);
    field("lt_multiplier_wad", x.lt_multiplier);
    field("ltv_multiplier_wad", x.ltv_multiplier);
    field("score_raw_wad", x.score_raw);
    field("score_wad", x.score);
}

template <Is<Attribution> T, class F>
void each_field(T& x, F&& field) {
    field("bounds_bps", x.bounds);
    field("buffer_bps", x.buffer);
    field("cascade_bps", x.cascade);
    field("limiter_bps", x.limiter);
    field("liquidity_bps", x.liquidity);
    field("macro_bps", x.macro);
    field("start_bps", x.start);
    field("volatility_bps", x.volatility);
}

template <Is<Target> T, class F>
void each_field(T& x, F&& field) {
    field("attribution", x.attribution);
    field("binding", x.binding);
    field("value_bps", x.value);
}

template <Is<CapDecision> T, class F>
void each_field(T& x, F&& field) {
    field("binding", x.binding);
    field("debt_cap_target_usd", x.debt_cap_target);
    field("debt_cap_usd", x.debt_cap);
    field("holds", x.holds);
    field("position_limit_target_usd", x.position_limit_target);
    field("position_limit_usd", x.position_limit);
    field("supply_cap_tokens", x.supply_cap_tokens);
}

template <Is<LiquidityFigures> T, class F>
void each_field(T& x, F&& field) {
    field("alarm", x.alarm);
    field("amplification_bps", x.amplification);
    field("bonus_suggested_bps", x.bonus_suggested);
    field("depth_use_bps", x.depth_use);
    field("fall_bps", x.fall);
    field("fall_start_bps", x.fall_start);
    field("gain_bps", x.gain);
    field("known", x.known);
    field("liquidation_seconds", x.liquidation);
    field("lot_usd", x.lot);
    field("slippage_bps", x.slippage);
}

template <Is<MarketDecision> T, class F>
void each_field(T& x, F&& field) {
    field("action", x.action);
    field("asset", x.asset);
    field("bonus_bps", x.bonus);
    field("caps", x.caps);
    field("execute_pending", x.execute_pending);
    field("expected_lt_bps", x.expected_lt);
    field("expected_ltv_bps", x.expected_ltv);
    field("halt_borrowing", x.halt_borrowing);
    field("holds", x.holds);
    field("induced_10_percent_usd", x.induced_10_percent);
    field("induced_5_percent_usd", x.induced_5_percent);
    field("induced_now_usd", x.induced_now);
    field("liquidity", x.liquidity);
    field("lt_bps", x.lt);
    field("lt_desired_bps", x.lt_desired);
    field("lt_second_opinion_bps", x.lt_second_opinion);
    field("lt_target", x.lt_target);
    field("ltv_bps", x.ltv);
    field("ltv_desired_bps", x.ltv_desired);
    field("ltv_target", x.ltv_target);
    field("ramp_seconds", x.ramp);
    field("volatility_fast_wad", x.volatility_fast);
    field("volatility_slow_wad", x.volatility_slow);
}

template <Is<Report> T, class F>
void each_field(T& x, F&& field) {
    field("at", x.at);
    field("markets", x.markets);
    field("observed_at", x.observed_at);
    field("regime", x.regime);
}

}  // namespace ballast::engine
