// SPDX-License-Identifier: MIT
// What a sale costs: the order book that is left in a bad hour, and the square-root law.
#pragma once

#include <vector>

#include "engine/policy.hpp"
#include "engine/snapshot.hpp"

namespace ballast::engine {

/// No sale is assumed to lose more: 95 %.
constexpr Bps kSlippageMax = Bps::of(9500);

/// Returns the smaller of today's depth and the 30-day minimum at each slippage, times `multiplier`
/// and rounded down; where one of the two is missing (its last value 0), the other alone.
/// Requires 0 <= multiplier <= 1.
[[nodiscard]] DepthCurve thin_depth(const DepthCurve& depth, const DepthCurve& depth_low,
                                    Wad multiplier);

/// Returns the smaller of both at `slippage`; where one is missing, the other alone.
[[nodiscard]] Usd reference_depth(const MarketObservation& market, Bps slippage);

/// Returns the least slippage at which `curve` sells `usd` (M-18). Beyond the curve it grows in
/// proportion, up to kSlippageMax. Rounded up. Requires usd >= 0.
[[nodiscard]] Bps inverse_depth(const DepthCurve& curve, Int128 usd);

/// Where liquidators sell: one market, or all of a wall group together.
struct SaleVenue {
    DepthCurve thin{};  ///< from thin_depth
    Usd volume;         ///< a day; 0: unknown, and the square-root law says nothing
    Wad impact;         ///< Y sigma, from impact_of

    [[nodiscard]] bool has_depth() const { return thin.back().count() > 0; }
};

/// Returns Y sigma, rounded up and limited to a Wad's bounds.
[[nodiscard]] Wad impact_of(const LiquidityPolicy& policy, Wad volatility);

/// Returns the slippage of selling `usd` (M-18): the larger of what the curve says and
/// Y sigma sqrt(Q / V), at most kSlippageMax. Rounded up; it never falls with `usd`. Requires
/// 0 <= usd < 2^60. Source of the law: Tóth et al., Physical Review X 1, 021006 (2011).
[[nodiscard]] Bps slippage(const SaleVenue& venue, Int128 usd);

/// A market's liquidity together with that of the others of its wall group.
struct LiquidityGroup {
    DepthCurve depth{};
    DepthCurve depth_low{};
    Usd volume;
    std::vector<const Book*> books;  ///< never null; they must outlive the group

    /// Adds one market; sums stay within their bounds.
    void add(const MarketObservation& market);
};

}  // namespace ballast::engine
