// SPDX-License-Identifier: MIT
// Gauntlet's rule for Morpho Blue's liquidation LTV, as a baseline: one whale at the limit, a price
// that falls in even steps, and liquidations no larger than the market takes at 0.5 % slippage.
// Source: the public tool morpho-blue-lltv-recommendation (README, "Risk Tool Methodology").
#pragma once

#include <optional>

namespace ballast::validation {

/// The market of the rule.
struct GauntletMarket {
    double collateral_usd = 0;  ///< of the whale, before the fall
    double repay_usd = 0;     ///< what one liquidation repays: the size that moves the price 0.5 %
    double max_drawdown = 0;  ///< how far the price falls; .4 is 40 %
    double step = 0.005;      ///< how far at a time, as part of the first price
};

/// What the rule answers.
struct GauntletLimit {
    double lltv = 0;
    double incentive = 0;  ///< the liquidation bonus that goes with it
};

/// Returns the liquidation incentive: min(.15, 1 / (.3 lltv + .7) - 1), at least .005.
[[nodiscard]] double gauntlet_incentive(double lltv);

/// Returns the debt that nothing covers once the price has come to rest, in USD.
/// Requires collateral_usd, repay_usd, step > 0, 0 < max_drawdown < 1 and 0 < lltv < 1.
[[nodiscard]] double gauntlet_insolvency(const GauntletMarket& market, double lltv);

/// Returns the last of .01, .02 ... .99 before the first that leaves debt uncovered; nothing where
/// .01 already does. Requires what gauntlet_insolvency does.
[[nodiscard]] std::optional<GauntletLimit> gauntlet_limit(const GauntletMarket& market);

}  // namespace ballast::validation
