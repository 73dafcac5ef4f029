// SPDX-License-Identifier: MIT
// A recorded event as the snapshots that a keeper would have seen.
#pragma once

#include <span>
#include <vector>

#include "base/result.hpp"
#include "engine/policy.hpp"
#include "engine/snapshot.hpp"
#include "engine/state.hpp"
#include "policies/scenario.hpp"

namespace ballast::feeds {

/// The bars of a scenario in order, each seen at its end with what was known then: changing a later
/// day changes no earlier snapshot. Immutable; needs no clock and no network.
class RecordedEvent {
  public:
    /// Joins a scenario with the policy whose assets and indicators it is to be seen by.
    /// Errors: configuration where the policy has an asset that the scenario lacks. (An indicator
    /// that it lacks is reported as missing in every snapshot.)
    [[nodiscard]] static Result<RecordedEvent> from(policies::Scenario scenario,
                                                    const engine::Policy& policy);

    /// Returns the number of bars.
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    /// Returns the end of bar `i`. Requires i < size().
    [[nodiscard]] UnixSeconds at(std::size_t i) const;

    /// Returns the snapshot at the end of bar `i`. `lt_now` are the liquidation thresholds in
    /// force, in the policy's order of assets: they move the health factors of the book. Requires
    /// i < size(), one threshold for each asset, each above 0.
    [[nodiscard]] engine::Snapshot observe(std::size_t i,
                                           std::span<const engine::Bps> lt_now) const;

    [[nodiscard]] const policies::Scenario& scenario() const noexcept { return scenario_; }

  private:
    /// What is known of a market at one bar, without the thresholds.
    struct Bar {
        engine::Price price;
        engine::Price lowest;  ///< of all closes from the eve on
        engine::DepthCurve depth{};
    };
    struct Market {
        std::size_t column = 0;  ///< in Scenario::markets
        engine::DepthCurve eve_depth{};
        std::vector<Bar> bars;
    };
    struct Channel {
        std::string indicator;
        Seconds stale_after;
    };

    RecordedEvent() = default;
    [[nodiscard]] Market read_bars(std::size_t column,
                                   const engine::VolatilityPolicy& volatility) const;
    [[nodiscard]] engine::DepthCurve depth_low(const Market& market, std::size_t i) const;
    [[nodiscard]] engine::MarketObservation observe_market(const Market& market, std::size_t i,
                                                           engine::Bps lt_now) const;

    policies::Scenario scenario_;
    std::size_t size_ = 0;
    std::vector<Market> markets_;
    std::vector<Channel> channels_;
};

/// Returns the engine's memory on the eve of the event: the scenario's volatilities, last closes
/// and indicator histories, at midnight UTC of the first day. A channel whose indicator, or whose
/// kind of history, the scenario lacks starts empty. Requires that RecordedEvent::from accepts the
/// pair.
[[nodiscard]] engine::State initial_state(const policies::Scenario& scenario,
                                          const engine::Policy& policy);

}  // namespace ballast::feeds
