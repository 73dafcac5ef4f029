// SPDX-License-Identifier: MIT
#include "apps/shadow.hpp"

#include "engine/step.hpp"
#include "feeds/recorded_event.hpp"
#include "oracle/mirror.hpp"

namespace ballast::apps {
namespace {

std::vector<engine::Bps> thresholds(const engine::Current& current, UnixSeconds at) {
    std::vector<engine::Bps> values;
    for (const engine::PublishedMarket& market : current.markets)
        values.push_back(engine::lt_now(market, at));
    return values;
}

void take(engine::Current& current, const engine::Report& report) {
    for (std::size_t i = 0; i < report.markets.size(); ++i) {
        engine::PublishedMarket& market = current.markets[i];
        market = oracle::apply(market, report.markets[i], report.observed_at, report.at);
        if (report.markets[i].execute_pending) market = oracle::execute_pending(market, report.at);
    }
}

}  // namespace

Result<ShadowRun> run_shadow(const policies::Scenario& scenario, const engine::Policy& policy,
                             const engine::Current& start) {
    const auto event = feeds::RecordedEvent::from(scenario, policy);
    if (!event) return fail(event.error());
    ShadowRun run{.policy = policy.name, .published = {}};
    engine::State state = feeds::initial_state(scenario, policy);
    engine::Current current = start;
    for (std::size_t i = 0; i < event->size(); ++i) {
        const UnixSeconds at = event->at(i);
        auto step =
            engine::step(policy, state, event->observe(i, thresholds(current, at)), current);
        if (!step) return fail(step.error());
        state = std::move(step->state);
        take(current, step->report);
        std::vector<PublishedPoint>& points = run.published.emplace_back();
        for (const engine::PublishedMarket& market : current.markets)
            points.push_back({market.ltv, engine::lt_now(market, at)});
    }
    return run;
}

}  // namespace ballast::apps
