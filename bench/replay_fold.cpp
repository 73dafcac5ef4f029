// SPDX-License-Identifier: MIT
#include "bench/replay_fold.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "engine/fixed_point.hpp"
#include "engine/liquidity.hpp"
#include "engine/parameters.hpp"
#include "engine/regime.hpp"
#include "engine/step.hpp"
#include "engine/volatility.hpp"

namespace ballast::bench {
namespace {

using namespace engine;  // NOLINT(google-build-using-namespace): every name here is the engine's

/// What one asset remembers.
struct Memory {
    Price last;
    Variances variances;
};

Wad sigma(const AssetPolicy& asset, Wad variance) {
    return wad_sqrt_up(
        anti_procyclical_variance(variance, asset.stress_volatility, asset.floor_volatility));
}

void fold(const VolatilityPolicy& policy, const MarketObservation& market, Memory& memory) {
    if (memory.last.count() > 0)
        memory.variances = update_variances(policy, memory.variances, memory.last, market.price, 1);
    memory.last = market.price;
}

void append(const AssetPolicy& asset, const MarketObservation& market, const Regime& regime,
            const Variances& variances, ReplayTargets& targets) {
    const Target lt = structural_lt(asset,
                                    {.volatility = sigma(asset, variances.slow),
                                     .multiplier = regime.lt_multiplier,
                                     .depth = depth_at(market.depth_low, asset.bonus),
                                     .debt = market.book.debt},
                                    {.published_bonus = asset.bonus, .spiral = {}});
    const bool halted = lt.binding == Reason::lt_minimum;
    const Target ltv = tactical_ltv(asset, lt.value, asset.gap, sigma(asset, largest(variances)),
                                    regime.ltv_multiplier, halted);
    targets.push_back(lt.value.count());
    targets.push_back(ltv.value.count());
}

/// What the contract would hold: middling values, in force since ever.
Current still_contract(const Policy& policy) {
    Current current;
    for (const AssetPolicy& asset : policy.assets)
        current.markets.push_back({.asset = asset.asset,
                                   .ltv = asset.ltv_min,
                                   .lt = asset.lt_max,
                                   .lt_start = asset.lt_max,
                                   .bonus = asset.bonus,
                                   .limits = {.ltv_max = asset.ltv_max,
                                              .lt_min = asset.lt_min,
                                              .lt_max = asset.lt_max,
                                              .max_age = kDay}});
    return current;
}

}  // namespace

ReplayTargets replay_targets(const ReplayInput& input) {
    const Policy& policy = input.policy;
    ReplayTargets targets;
    targets.reserve(input.hours.size() * policy.assets.size() * 2);
    std::vector<Memory> memories(policy.assets.size());
    RegimeState state;
    for (const Snapshot& snapshot : input.hours) {
        RegimeUpdate update = update_regime(policy.regime, state, snapshot);
        state = std::move(update.state);
        for (std::size_t k = 0; k < memories.size(); ++k) {
            const MarketObservation& market = snapshot.markets[k];
            fold(policy.volatility, market, memories[k]);
            append(policy.assets[k], market, update.regime, memories[k].variances, targets);
        }
    }
    return targets;
}

std::size_t replay_steps(const ReplayInput& input) {
    const Current current = still_contract(input.policy);
    State state;
    std::size_t decided = 0;
    for (const Snapshot& snapshot : input.hours) {
        auto next = step(input.policy, state, snapshot, current);
        BALLAST_CHECK(next.has_value());
        decided += next->report.markets.size();
        state = std::move(next->state);
    }
    return decided;
}

}  // namespace ballast::bench
