// SPDX-License-Identifier: MIT
// The two targets, LT and LTV, in each form that a policy may choose.
#pragma once

#include <optional>

#include "engine/decision.hpp"
#include "engine/policy.hpp"
#include "engine/snapshot.hpp"

namespace ballast::engine {

/// What bounds an LT target from outside of the policy (M-11).
struct LtBounds {
    Bps published_bonus;        ///< as the oracle holds it; the bonus rule takes the larger
    std::optional<Bps> spiral;  ///< from spiral_lt; nothing where the form or the data has none
};

/// What the structural liquidation threshold depends on.
struct StructuralInput {
    Wad volatility;  ///< a day, slow, with stress mix and floor
    Wad multiplier;  ///< m_lt
    Usd depth;       ///< 30-day minimum, sellable at slippage = bonus
    Usd debt;        ///< debt, or the cap on it where larger
};

/// What the tail form depends on, each in bps of the price.
struct TailInput {
    Bps fall_plain;   ///< x0 without the regime
    Bps fall_regime;  ///< x0 with the regime's multiplier
    Bps fall;         ///< what LT must cover: x0, or the cascade's x*
    Bps slippage;     ///< of selling the largest position
};

/// What SmartLTV depends on.
struct SmartInput {
    Wad volatility;  ///< a day, of the mid variance, plain
    Usd depth;       ///< now, sellable at slippage = bonus
    Usd debt;
};

/// Returns the highest LT with LT (1 + bonus) <= 1: a liquidation leaves the debt covered.
/// Requires bonus >= 0.
[[nodiscard]] Bps bonus_rule_lt(Bps bonus);

/// Returns exp(-c m sigma / sqrt(depth / debt)) - bonus - fee, rounded down to bps (M-10); may be
/// negative. It never rises with the debt.
[[nodiscard]] Bps unbounded_lt(const AssetPolicy& asset, const StructuralInput& input);

/// Returns the largest debt up to `most` that is 0 or keeps unbounded_lt at `lt` or above; the
/// debt in `input` is ignored. Requires lt > 0.
[[nodiscard]] Usd largest_debt(const AssetPolicy& asset, const StructuralInput& input, Bps lt,
                               Usd most);

/// Returns unbounded_lt within the bonus rule LT (1 + bonus) <= 1, the spiral and governance's
/// bounds (M-11). Under governance's lowest LT the target is that LT with the binding reason
/// lt_minimum: borrowing halts instead.
[[nodiscard]] Target structural_lt(const AssetPolicy& asset, const StructuralInput& input,
                                   const LtBounds& bounds);

/// Returns (1 - fall) (1 - slippage) / (1 + bonus + fee), rounded down to bps (M-23): a position
/// liquidated at this LT still pays its debt after the fall and the sale.
[[nodiscard]] Bps tail_opinion(const AssetPolicy& asset, const TailInput& input);

/// Returns tail_opinion within the bounds of M-11, as structural_lt does.
[[nodiscard]] Target tail_lt(const AssetPolicy& asset, const TailInput& input,
                             const LtBounds& bounds);

/// Returns SmartLTV's value within the bounds of M-11 without the spiral (M-24).
[[nodiscard]] Target smart_lt(const AssetPolicy& asset, const SmartInput& input,
                              Bps published_bonus);

/// Returns governance's highest LT within the bonus rule (M-25).
[[nodiscard]] Target fixed_lt(const AssetPolicy& asset, Bps published_bonus);

/// Returns the published LT as the target of a market without a liquidity figure (M-10): what is
/// not known neither cuts nor halts. Binding depth_missing; liquidity and macro have no part.
[[nodiscard]] Target held_lt(const AssetPolicy& asset, Wad volatility, Bps published);

/// Returns min(LT - gap, LT (1 - X / 2)) with X = min(TM m_ltv sigma, 95 %) (M-12), within
/// governance's bounds; rounded down. `lt` is the lower of the LT that is published and the one
/// that is wanted; `gap` the larger of the policy's and the oracle's. Halted borrowing gives
/// ltv_min.
[[nodiscard]] Target tactical_ltv(const AssetPolicy& asset, Bps lt, Bps gap, Wad volatility,
                                  Wad multiplier, bool halted);

/// Returns LT - gap within the same bounds (M-25).
[[nodiscard]] Target gap_ltv(const AssetPolicy& asset, Bps lt, Bps gap, bool halted);

}  // namespace ballast::engine
