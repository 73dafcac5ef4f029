// SPDX-License-Identifier: MIT
#include "feeds/initial_state.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "feeds/recorded_event.hpp"

namespace ballast::feeds {
namespace {

using engine::Channel;
using engine::ChannelState;
using engine::kLevelOne;
using engine::kWadOne;
using engine::Level;
using engine::Transform;
using engine::Wad;
using policies::Scenario;
using policies::ScenarioIndicator;

/// Trading days in a year, as engine/channel.cpp annualises.
constexpr Int128 kYear = 252;

Wad squared(Wad volatility) {
    return Wad::of(mul_div_up(volatility.count(), volatility.count(), kWadOne));
}

/// The variance a print of a volatility at 1e-8: of a year for returns, of a day for changes.
Wad variance_of(Transform transform, Level volatility) {
    const Int128 wad = Int128{volatility.count()} * (kWadOne / kLevelOne);
    const Int128 periods = transform == Transform::return_volatility ? kYear : 1;
    return Wad::saturated(mul_div_up(wad, wad, kWadOne * periods));
}

ChannelState channel_on_eve(const Scenario& scenario, const Channel& channel) {
    ChannelState state;
    state.name = channel.name;
    const auto found = std::find_if(
        scenario.indicators.begin(), scenario.indicators.end(),
        [&channel](const ScenarioIndicator& item) { return item.name == channel.indicator; });
    if (found == scenario.indicators.end()) return state;
    const bool is_level = channel.transform == Transform::level;
    const auto& history = is_level ? found->last_levels : found->last_volatilities;
    if (history.empty()) return state;
    state.last_level = found->last_level;
    state.last_observed_at = found->last_print + found->observed_after;
    state.history = history;
    if (!is_level) state.variance = variance_of(channel.transform, history.back());
    return state;
}

}  // namespace

const policies::ScenarioMarket* find_market(const Scenario& scenario, const std::string& asset) {
    const auto found = std::find_if(
        scenario.markets.begin(), scenario.markets.end(),
        [&asset](const policies::ScenarioMarket& item) { return item.asset == asset; });
    return found == scenario.markets.end() ? nullptr : &*found;
}

engine::Variances eve_variances(const policies::ScenarioMarket& market) {
    return {.fast = squared(market.volatility_fast),
            .mid = squared(market.volatility_mid),
            .slow = squared(market.volatility_slow)};
}

engine::State initial_state(const Scenario& scenario, const engine::Policy& policy) {
    engine::State state;
    state.at = scenario.days.front().date;
    state.regime.held_on_day = day_number(state.at);
    for (const engine::AssetPolicy& asset : policy.assets) {
        const auto* source = find_market(scenario, asset.asset);
        BALLAST_CHECK(source != nullptr);
        engine::MarketState market;
        market.asset = asset.asset;
        market.last_price = source->last_close;
        market.last_price_at = state.at;
        market.variances = eve_variances(*source);
        state.markets.push_back(market);
    }
    for (const Channel& channel : policy.regime.channels)
        state.regime.channels.push_back(channel_on_eve(scenario, channel));
    return state;
}

}  // namespace ballast::feeds
