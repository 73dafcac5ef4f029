// SPDX-License-Identifier: MIT
// One lending market along one path: borrowers who come, react and are liquidated into a thin
// market, hour by hour. A model to compare policies in; its levels mean nothing by themselves.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.hpp"
#include "engine/units.hpp"
#include "simulation/market_sim_policy.hpp"
#include "simulation/paths.hpp"
#include "simulation/paths_depth.hpp"

namespace ballast::simulation {

/// What acts on a market beside LTV and LT. Limits follow the engine's M-26.
struct LeverSpec {
    double cap = 0;       ///< debt cap in multiples of depth; 0: none
    double position = 0;  ///< largest new position in multiples of depth; 0: none
    enum class Reference {
        low,      ///< min(30-day minimum, current): what the engine does
        current,  ///< depth now
        median,   ///< what depth is in the long run: a cap that never moves
    } reference = Reference::low;
    bool alert_volatility = false;  ///< responders deleverage where volatility jumps
    bool alert_signal = false;      ///< and where the signal is .5 or more
    double surcharge = 0;  ///< debt in multiples of depth from which borrowing is dear; 0: never
    bool operator==(const LeverSpec&) const = default;
};

/// Everything that one run reads, beside the parameters.
struct MarketInput {
    const Path& path;
    const DepthPath& depth;
    const std::vector<Arrival>& arrivals;
    const BookSpec& book;
    LeverSpec lever;
    Signal signal = Signal::none;  ///< what levers and policy hear of S
    bool feedback = true;          ///< the oracle reads the liquidators' own impact
    double demand = 1;             ///< scales every arrival's debt
    double bonus = 0.05;
};

/// What came of it, after the burn-in. Sums over epochs are of whole dollars.
struct MarketResult {
    std::int64_t bad_debt = 0;
    std::int64_t liquidated = 0;  ///< debt repaid by liquidators
    std::int64_t induced = 0;  ///< of it, what the LT at the loan's opening would have left alone
    std::int64_t updates = 0;
    std::int64_t debt = 0;      ///< mean over epochs
    std::int64_t ltv_debt = 0;  ///< mean of LTV times debt
    std::int64_t lt_debt = 0;   ///< mean of LT in force times debt
    bool operator==(const MarketResult&) const = default;
};

/// Returns what happens. Each borrower opens at appetite times the LTV in force; a careful one
/// repays where the health factor falls under 1.05. Liquidators repay half a loan (all of it under
/// a health factor of .95, as Aave v3) and sell the collateral as long as the next unit earns:
/// selling the depth moves the price by the bonus, and half of the impact is gone after 30 hours.
/// Debt whose collateral is gone is bad; so is, at the end, debt above its collateral's worth.
/// Errors: the engine's.
[[nodiscard]] Result<MarketResult> run_market(const MarketInput& input, Parameters& parameters);

}  // namespace ballast::simulation
