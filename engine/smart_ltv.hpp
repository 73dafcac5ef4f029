// SPDX-License-Identifier: MIT
// Risk-DAO's SmartLTV in its own integers: the closest open prior art, as a form to compare with.
#pragma once

#include "engine/policy.hpp"
#include "engine/snapshot.hpp"

namespace ballast::engine {

/// The arguments of SmartLTV.sol.
struct SmartLtvInput {
    Usd liquidity;   ///< l: sellable at a slippage of the bonus
    Usd debt;        ///< d: debt or its cap; above 0
    Wad volatility;  ///< of the price in the debt asset, 0 or more
    Bps bonus;       ///< beta
    Wad confidence;  ///< the least confidence level factor c, 0 or more
};

/// Returns exp(-c sigma / sqrt(l / d)) - beta at 1e-18, at least 0, with every floor where the
/// contract has it, its exponential series and its limit on the exponent (M-24); 0 where l is 0,
/// where the contract would revert. Requires debt > 0.
/// Source: backstop-protocol/smart-ltv, SmartLTV.sol and RiskyMath.sol.
[[nodiscard]] Wad smart_ltv(const SmartLtvInput& input);

}  // namespace ballast::engine
