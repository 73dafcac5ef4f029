// SPDX-License-Identifier: MIT
// The smallest documents that load, to be broken one place at a time.
#pragma once

#include <string>
#include <string_view>

namespace ballast::policies::test {

inline constexpr std::string_view kPolicy = R"(name = "minimal"
epoch_seconds = 3600
[volatility]
decay_fast_hourly = "0.97"
decay_mid_hourly = "0.98"
decay_slow_hourly = "0.99"
asymmetry = "0.3"
[regime]
rank_threshold = "0.9"
hold_daily = "0.707"
indicator_decay_per_print = "0.87"
quiet_below = "0.5"
ltv_weight = "0.5"
lt_weight = "0"
reference_ranks = ["0", "0.5", "1"]
[channel.vix]
indicator = "vix"
transform = "level"
weight = "1"
stale_after_trading_days = 3
one_day_change = ["-0.2", "0", "0.6"]
five_day_change = ["-0.3", "0", "1.5"]
level = ["9", "15", "82"]
[carry]
level_channel = "vix"
change_channel = "vix"
rank = "0.9"
[publication]
play = "1.25"
deadband_bps = 25
quiet_seconds = 172800
rise_bps_daily = 100
induced_budget = "0.2"
heartbeat_seconds = 43200
[asset.BTC]
stress_volatility_daily = "0.06"
floor_volatility_daily = "0.03"
tail_multiplier = "1.9"
liquidity_aversion = "2.4"
bonus_bps = 500
fee_bps = 50
gap_bps = 300
ltv_min_bps = 3000
ltv_max_bps = 7500
lt_min_bps = 6500
lt_max_bps = 8000
[liquidity]
impact = "1"
participation = "0.1"
liquidation_min_seconds = 3600
delay_seconds = 3600
tail_level_bps = 9500
amber_gain = "0.5"
red_gain = "0.8"
cascade_in_lt = false
spiral_margin_bps = 50
)";

inline constexpr std::string_view kScenario = R"(event = "2024-08-05"
title = "A fall"
kind = "recorded"
synthetic_notice = "Synthetic."
epoch_hours = 12
[[fall]]
at = 2024-08-02T12:00:00Z
sentence = "BTC fell."
[[figure]]
date = 2024-08-02
text = "BTC low 60"
[indicator.jgb10]
source = "Ministry of Finance"
observed_after_seconds = 21600
known_on = "next_trading_day"
known_after_seconds = 1800
closed = [2024-08-05]
last_print = 2024-08-01
last_level = "1.046"
last_volatilities = ["0.02", "0.03"]
[indicator.vix]
source = "Cboe"
observed_after_seconds = 72000
known_on = "same_day"
known_after_seconds = 72900
last_print = 2024-08-01
last_level = "18.59"
last_levels = ["16.36", "18.59"]
[market.BTC]
median_daily_volatility = "0.02"
source = "spot"
last_close_usd = 100
volatility_fast_daily = "0.01"
volatility_mid_daily = "0.02"
volatility_slow_daily = "0.03"
ltv_start_bps = 7300
lt_start_bps = 7800
bonus_bps = 500
[market.BTC.synthetic]
calm_depth_usd = [10, 20, 30, 40, 50]
daily_volume_usd = 1000
debt_usd = 1000000
largest_position_bps = 400
health_factors_bps = [11000, 20000]
debt_shares_bps = [1000, 9000]
[[day]]
date = 2024-08-02
BTC = { closes_usd = [90, 80], low_usd = 60 }
indicators = { jgb10 = "0.974", vix = "23.39" }
[[day]]
date = 2024-08-03
BTC = { closes_usd = [95, 96], low_usd = 80 }
)";

/// Returns `text` with the first `from` replaced by `to`.
inline std::string with(std::string_view text, std::string_view from, std::string_view to) {
    std::string changed(text);
    const std::size_t at = changed.find(from);
    if (at != std::string::npos) changed.replace(at, from.size(), to);
    return changed;
}

}  // namespace ballast::policies::test
