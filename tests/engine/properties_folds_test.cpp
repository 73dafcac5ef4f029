// SPDX-License-Identifier: MIT
// P7 and P13 over many epochs, against the contract's rules: budgets hold in every window, ramps
// in every hour, and under constant inputs everything comes to rest where it should.
#include <algorithm>
#include <cstdlib>

#include "tests/engine/contract_model.hpp"
#include "tests/engine/property_case.hpp"
#include "tests/engine/sample.hpp"

namespace ballast::engine::test {
namespace {

/// A market over many epochs, with the contract that takes its reports.
struct Fold {
    Case made;
    ContractModel contract;
    std::vector<std::int64_t> lt_in_force;  ///< at every epoch

    explicit Fold(const Case& start) : made(start), contract(start.current.markets.front()) {}

    MarketDecision advance(Seconds epoch) {
        contract.execute_pending(made.snapshot.at);
        made.current.markets.front() = contract.market();
        Step next = stepped(made);
        const MarketDecision decision = next.report.markets.front();
        RC_ASSERT(contract.submit(decision, made.snapshot.at) == "");
        made.state = std::move(next.state);
        const PublishedMarket& held = contract.market();
        const Bps gap = made.policy.assets.front().gap;
        RC_ASSERT(held.ltv.count() <= held.lt.count() - std::min<std::int64_t>(gap.count(), 200));
        lt_in_force.push_back(lt_now(held, made.snapshot.at).count());
        made.snapshot.at = made.snapshot.at + epoch;
        made.snapshot.markets.front().observed_at = made.snapshot.at;
        return decision;
    }
};

/// Prices wander and sometimes crash; indicators print once a day.
void wander(Random& random, Fold& fold) {
    MarketObservation& market = fold.made.snapshot.markets.front();
    const std::int64_t spread = random.chance(2) ? 1000 : 60;
    const Int128 price = market.price.count();
    market.price = Price::saturated(price + price * random.within(-spread, spread) / 10'000);
    if (market.price.count() < 1'000'000) market.price = Price::of(1'000'000);
    const std::int64_t deeper = random.chance(3) ? random.within(500, 1900) : 1000;
    for (Usd& point : market.depth_low)
        point = Usd::of(mul_div_up(point.count(), deeper, 1000));
    fold.made.snapshot.events.clear();
    if (random.chance(3)) fold.made.snapshot.events = {fold.made.snapshot.at};
    IndicatorObservation& print = fold.made.snapshot.indicators.front();
    print.status = random.chance(4) ? IndicatorStatus::stale : IndicatorStatus::live;
    if (fold.made.snapshot.at.count % kDay.count != 0) return;
    print.observed_at = fold.made.snapshot.at;
    print.level = Level::of(mul_div_up(print.level.count(), random.within(850, 1180), 1000));
}

/// The most that `moves` adds up to in any window: cap and what drained meanwhile.
template <class Amount>
void assert_budget(const std::vector<Applied>& moves, std::int64_t window, std::int64_t cap,
                   Amount amount) {
    for (std::size_t first = 0; first < moves.size(); ++first) {
        std::int64_t sum = 0;
        for (std::size_t k = first; k < moves.size(); ++k) {
            const std::int64_t elapsed = (moves[k].at - moves[first].at).count;
            if (elapsed > window) break;
            sum += amount(moves[k]);
            RC_ASSERT(sum <= cap + cap * elapsed / window + 1);
        }
    }
}

void assert_budgets(const std::vector<Applied>& moves, const OracleLimits& limits) {
    const auto up = [](std::int64_t change) { return std::max<std::int64_t>(0, change); };
    const std::int64_t week = 7 * kDay.count;
    const auto ltv_rise = [&](const Applied& m) { return up(m.ltv); };
    const auto lt_rise = [&](const Applied& m) { return up(m.lt); };
    const auto lt_cut = [&](const Applied& m) { return up(-m.lt); };
    assert_budget(moves, kDay.count, limits.ltv_rise_day.count(), ltv_rise);
    assert_budget(moves, week, limits.ltv_rise_week.count(), ltv_rise);
    assert_budget(moves, kDay.count, limits.lt_rise_day.count(), lt_rise);
    assert_budget(moves, week, limits.lt_rise_week.count(), lt_rise);
    assert_budget(moves, week, limits.lt_cut_week.count(), lt_cut);
}

BALLAST_PROPERTY(P07, FoldsKeepEveryBudgetAndRamp, 1000, 10'000) {
    Random random = seeded();
    Case start = sample_case();
    start.policy.assets.front().liquidity_aversion = Wad::of(random.within(kWadOne, 6 * kWadOne));
    start.current.markets.front().lt = Bps::of(random.within(5000, 9000));
    start.current.markets.front().ltv = start.current.markets.front().lt - Bps::of(400);
    Fold fold(start);
    for (int hour = 0; hour < 24 * 10; ++hour) {
        fold.advance(kHour);
        wander(random, fold);
    }
    assert_budgets(fold.contract.applied(), fold.contract.market().limits);
    // 100 bps a day is 4.17 an hour; a floor at either end adds at most one.
    for (std::size_t k = 1; k < fold.lt_in_force.size(); ++k)
        RC_ASSERT(fold.lt_in_force[k - 1] - fold.lt_in_force[k] <= 6);
    RC_TAG(fold.contract.applied().empty() ? "still" : "moved");
}

Case constant_case(Random& random) {
    Case start = sample_case();
    start.policy.assets.front().liquidity_aversion = Wad::of(random.within(kWadOne, 6 * kWadOne));
    start.policy.publication.induced_budget = Wad::of(kWadOne);
    start.current.markets.front().lt = Bps::of(random.within(4500, 9000));
    start.current.markets.front().ltv =
        Bps::of(random.within(4000, start.current.markets.front().lt.count() - 400));
    // The least variance, which rounding keeps: the stress mix speaks, the same at every hour.
    start.state.markets.front().variances = {Wad::of(1), Wad::of(1), Wad::of(1)};
    return start;
}

/// 5,000 bps at 300 a week are 117 days: after 135 nothing moves any more.
void assert_settles(const Case& start, Seconds epoch) {
    const std::int64_t epochs_a_day = kDay.count / epoch.count;
    Fold fold(start);
    MarketDecision last;
    std::size_t moves = 0;
    for (std::int64_t k = 0; k < epochs_a_day * 150; ++k) {
        last = fold.advance(epoch);
        if (k == epochs_a_day * 135) moves = fold.contract.applied().size();
    }
    RC_ASSERT(fold.contract.applied().size() == moves);
    const std::int64_t slack = start.policy.publication.deadband.count();
    RC_ASSERT(std::abs((last.lt - last.lt_desired).count()) < slack);
    RC_ASSERT(last.ltv <= last.ltv_desired);
    RC_ASSERT((last.ltv_desired - last.ltv).count() < slack);
    RC_ASSERT(!fold.contract.market().pending);
    RC_ASSERT(last.caps.debt_cap == last.caps.debt_cap_target);
}

BALLAST_PROPERTY(P13, ConstantInputsComeToRestInBoundedTime, 1000, 10'000) {
    Random random = seeded();
    assert_settles(constant_case(random), kDay);
}

BALLAST_PROPERTY(P13, HourlyEpochsComeToRestInTheSameTime, 50, 300) {
    Random random = seeded();
    assert_settles(constant_case(random), kHour);
}

}  // namespace
}  // namespace ballast::engine::test
