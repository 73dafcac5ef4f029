// SPDX-License-Identifier: MIT
#include "apps/play_event.hpp"

#include "engine/step.hpp"
#include "feeds/recorded_event.hpp"
#include "oracle/mirror.hpp"

namespace ballast::apps {
namespace {

void take_decision(engine::Current& current, const engine::Report& report) {
    for (std::size_t i = 0; i < report.markets.size(); ++i) {
        engine::PublishedMarket& market = current.markets[i];
        market = oracle::apply(market, report.markets[i], report.observed_at, report.at);
        if (report.markets[i].execute_pending) market = oracle::execute_pending(market, report.at);
    }
}

/// The event outlives what is returned.
EpochSource epochs_of(const feeds::RecordedEvent& event) {
    return {event.size(), [&event](std::size_t i) { return event.at(i); },
            [&event](std::size_t i, std::span<const engine::Bps> lt_now) {
                return event.observe(i, lt_now);
            }};
}

}  // namespace

std::vector<engine::Bps> thresholds_at(const engine::Current& current, UnixSeconds at) {
    std::vector<engine::Bps> values;
    for (const engine::PublishedMarket& market : current.markets)
        values.push_back(engine::lt_now(market, at));
    return values;
}

Status play_epochs(const EpochSource& source, const engine::Policy& policy, engine::State state,
                   engine::Current current, UnixSeconds until,
                   const std::function<void(const PlayedEpoch&)>& see) {
    for (std::size_t i = 0; i < source.size && source.at(i) <= until; ++i) {
        const engine::Current held = current;
        const engine::Snapshot snapshot = source.observe(i, thresholds_at(held, source.at(i)));
        auto step = engine::step(policy, state, snapshot, held);
        if (!step) return fail(step.error());
        take_decision(current, step->report);
        see({i, snapshot, state, held, step->report, current});
        state = std::move(step->state);
    }
    return {};
}

Status play_event(const policies::Scenario& scenario, const engine::Policy& policy,
                  const engine::Current& start, UnixSeconds until,
                  const std::function<void(const PlayedEpoch&)>& see) {
    const auto event = feeds::RecordedEvent::from(scenario, policy);
    if (!event) return fail(event.error());
    if (until < event->at(0))
        return fail(Errc::usage, "--at is before the first epoch, " + format_utc(event->at(0)));
    return play_epochs(epochs_of(*event), policy, feeds::initial_state(scenario, policy), start,
                       until, see);
}

}  // namespace ballast::apps
