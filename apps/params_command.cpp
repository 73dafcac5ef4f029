// SPDX-License-Identifier: MIT
#include "apps/params_command.hpp"

#include <array>
#include <limits>

#include "apps/demo_documents.hpp"
#include "apps/demo_setup.hpp"
#include "apps/params_text.hpp"
#include "apps/say.hpp"
#include "engine/step.hpp"
#include "feeds/initial_state.hpp"
#include "feeds/recorded_event.hpp"
#include "oracle/mirror.hpp"

namespace ballast::apps {
namespace {

using engine::Protocol;

constexpr std::array kProtocols = {Protocol::aave_v3, Protocol::aave_v4, Protocol::euler_evk,
                                   Protocol::fluid, Protocol::morpho_blue};

/// The engine's answer at one epoch, and what the oracle held before it.
struct Moment {
    engine::Report report;
    engine::Current held;
};

std::vector<engine::Bps> thresholds(const engine::Current& current, UnixSeconds at) {
    std::vector<engine::Bps> values;
    for (const engine::PublishedMarket& market : current.markets)
        values.push_back(engine::lt_now(market, at));
    return values;
}

/// Plays the event up to the last epoch that is not after `until`.
Result<Moment> play(const DemoDocuments& documents, UnixSeconds until) {
    const auto event = feeds::RecordedEvent::from(documents.scenario, documents.policy);
    if (!event) return fail(event.error());
    auto current = starting_markets(documents.scenario, documents.policy);
    if (!current) return fail(current.error());
    engine::State state = feeds::initial_state(documents.scenario, documents.policy);
    if (until < event->at(0))
        return fail(Errc::usage, "--at is before the first epoch, " + format_utc(event->at(0)));
    Moment moment;
    for (std::size_t i = 0; i < event->size() && event->at(i) <= until; ++i) {
        const UnixSeconds at = event->at(i);
        moment.held = *current;
        auto step = engine::step(documents.policy, state,
                                 event->observe(i, thresholds(*current, at)), *current);
        if (!step) return fail(step.error());
        state = std::move(step->state);
        moment.report = std::move(step->report);
        for (std::size_t k = 0; k < current->markets.size(); ++k) {
            engine::PublishedMarket& market = current->markets[k];
            const engine::MarketDecision& decision = moment.report.markets[k];
            market = oracle::apply(market, decision, moment.report.observed_at, at);
            if (decision.execute_pending) market = oracle::execute_pending(market, at);
        }
    }
    return moment;
}

Params with_plans(const engine::Policy& policy, const Moment& moment) {
    Params params{.policy = policy.name, .report = moment.report, .markets = {}};
    const UnixSeconds at = moment.report.at;
    for (std::size_t k = 0; k < policy.assets.size(); ++k) {
        const engine::PublishedMarket& held = moment.held.markets[k];
        MarketParams market{.decision = moment.report.markets[k], .plans = {}};
        const engine::PlanGoal goal = engine::goal_of(market.decision, policy.assets[k].gap);
        for (const Protocol protocol : kProtocols)
            market.plans.push_back(
                {protocol,
                 engine::make_plan(protocol, {.ltv = held.ltv, .lt = engine::lt_now(held, at)},
                                   goal, at)});
        params.markets.push_back(std::move(market));
    }
    return params;
}

Result<Params> params_at(const ParamsOptions& options) {
    DemoOptions demo;
    demo.event = options.event;
    demo.policy = options.policy;
    demo.policies = options.policies;
    const auto documents = load_documents(demo);
    if (!documents) return fail(documents.error());
    UnixSeconds until{std::numeric_limits<std::int64_t>::max()};
    if (!options.at.empty()) {
        const auto at = parse_utc(options.at);
        if (!at) return fail(Errc::usage, "--at: " + at.error().what);
        until = *at;
    }
    const auto moment = play(*documents, until);
    if (!moment) return fail(moment.error());
    return with_plans(documents->policy, *moment);
}

}  // namespace

int run_params(const ParamsOptions& options) {
    const auto params = params_at(options);
    if (!params) return complain(params.error());
    print(options.json ? write_json(params_json(*params)) + "\n" : params_text(*params));
    return 0;
}

}  // namespace ballast::apps
