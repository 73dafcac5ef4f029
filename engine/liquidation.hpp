// SPDX-License-Identifier: MIT
// One market's liquidity as its decision needs it: M-18 to M-21 put together.
#pragma once

#include "engine/cascade.hpp"
#include "engine/decision.hpp"
#include "engine/parameters.hpp"
#include "engine/policy.hpp"
#include "engine/slippage.hpp"

namespace ballast::engine {

/// What a liquidation of one market depends on.
struct LiquidationInput {
    const LiquidityPolicy& policy;
    const AssetPolicy& asset;
    const MarketObservation& market;
    const LiquidityGroup& group;
    Wad depth_multiplier;
    Wad lt_multiplier;
    Wad variance;    ///< a day, fast, with stress mix and floor
    Wad volatility;  ///< its root
};

/// What a liquidation would meet. Without depth, or without a tail at the policy's level, only
/// `has_depth` and `own` mean anything.
struct Liquidation {
    bool has_depth = false;  ///< of the market and of its group
    bool known = false;      ///< and there is a tail
    SaleVenue own;           ///< the market alone
    Seconds time;            ///< T
    Int128 volatility = 0;   ///< over T, at 1e-18
    Bps fall_plain;          ///< x0 without the regime
    Bps fall_start;          ///< x0
    Cascade cascade;
    Alarm alarm = Alarm::none;
    Bps slippage;  ///< of the largest position
};

[[nodiscard]] Liquidation study_liquidation(const LiquidationInput& input);

/// Returns what the tail form needs. Requires `known`.
[[nodiscard]] TailInput tail_input(const Liquidation& liquidation, const LiquidityPolicy& policy);

}  // namespace ballast::engine
