// SPDX-License-Identifier: MIT
#include "feeds/recorded_event.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "engine/volatility.hpp"
#include "feeds/initial_state.hpp"
#include "feeds/recorded_indicator.hpp"
#include "feeds/synthetic_market.hpp"

namespace ballast::feeds {
namespace {

constexpr Seconds kDepthWindow{30 * kDay.count};
/// No policy may ask for a wider event window (regime.event_before_seconds, event_after_seconds).
constexpr Seconds kEventReach{7 * kDay.count};

/// The events that a policy may look at. Those to come are announced beforehand.
std::vector<UnixSeconds> events_near(const std::vector<UnixSeconds>& events, UnixSeconds at) {
    std::vector<UnixSeconds> near;
    for (const UnixSeconds event : events)
        if (event - kEventReach <= at && at <= event + kEventReach) near.push_back(event);
    return near;
}

}  // namespace

Result<RecordedEvent> RecordedEvent::from(policies::Scenario scenario,
                                          const engine::Policy& policy) {
    RecordedEvent event;
    event.scenario_ = std::move(scenario);
    const auto bars_a_day = kDay.count / event.scenario_.epoch.count;
    event.size_ = event.scenario_.days.size() * static_cast<std::size_t>(bars_a_day);
    for (const engine::AssetPolicy& asset : policy.assets) {
        const auto* market = find_market(event.scenario_, asset.asset);
        if (market == nullptr)
            return fail(Errc::configuration, "the event " + event.scenario_.event +
                                                 " has no market of " + asset.asset +
                                                 ", which the policy " + policy.name + " names");
        const auto column = static_cast<std::size_t>(market - event.scenario_.markets.data());
        event.markets_.push_back(event.read_bars(column, policy.volatility));
    }
    for (const engine::Channel& channel : policy.regime.channels)
        event.channels_.push_back({channel.indicator, channel.stale_after});
    return event;
}

RecordedEvent::Market RecordedEvent::read_bars(std::size_t column,
                                               const engine::VolatilityPolicy& volatility) const {
    const policies::ScenarioMarket& source = scenario_.markets[column];
    const std::int64_t hours = scenario_.epoch.count / kHour.count;
    Market market;
    market.column = column;
    engine::Variances variances = eve_variances(source);
    market.eve_depth = synthetic_depth(source, variances.fast);
    engine::Price price = source.last_close;
    engine::Price lowest = price;
    for (const policies::ScenarioDay& day : scenario_.days) {
        const policies::MarketDay& bars = day.markets[column];
        for (std::size_t k = 0; k < bars.closes.size(); ++k) {
            const engine::Price close = bars.closes[k];
            variances = engine::update_variances(volatility, variances, price, close, hours);
            price = close;
            lowest = std::min(lowest, price);
            engine::DepthCurve depth = synthetic_depth(source, variances.fast);
            if (!bars.depth.empty()) depth = part_of(depth, bars.depth[k]);
            market.bars.push_back({price, lowest, depth});
        }
    }
    return market;
}

UnixSeconds RecordedEvent::at(std::size_t i) const {
    BALLAST_CHECK(i < size_);
    const auto bars = static_cast<std::int64_t>(i) + 1;
    return scenario_.days.front().date + Seconds{bars * scenario_.epoch.count};
}

engine::DepthCurve RecordedEvent::depth_low(const Market& market, std::size_t i) const {
    const auto window = static_cast<std::size_t>(kDepthWindow.count / scenario_.epoch.count);
    engine::DepthCurve low = market.bars[i].depth;
    const std::size_t first = i + 1 >= window ? i + 1 - window : 0;
    for (std::size_t k = first; k < i; ++k)
        low = shallower(low, market.bars[k].depth);
    return i + 1 < window ? shallower(low, market.eve_depth) : low;
}

engine::MarketObservation RecordedEvent::observe_market(const Market& market, std::size_t i,
                                                        engine::Bps lt_now) const {
    BALLAST_CHECK(lt_now.count() > 0);
    const policies::ScenarioMarket& source = scenario_.markets[market.column];
    const Bar& bar = market.bars[i];
    engine::MarketObservation observation;
    observation.asset = source.asset;
    observation.price_status = engine::PriceStatus::confirmed;
    observation.price = bar.price;
    observation.observed_at = at(i);
    observation.depth = bar.depth;
    observation.depth_low = depth_low(market, i);
    observation.daily_volume = source.synthetic.daily_volume;
    observation.book = synthetic_book(
        source,
        {.start = source.last_close, .now = bar.price, .lowest = bar.lowest, .lt_now = lt_now});
    return observation;
}

engine::Snapshot RecordedEvent::observe(std::size_t i, std::span<const engine::Bps> lt_now) const {
    BALLAST_CHECK(i < size_ && lt_now.size() == markets_.size());
    engine::Snapshot snapshot;
    snapshot.at = at(i);
    for (std::size_t k = 0; k < markets_.size(); ++k)
        snapshot.markets.push_back(observe_market(markets_[k], i, lt_now[k]));
    for (const Channel& channel : channels_)
        snapshot.indicators.push_back(
            observe_indicator(scenario_, channel.indicator, channel.stale_after, snapshot.at));
    snapshot.events = events_near(scenario_.events, snapshot.at);
    return snapshot;
}

}  // namespace ballast::feeds
