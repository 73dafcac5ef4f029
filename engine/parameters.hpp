// SPDX-License-Identifier: MIT
// The two targets: LT from slow volatility and liquidity, LTV from fast volatility and macro.
#pragma once

#include "engine/decision.hpp"
#include "engine/policy.hpp"
#include "engine/snapshot.hpp"

namespace ballast::engine {

/// What the structural liquidation threshold depends on.
struct StructuralInput {
    Wad volatility;       ///< a day, slow, with stress mix and floor
    Wad multiplier;       ///< m_lt
    Usd depth;            ///< 30-day minimum, sellable at slippage = bonus
    Usd debt;             ///< debt, or the cap on it where larger
    Bps published_bonus;  ///< as the oracle holds it; the bonus rule takes the larger
};

/// Returns the highest LT with LT (1 + bonus) <= 1: a liquidation leaves the debt covered.
/// Requires bonus >= 0.
[[nodiscard]] Bps bonus_rule_lt(Bps bonus);

/// Returns exp(-c m sigma / sqrt(depth / debt)) - bonus - fee (M-10), then bounded by the bonus
/// rule LT (1 + bonus) <= 1, and by governance's bounds (M-11); rounded down to bps. Under
/// governance's lowest LT the target is that LT with the binding reason lt_minimum: borrowing halts
/// instead.
[[nodiscard]] Target structural_lt(const AssetPolicy& asset, const StructuralInput& input);

/// Returns the published LT as the target of a market without a liquidity figure (M-10): what is
/// not known neither cuts nor halts. Binding depth_missing; liquidity and macro have no part.
[[nodiscard]] Target held_lt(const AssetPolicy& asset, Wad volatility, Bps published);

/// Returns min(LT - gap, LT (1 - X / 2)) with X = min(TM m_ltv sigma, 95 %) (M-12), within
/// governance's bounds; rounded down. `lt` is the lower of the LT that is published and the one
/// that is wanted; `gap` the larger of the policy's and the oracle's. Halted borrowing gives
/// ltv_min.
[[nodiscard]] Target tactical_ltv(const AssetPolicy& asset, Bps lt, Bps gap, Wad volatility,
                                  Wad multiplier, bool halted);

}  // namespace ballast::engine
