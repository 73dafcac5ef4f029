// SPDX-License-Identifier: MIT
// What the liquidity of a market suggests for the liquidation bonus (M-27). Nothing acts on it.
#pragma once

#include "base/int128.hpp"
#include "engine/decision.hpp"
#include "engine/policy.hpp"
#include "engine/slippage.hpp"

namespace ballast::engine {

/// What the suggestions depend on.
struct SuggestionInput {
    const AssetPolicy& asset;
    const MarketObservation& market;
    const SaleVenue& venue;  ///< the market alone
    Int128 volatility = 0;   ///< over the liquidation time, at 1e-18; at most 10
    Bps lt;                  ///< the decision's
};

/// Returns what half the bonus can sell: one liquidation's lot.
[[nodiscard]] Usd liquidation_lot(const AssetPolicy& asset, const SaleVenue& venue);

/// Returns the bonus that pays a liquidator for the slippage of a lot, for 1.65 sigma of the
/// liquidation time (95 % of a normal law) and for the fee, within 100 to 1,500 bps, and not above
/// the bonus at which liquidations at a loss would feed themselves, down to 100 bps.
[[nodiscard]] Bps suggested_bonus(const SuggestionInput& input);

/// Returns debt over the depth at the bonus, rounded up, at most 1,000,000 bps.
[[nodiscard]] Bps depth_use(const AssetPolicy& asset, const MarketObservation& market);

}  // namespace ballast::engine
