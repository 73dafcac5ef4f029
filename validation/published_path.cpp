// SPDX-License-Identifier: MIT
#include "validation/published_path.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"
#include "engine/step.hpp"
#include "oracle/mirror.hpp"
#include "validation/first_state.hpp"
#include "validation/volatility_path.hpp"

namespace ballast::validation {
namespace {

using engine::Current;
using engine::PublishedMarket;
using engine::State;

constexpr engine::Wad kAlarm = engine::Wad::of(engine::kWadOne / 2);

/// What the contract does with a report in the block of its epoch.
void take(PublishedMarket& market, const engine::Report& report) {
    const engine::MarketDecision& decision = report.markets.front();
    market = oracle::apply(market, decision, report.observed_at, report.at);
    if (decision.execute_pending) market = oracle::execute_pending(market, report.at);
}

/// The fold as it goes, and what it has shown.
struct Fold {
    State state;
    Current current;
    bool alarm = false;
    PublishedPath path;
};

void record(Fold& fold, const PublishedMarket& before, const engine::Report& report) {
    const PublishedMarket& after = fold.current.markets.front();
    fold.alarm = fold.alarm || report.regime.score >= kAlarm;
    if (after.ltv != before.ltv) ++fold.path.ltv_moves;
    if (after.lt != before.lt) ++fold.path.lt_moves;
    if (report.at.count % kDay.count != 0) return;
    fold.path.days.push_back({report.at, after.ltv, engine::lt_now(after, report.at),
                              report.markets.front().volatility_fast,
                              std::exchange(fold.alarm, false)});
}

}  // namespace

Result<PublishedPath> published_path(const engine::Policy& policy,
                                     const history::SnapshotHistory& history,
                                     const engine::Variances& start) {
    BALLAST_CHECK(policy.assets.size() == 1);
    if (history.size() == 0 || history.at(history.size() - 1) - history.at(0) < kWarmUp)
        return fail(Errc::bad_data, "the history of " + policy.assets.front().asset +
                                        " does not outlast the warm-up");
    Fold fold;
    fold.current.markets.push_back(first_market(policy.assets.front()));
    PublishedMarket& market = fold.current.markets.front();
    fold.state = first_state(policy, history.at(0), std::vector{start});
    for (std::size_t i = 0; i < history.size(); ++i) {
        const UnixSeconds at = history.at(i);
        const PublishedMarket before = market;
        auto step =
            engine::step(policy, fold.state,
                         history.observe(i, std::vector{engine::lt_now(market, at)}), fold.current);
        if (!step) return fail(step.error());
        fold.state = std::move(step->state);
        take(market, step->report);
        if (at >= history.at(0) + kWarmUp) record(fold, before, step->report);
    }
    return fold.path;
}

}  // namespace ballast::validation
