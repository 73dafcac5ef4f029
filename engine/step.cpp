// SPDX-License-Identifier: MIT
#include "engine/step.hpp"

#include <algorithm>

#include "engine/data_time.hpp"
#include "engine/fixed_point.hpp"
#include "engine/liquidity.hpp"
#include "engine/parameters.hpp"
#include "engine/publication.hpp"
#include "engine/validate.hpp"
#include "engine/volatility.hpp"

namespace ballast::engine {
namespace {

template <class T>
const T* find_asset(const std::vector<T>& items, const std::string& asset) {
    const auto found = std::find_if(items.begin(), items.end(),
                                    [&](const T& item) { return item.asset == asset; });
    return found == items.end() ? nullptr : &*found;
}

/// Everything that one market's decision reads.
struct MarketInput {
    const Policy& policy;
    const AssetPolicy& asset;
    const Snapshot& snapshot;
    const MarketObservation& market;
    const Regime& regime;
    const Current& current;
    const PublishedMarket& published;
};

/// Folds a confirmed price into the variances. An unconfirmed one leaves no trace: the next
/// confirmed price brings the whole move.
MarketState fold_price(const VolatilityPolicy& policy, const MarketState& before,
                       const MarketObservation& market, UnixSeconds at) {
    MarketState after = before;
    if (price_status(market) != PriceStatus::confirmed) return after;
    const std::int64_t hours = (at - before.last_price_at).count / kHour.count;
    if (before.last_price.count() > 0) {
        if (hours < 1) return after;
        after.variances =
            update_variances(policy, before.variances, before.last_price, market.price, hours);
    }
    after.last_price = market.price;
    after.last_price_at = at;
    return after;
}

Wad daily_volatility(const AssetPolicy& asset, Wad variance) {
    return wad_sqrt_up(
        anti_procyclical_variance(variance, asset.stress_volatility, asset.floor_volatility));
}

/// LT from the slow volatility; halted where even governance's lowest LT is too high.
void decide_lt_target(const MarketInput& input, MarketDecision& decision) {
    const AssetPolicy& asset = input.asset;
    if (input.market.depth_low.back().count() == 0)
        decision.lt_target = held_lt(asset, decision.volatility_slow, input.published.lt);
    else
        decision.lt_target =
            structural_lt(asset, {.volatility = decision.volatility_slow,
                                  .multiplier = input.regime.lt_multiplier,
                                  .depth = depth_at(input.market.depth_low, asset.bonus),
                                  .debt = input.market.book.debt,
                                  .published_bonus = input.published.bonus});
    decision.halt_borrowing = decision.lt_target.binding == Reason::lt_minimum;
    decision.lt_desired =
        play_band(input.published.lt, decision.lt_target.value, input.policy.publication.play);
}

/// LTV hangs from the LT that is wanted, where a budget or a delay still holds the published one
/// above it: a loan made today must not be liquidated by the rest of the cut.
void decide_ltv_target(const MarketInput& input, MarketDecision& decision) {
    const Bps lt = std::min(input.published.lt, decision.lt_desired);
    const Bps gap = std::max(input.asset.gap, input.published.limits.gap_min);
    decision.ltv_target = tactical_ltv(input.asset, lt, gap, decision.volatility_fast,
                                       input.regime.ltv_multiplier, decision.halt_borrowing);
    decision.ltv_desired = std::min(
        lt - gap,
        play_band(input.published.ltv, decision.ltv_target.value, input.policy.publication.play));
    // The oracle's lowest LTV holds a cut; it is no reason to rise above the target.
    decision.ltv_desired = std::max(decision.ltv_desired,
                                    std::min(input.published.limits.ltv_min, input.published.ltv));
}

/// A day is quiet where nothing asks to tighten and the regime is calm (M-15).
UnixSeconds quiet_since(UnixSeconds before, bool quiet, UnixSeconds at) {
    if (!quiet) return {};
    return before.count > 0 ? before : at;
}

/// Nobody watched for more than a day: what was quiet before it proves nothing.
void forget_quiet(MarketState& state) {
    state.ltv_quiet_since = {};
    state.lt_quiet_since = {};
}

void add_holds(std::vector<Reason>& holds, const std::vector<Reason>& more) {
    holds.insert(holds.end(), more.begin(), more.end());
}

/// Takes the LT cut if there is one, then LTV; a rise only where neither falls.
void decide_moves(const PublicationInput& publication, const MarketInput& input,
                  MarketDecision& decision) {
    const PublishedMarket& published = input.published;
    Move lt{published.lt, {}};
    if (decision.lt_desired < published.lt) lt = lower_lt(publication, decision.lt_desired);

    const bool ltv_falls = decision.ltv_desired < published.ltv;
    const bool tightens = ltv_falls || lt.value < published.lt;
    Move ltv{ltv_falls ? decision.ltv_desired : published.ltv, {}};
    if (!tightens && decision.lt_desired > published.lt) {
        lt = raise_lt(publication, decision.lt_desired);
    } else if (decision.lt_desired > published.lt) {
        lt.holds.push_back(Reason::tightening_elsewhere);
    }
    if (!tightens && decision.ltv_desired > published.ltv) {
        ltv = raise_ltv(publication, decision.ltv_desired);
    } else if (decision.ltv_desired > published.ltv) {
        ltv.holds.push_back(Reason::tightening_elsewhere);
    }
    if (decision.ltv_target.value != decision.ltv_desired ||
        decision.lt_target.value != decision.lt_desired)
        decision.holds.push_back(Reason::play_band);
    add_holds(decision.holds, lt.holds);
    add_holds(decision.holds, ltv.holds);
    decision.lt = lt.value;
    decision.ltv = ltv.value;
}

/// Names what the moves amount to on chain; a frozen oracle accepts nothing.
void decide_action(const PublicationInput& publication, MarketDecision& decision) {
    const PublishedMarket& published = publication.published;
    if (publication.frozen) {
        decision.ltv = published.ltv;
        decision.lt = published.lt;
        decision.holds.push_back(Reason::oracle_frozen);
        return;
    }
    // Stored values may stand outside limits that the owner changed; what the contract would refuse
    // is not sent, for it would hold up every other market's entry.
    const bool moves = decision.lt != published.lt || decision.ltv != published.ltv;
    if (moves && decision.lt - published.limits.gap_min < decision.ltv) {
        decision.ltv = published.ltv;
        decision.lt = published.lt;
        decision.holds.push_back(Reason::ltv_gap);
    }
    if (decision.lt < published.lt || decision.ltv < published.ltv) {
        decision.action = Action::tighten;
    } else if (decision.lt > published.lt || decision.ltv > published.ltv) {
        decision.action = Action::loosen;
    } else if (has_fresh_price(publication.market, published, publication.at) &&
               publication.at - published.as_of >= publication.policy.heartbeat) {
        // A heartbeat vouches for fresh prices: without them the oracle must be left to go stale.
        decision.action = Action::heartbeat;
    }
    if (decision.lt < published.lt)
        decision.ramp = ramp_for(published, decision.lt, publication.at);
}

/// Anyone may execute a pending loosening once its window is over, so one that is no longer wanted
/// or safe must go: any tightening drops it, and 1 bp is the smallest.
void withdraw_pending(const PublishedMarket& published, MarketDecision& decision) {
    const Bps lower = published.ltv - Bps::of(1);
    if (lower < published.limits.ltv_min || published.lt - published.limits.gap_min < lower) return;
    decision.ltv = lower;
    decision.action = Action::tighten;
    decision.holds.push_back(Reason::pending_withdrawn);
}

/// A loosening that waited is judged once more: what was safe when it was queued may not be now.
void decide_pending(const PublicationInput& publication, MarketDecision& decision) {
    const auto& pending = publication.published.pending;
    const bool settled = decision.action == Action::tighten || decision.action == Action::loosen;
    if (!awaits_execution(pending, publication.at) || publication.frozen || settled) return;
    // A value that does not rise needs no wish behind it.
    const PublishedMarket& published = publication.published;
    const bool wanted = std::max(decision.ltv_desired, published.ltv) >= pending->ltv &&
                        std::max(decision.lt_desired, published.lt) >= pending->lt;
    if (wanted && publication.doubts.empty())
        decision.execute_pending = publication.at >= pending->executable_at;
    else
        withdraw_pending(published, decision);
}

void describe_cut(const PublicationInput& publication, MarketDecision& decision) {
    if (decision.lt >= publication.published.lt) return;
    const Bps now = lt_now(publication.published, publication.at);
    const auto induced = [&](std::int32_t fall) {
        return induced_liquidation(publication.market.book, now, decision.lt, Bps::of(fall));
    };
    decision.induced_now = induced(0);
    decision.induced_5_percent = induced(500);
    decision.induced_10_percent = induced(1000);
}

void finish(MarketDecision& decision) {
    std::sort(decision.holds.begin(), decision.holds.end());
    decision.holds.erase(std::unique(decision.holds.begin(), decision.holds.end()),
                         decision.holds.end());
    decision.ltv_target.attribution.limiter = decision.ltv - decision.ltv_target.value;
    decision.lt_target.attribution.limiter = decision.lt - decision.lt_target.value;
}

/// The contract judges a loosening by the report's age, which another market's entry may have made
/// too old. An hour is left for the block.
void hold_on_old_data(const PublishedMarket& published, const Report& report,
                      MarketDecision& decision) {
    if (report.observed_at + published.limits.max_age >= report.at + kHour) return;
    decision.execute_pending = false;
    if (decision.action != Action::loosen) return;
    decision.action = Action::none;
    decision.ltv = published.ltv;
    decision.lt = published.lt;
    decision.holds.push_back(Reason::price_stale);
    finish(decision);
}

MarketDecision decide_market(const MarketInput& input, MarketState& state) {
    const PublishedMarket& published = input.published;
    MarketDecision decision{.asset = input.asset.asset,
                            .bonus = published.bonus,
                            .expected_ltv = published.ltv,
                            .expected_lt = published.lt};
    decision.volatility_fast = daily_volatility(input.asset, largest(state.variances));
    decision.volatility_slow = daily_volatility(input.asset, state.variances.slow);
    decide_lt_target(input, decision);

    const UnixSeconds at = input.snapshot.at;
    const bool calm = input.regime.score < input.policy.regime.quiet_below;
    state.lt_quiet_since =
        quiet_since(state.lt_quiet_since, calm && decision.lt_target.value >= published.lt, at);
    decide_ltv_target(input, decision);
    state.ltv_quiet_since =
        quiet_since(state.ltv_quiet_since, calm && decision.ltv_target.value >= published.ltv, at);

    const PublicationInput publication{
        .policy = input.policy.publication,
        .asset = input.asset,
        .market = input.market,
        .published = published,
        .at = at,
        .frozen = input.current.frozen,
        .doubts = doubts({input.policy, input.snapshot, input.market, state, input.regime,
                          input.current, published}),
        .ltv_quiet_since = state.ltv_quiet_since,
        .lt_quiet_since = state.lt_quiet_since};
    decide_moves(publication, input, decision);
    decide_action(publication, decision);
    decide_pending(publication, decision);
    describe_cut(publication, decision);
    finish(decision);
    return decision;
}

tl::unexpected<Error> lacks(std::string_view what, const std::string& asset) {
    return fail(Errc::bad_data, std::string(what) + " lacks " + asset +
                                    ", which the policy names; give all three the same markets");
}

}  // namespace

Result<Step> step(const Policy& policy, const State& state, const Snapshot& snapshot,
                  const Current& current) {
    for (const Status& valid :
         {validate(policy), validate(state), validate(snapshot), validate(current)})
        if (!valid) return fail(valid.error());
    if (snapshot.at - state.at < kHour)
        return fail(Errc::bad_data, "snapshot of " + format_utc(snapshot.at) +
                                        " is not an hour after the state's " +
                                        format_utc(state.at));
    RegimeUpdate regime = update_regime(policy.regime, state.regime, snapshot);
    Step next{.state = {.at = snapshot.at, .markets = {}, .regime = std::move(regime.state)},
              .report = {.at = snapshot.at, .observed_at = {}, .regime = {}, .markets = {}}};
    DataTime data_time;

    for (const AssetPolicy& asset : policy.assets) {
        const MarketObservation* market = find_asset(snapshot.markets, asset.asset);
        const PublishedMarket* published = find_asset(current.markets, asset.asset);
        if (market == nullptr) return lacks("the snapshot", asset.asset);
        if (published == nullptr) return lacks("the oracle's state", asset.asset);
        const MarketState* known = find_asset(state.markets, asset.asset);
        const MarketState before = known != nullptr ? *known : MarketState{.asset = asset.asset};
        MarketState after = fold_price(policy.volatility, before, *market, snapshot.at);
        if (snapshot.at - state.at > kDay) forget_quiet(after);
        next.report.markets.push_back(decide_market(
            {policy, asset, snapshot, *market, regime.regime, current, *published}, after));
        data_time.add(*market, after, next.report.markets.back().action);
        next.state.markets.push_back(std::move(after));
    }
    next.report.observed_at = data_time.of_report(snapshot.at, current);
    for (MarketDecision& decision : next.report.markets)
        hold_on_old_data(*find_asset(current.markets, decision.asset), next.report, decision);
    next.report.regime = std::move(regime.regime);
    return next;
}

}  // namespace ballast::engine
