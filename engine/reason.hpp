// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace ballast::engine {

/// Why a value is what it is, or why it did not move. Closed list: each has a name that is
/// journaled and a sentence for people.
enum class Reason {
    // What binds a target.
    structural,
    tail,
    smart_ltv,
    fixed,
    bonus_rule,
    spiral,
    lt_maximum,
    lt_minimum,
    ltv_gap,
    ltv_tail,
    ltv_maximum,
    ltv_minimum,
    borrowing_halted,
    cap_depth,
    cap_threshold,
    // What kept a value where it is.
    play_band,
    deadband,
    not_quiet,
    regime_elevated,
    event_window,
    indicator_stale,
    indicator_missing,
    indicator_implausible,
    price_below_quorum,
    price_jump_unconfirmed,
    price_missing,
    price_stale,
    depth_missing,
    volatility_missing,
    cascade_red,
    pending_veto,
    pending_withdrawn,
    loosening_paused,
    oracle_frozen,
    rise_delay,
    rise_budget,
    cap_rise,
    carry_flag,
    cut_delay,
    cut_budget,
    induced_budget,
    tightening_elsewhere,
};

/// Returns the name that is journaled: "ltv_tail".
[[nodiscard]] std::string_view name(Reason reason) noexcept;

/// Returns one sentence for people, without a full stop.
[[nodiscard]] std::string_view sentence(Reason reason) noexcept;

}  // namespace ballast::engine
