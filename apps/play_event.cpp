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

}  // namespace

std::vector<engine::Bps> thresholds_at(const engine::Current& current, UnixSeconds at) {
    std::vector<engine::Bps> values;
    for (const engine::PublishedMarket& market : current.markets)
        values.push_back(engine::lt_now(market, at));
    return values;
}

Status play_event(const policies::Scenario& scenario, const engine::Policy& policy,
                  const engine::Current& start, UnixSeconds until,
                  const std::function<void(const PlayedEpoch&)>& see) {
    const auto event = feeds::RecordedEvent::from(scenario, policy);
    if (!event) return fail(event.error());
    if (until < event->at(0))
        return fail(Errc::usage, "--at is before the first epoch, " + format_utc(event->at(0)));
    engine::State state = feeds::initial_state(scenario, policy);
    engine::Current current = start;
    for (std::size_t i = 0; i < event->size() && event->at(i) <= until; ++i) {
        const engine::Current held = current;
        const engine::Snapshot snapshot = event->observe(i, thresholds_at(held, event->at(i)));
        auto step = engine::step(policy, state, snapshot, held);
        if (!step) return fail(step.error());
        take_decision(current, step->report);
        see({i, snapshot, state, held, step->report, current});
        state = std::move(step->state);
    }
    return {};
}

}  // namespace ballast::apps
