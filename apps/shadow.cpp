// SPDX-License-Identifier: MIT
#include "apps/shadow.hpp"

#include "apps/play_event.hpp"

namespace ballast::apps {

Result<ShadowRun> run_shadow(const policies::Scenario& scenario, const engine::Policy& policy,
                             const engine::Current& start) {
    ShadowRun run{.policy = policy.name, .published = {}};
    const Status played =
        play_event(scenario, policy, start, kToTheEnd, [&run](const PlayedEpoch& epoch) {
            std::vector<PublishedPoint>& points = run.published.emplace_back();
            for (const engine::PublishedMarket& market : epoch.after.markets)
                points.push_back({market.ltv, engine::lt_now(market, epoch.report.at)});
        });
    if (!played) return fail(played.error());
    return run;
}

}  // namespace ballast::apps
