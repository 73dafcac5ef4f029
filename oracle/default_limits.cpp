// SPDX-License-Identifier: MIT
#include "oracle/default_limits.hpp"

namespace ballast::oracle {

using engine::Bps;

engine::OracleLimits default_limits(const Bands& bands) {
    constexpr Seconds kTwoDays{2 * kDay.count};
    const Bps step = Bps::of(100);
    const Bps week = Bps::of(300);
    return {.ltv_min = bands.ltv_min,
            .ltv_max = bands.ltv_max,
            .lt_min = bands.lt_min,
            .lt_max = bands.lt_max,
            .gap_min = bands.gap,
            .ltv_rise_step = step,
            .lt_rise_step = step,
            .ltv_rise_delay = kDay,
            .ltv_rise_after_cut = kTwoDays,
            .lt_rise_delay = kDay,
            .lt_rise_after_cut = kTwoDays,
            .lt_cut_delay = Seconds{6 * kHour.count},
            .ltv_rise_day = step,
            .ltv_rise_week = week,
            .lt_rise_day = step,
            .lt_rise_week = week,
            .lt_cut_week = week,
            .ramp_min = kDay,
            .ramp_per_100_bps = kDay,
            .max_age = kDay,
            .ltv_veto = Seconds{6 * kHour.count},
            .lt_veto = kDay};
}

OwnLimits default_own_limits(Bps bonus) {
    return {.bonus_min = bonus,
            .bonus_max = bonus,
            .baseline_ltv = Bps::of(0),
            .stale_decay_per_hour = Bps::of(100),
            .shadow = false,
            .supply_cap_min = 1,
            .supply_cap_max = kSameSupplyCap,
            .supply_cap_rise_day = Bps::of(3000)};
}

}  // namespace ballast::oracle
