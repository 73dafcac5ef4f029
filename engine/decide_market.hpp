// SPDX-License-Identifier: MIT
// One market's decision, from what is known to what is published and suggested.
#pragma once

#include "engine/current.hpp"
#include "engine/decision.hpp"
#include "engine/pair.hpp"
#include "engine/policy.hpp"
#include "engine/regime.hpp"
#include "engine/slippage.hpp"
#include "engine/snapshot.hpp"
#include "engine/state.hpp"

namespace ballast::engine {

/// Everything that one market's decision reads.
struct MarketInput {
    const Policy& policy;
    const AssetPolicy& asset;
    const Snapshot& snapshot;
    const MarketObservation& market;
    const SeenPrice& price;  ///< in units of the debt asset, slips of units taken out
    const LiquidityGroup& group;
    const Regime& regime;
    const Current& current;
    const PublishedMarket& published;
};

/// Returns the decision (docs/model.md, section 6). `state` has the snapshot's price folded in; its
/// quiet times and caps move on.
[[nodiscard]] MarketDecision decide_market(const MarketInput& input, MarketState& state);

}  // namespace ballast::engine
