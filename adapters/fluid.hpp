// SPDX-License-Identifier: MIT
// Fluid (vault T1): its core settings, which it keeps in quanta of 10 bps. What they become is
// engine/plan.hpp's.
#pragma once

#include "adapters/call.hpp"
#include "engine/plan.hpp"

namespace ballast::adapters {

/// All that updateCoreSettings writes at once; bps.
struct FluidSettings {
    engine::Bps supply_rate_magnifier;
    engine::Bps borrow_rate_magnifier;
    engine::Bps collateral_factor;
    engine::Bps liquidation_threshold;
    engine::Bps liquidation_max_limit;
    engine::Bps withdraw_gap;
    engine::Bps liquidation_penalty;
    engine::Bps borrow_fee;
    bool operator==(const FluidSettings&) const = default;
};

/// Returns updateCoreSettings(settings). Errors: bad_data where a value is negative, or what Fluid
/// checks does not hold: factor < threshold < limit in its quanta, limit + penalty <= 9,970,
/// magnifiers of at most 65,535, gap of at most 10,230, penalty and fee of at most 1,023; or where
/// factor, threshold, limit or gap is no multiple of 10, which it would cut off unsaid.
[[nodiscard]] Result<Call> update_core_settings(const chain::Address& vault,
                                                const FluidSettings& settings);

/// Returns the call that takes a vault from `live` to `step`, which is make_plan's for
/// Protocol::fluid; all but factor and threshold stay. Errors: as update_core_settings.
[[nodiscard]] Result<Call> fluid_call(const chain::Address& vault, const FluidSettings& live,
                                      const engine::PlanStep& step);

}  // namespace ballast::adapters
