// SPDX-License-Identifier: MIT
#include "apps/params_command.hpp"

#include <array>

#include "apps/demo_documents.hpp"
#include "apps/demo_setup.hpp"
#include "apps/params_text.hpp"
#include "apps/play_event.hpp"
#include "apps/say.hpp"

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

/// Plays the event up to the last epoch that is not after `until`.
Result<Moment> play(const DemoDocuments& documents, UnixSeconds until) {
    const auto start = starting_markets(documents.scenario, documents.policy);
    if (!start) return fail(start.error());
    Moment moment;
    const Status played = play_event(documents.scenario, documents.policy, *start, until,
                                     [&moment](const PlayedEpoch& epoch) {
                                         moment.report = epoch.report;
                                         moment.held = epoch.held;
                                     });
    if (!played) return fail(played.error());
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
    UnixSeconds until = kToTheEnd;
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
