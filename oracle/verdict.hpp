// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

namespace ballast::oracle {

/// The contract's verdict on one entry (enum Reason of RiskTypes.sol, same order).
enum class Verdict : std::uint8_t {
    applied,
    queued,
    unknown_market,
    supply_cap_unsupported,
    expect_mismatch,
    mixed_direction,
    ltv_out_of_band,
    lt_out_of_band,
    lb_out_of_band,
    supply_cap_out_of_band,
    gap_too_small,
    bonus_too_large,
    lt_down_too_soon,
    ramp_too_short,
    lt_down_budget,
    loosening_paused,
    stale_data,
    ltv_step_too_large,
    ltv_up_too_soon,
    ltv_up_after_down,
    ltv_up_day_budget,
    ltv_up_week_budget,
    lt_step_too_large,
    lt_up_too_soon,
    lt_up_after_down,
    lt_up_day_budget,
    lt_up_week_budget,
    supply_cap_day_budget,
    no_pending,
    veto_window_open,
    pending_expired,
    config_changed,
};

constexpr std::uint8_t kVerdicts = 32;

/// Returns the contract's own name: "LT_DOWN_BUDGET".
[[nodiscard]] std::string_view name(Verdict verdict) noexcept;

}  // namespace ballast::oracle
