// SPDX-License-Identifier: MIT
// Liquidations whose sales lower the price and cause further liquidations.
#pragma once

#include <vector>

#include "engine/decision.hpp"
#include "engine/policy.hpp"
#include "engine/slippage.hpp"

namespace ballast::engine {

/// Where a fall comes to rest.
struct Cascade {
    Bps fall;           ///< x*: the least fixed point from the first fall on; 9,500: none below
    Bps gain;           ///< further fall per fall at x*; 10,000: it does not come to rest
    Bps amplification;  ///< 1 / (1 - gain); at most 100,000
};

/// Returns the debt that `fall` makes liquidatable in all `books` together, rounded up (M-21).
/// Requires 0 <= fall <= 9,500.
[[nodiscard]] Int128 debt_after_fall(const std::vector<const Book*>& books, Bps fall);

/// Returns where a first fall of `start` ends once the debt that it makes liquidatable is sold at
/// `venue`, and so on (M-21). Slippage and debt never fall with the price's fall, so the sequence
/// rises to its least fixed point. Requires 0 <= start <= 9,500.
[[nodiscard]] Cascade run_cascade(const std::vector<const Book*>& books, const SaleVenue& venue,
                                  Bps start);

/// Returns the alarm of a gain.
[[nodiscard]] Alarm alarm_of(Bps gain, const LiquidityPolicy& policy);

/// Returns the highest LT at which a liquidation at a loss does not feed the next (M-22):
/// 1 / ((1 + bonus) lambda) - margin, with lambda = 1 + 2 s for the average slippage s of selling
/// `position` on `depth_low`; rounded down, at least 0. Requires a last depth_low above 0.
/// Source: McFarlane 2025, constant-product pools.
[[nodiscard]] Bps spiral_lt(const DepthCurve& depth_low, Usd position, Bps bonus, Bps margin);

/// Returns the highest bonus with lt (1 + bonus) lambda <= 1 (M-27), rounded down; below 0 where
/// there is none. Requires the same as spiral_lt.
[[nodiscard]] Bps spiral_bonus(const DepthCurve& depth_low, Usd position, Bps lt);

}  // namespace ballast::engine
