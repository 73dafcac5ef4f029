// SPDX-License-Identifier: MIT
#include "validation/first_state.hpp"

#include "base/check.hpp"
#include "oracle/deployment.hpp"

namespace ballast::validation {

engine::PublishedMarket first_market(const engine::AssetPolicy& asset) {
    return {.asset = asset.asset,
            .ltv = asset.ltv_max,
            .lt = asset.lt_max,
            .lt_start = asset.lt_max,
            .bonus = asset.bonus,
            .limits = oracle::default_limits({.ltv_min = asset.ltv_min,
                                              .ltv_max = asset.ltv_max,
                                              .lt_min = asset.lt_min,
                                              .lt_max = asset.lt_max,
                                              .gap = asset.gap})};
}

engine::State first_state(const engine::Policy& policy, UnixSeconds first,
                          std::span<const engine::Variances> variances) {
    BALLAST_CHECK(variances.size() == policy.assets.size());
    engine::State state;
    state.at = first - kHour;
    state.regime.held_on_day = day_number(state.at);
    for (std::size_t k = 0; k < policy.assets.size(); ++k) {
        engine::MarketState market;
        market.asset = policy.assets[k].asset;
        market.variances = variances[k];
        state.markets.push_back(market);
    }
    for (const engine::Channel& channel : policy.regime.channels) {
        engine::ChannelState known;
        known.name = channel.name;
        state.regime.channels.push_back(known);
    }
    return state;
}

}  // namespace ballast::validation
