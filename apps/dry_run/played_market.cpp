// SPDX-License-Identifier: MIT
#include "apps/dry_run/played_market.hpp"

#include <memory>

#include "apps/demo_setup.hpp"
#include "feeds/recorded_event.hpp"
#include "history/snapshots.hpp"
#include "validation/first_state.hpp"
#include "validation/volatility_path.hpp"

namespace ballast::apps {
namespace {

using history::SnapshotHistory;

constexpr UnixSeconds kBeforeAll{INT64_MIN};

Result<PlayedMarket> event_market(const DryRunInputs& inputs, const engine::Policy& policy) {
    auto start = starting_markets(inputs.event.scenario, policy);
    if (!start) return fail(start.error());
    auto read = feeds::RecordedEvent::from(inputs.event.scenario, policy);
    if (!read) return fail(read.error());
    const auto event = std::make_shared<const feeds::RecordedEvent>(std::move(*read));
    if (inputs.until < event->at(0))
        return fail(Errc::usage, "--at is before the first epoch, " + format_utc(event->at(0)));
    // The functions own the event.
    return PlayedMarket{.source = {event->size(), [event](std::size_t i) { return event->at(i); },
                                   [event](std::size_t i, std::span<const engine::Bps> lt_now) {
                                       return event->observe(i, lt_now);
                                   }},
                        .state = feeds::initial_state(inputs.event.scenario, policy),
                        .start = std::move(*start),
                        .until = inputs.until,
                        .shown_after = kBeforeAll};
}

/// Of the prices from `from` on, the first days of which warm up.
Result<std::vector<engine::Variances>> variances_from(const SnapshotHistory& history,
                                                      std::size_t assets, UnixSeconds from) {
    std::vector<engine::Variances> all;
    for (std::size_t k = 0; k < assets; ++k) {
        const auto& prices = history.in_debt(k);
        const auto start =
            validation::starting_variances(history::between(prices, from - kHour, kToTheEnd));
        if (!start) return fail(start.error());
        all.push_back(*start);
    }
    return all;
}

Result<PlayedMarket> history_market(const DryRunInputs& inputs, const engine::Policy& policy) {
    auto read = SnapshotHistory::read(inputs.data, policy);
    if (!read) return fail(read.error());
    const auto history = std::make_shared<const SnapshotHistory>(std::move(*read));
    const std::size_t first = history->find(inputs.history->warm_up_from);
    const auto variances = variances_from(*history, policy.assets.size(), history->at(first));
    if (!variances) return fail(variances.error());
    engine::Current start;
    for (const engine::AssetPolicy& asset : policy.assets)
        start.markets.push_back(validation::first_market(asset));
    return PlayedMarket{
        .source = {history->size() - first,
                   [history, first](std::size_t i) { return history->at(first + i); },
                   [history, first](std::size_t i, std::span<const engine::Bps> lt_now) {
                       return history->observe(first + i, lt_now);
                   }},
        .state = validation::first_state(policy, history->at(first), *variances),
        .start = std::move(start),
        .until = inputs.until,
        .shown_after = inputs.history->shown_after};
}

}  // namespace

Result<PlayedMarket> played_market(const DryRunInputs& inputs, const engine::Policy& policy) {
    return inputs.history ? history_market(inputs, policy) : event_market(inputs, policy);
}

}  // namespace ballast::apps
