// SPDX-License-Identifier: MIT
#include "tests/validation/closed_fold.hpp"

#include "oracle/default_limits.hpp"
#include "oracle/mirror.hpp"

namespace ballast::validation::test {

engine::PublishedMarket starting_market(const engine::AssetPolicy& asset, engine::Bps ltv,
                                        engine::Bps lt) {
    return {.asset = asset.asset,
            .ltv = ltv,
            .lt = lt,
            .lt_start = lt,
            .bonus = asset.bonus,
            .limits = oracle::default_limits({.ltv_min = asset.ltv_min,
                                              .ltv_max = asset.ltv_max,
                                              .lt_min = asset.lt_min,
                                              .lt_max = asset.lt_max,
                                              .gap = asset.gap})};
}

std::vector<engine::Bps> ClosedFold::lt_now(UnixSeconds at) const {
    std::vector<engine::Bps> values;
    for (const engine::PublishedMarket& market : current_.markets)
        values.push_back(engine::lt_now(market, at));
    return values;
}

Result<engine::Report> ClosedFold::take(const engine::Snapshot& snapshot) {
    auto step = engine::step(policy_, state_, snapshot, current_);
    if (!step) return fail(step.error());
    state_ = std::move(step->state);
    for (std::size_t i = 0; i < current_.markets.size(); ++i) {
        engine::PublishedMarket& market = current_.markets[i];
        const engine::MarketDecision& decision = step->report.markets[i];
        market = oracle::apply(market, decision, step->report.observed_at, snapshot.at);
        if (decision.execute_pending) market = oracle::execute_pending(market, snapshot.at);
    }
    return std::move(step->report);
}

}  // namespace ballast::validation::test
