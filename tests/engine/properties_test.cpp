// SPDX-License-Identifier: MIT
// What must hold of every step, and of every fold of steps against the contract's rules.
// RapidCheck draws a seed; the case comes from it, so a failure prints one number.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "engine/parameters.hpp"
#include "engine/publication.hpp"
#include "engine/volatility.hpp"
#include "tests/engine/contract_model.hpp"
#include "tests/engine/sample.hpp"

namespace ballast::engine::test {
namespace {

Random seeded() {
    return Random(*rc::gen::arbitrary<std::uint64_t>());
}

Step stepped(const Case& made) {
    const auto step_made = step(made.policy, made.state, made.snapshot, made.current);
    RC_ASSERT(step_made.has_value());
    return *step_made;
}

/// Targets of every market, one run beside another in which one risk input is worse.
void assert_not_looser(const Case& better, const Case& worse) {
    const Step calm = stepped(better);
    const Step risky = stepped(worse);
    for (std::size_t k = 0; k < calm.report.markets.size(); ++k) {
        // Less depth may round to none at all: what is not known holds (M-10, M-23).
        const bool known = calm.report.markets[k].liquidity.known;
        if (known != risky.report.markets[k].liquidity.known) continue;
        RC_ASSERT(risky.report.markets[k].lt_target.value <=
                  calm.report.markets[k].lt_target.value);
        RC_ASSERT(risky.report.markets[k].ltv_desired <= calm.report.markets[k].ltv_desired);
    }
}

RC_GTEST_PROP(Monotone, InVolatility, ()) {
    Random random = seeded();
    Case made = random_case(random);
    for (MarketObservation& market : made.snapshot.markets)
        market.price_status = PriceStatus::missing;  // The variances enter as they stand.
    Case worse = made;
    for (MarketState& market : worse.state.markets) {
        market.variances.slow =
            Wad::saturated(Int128{market.variances.slow.count()} + random.scaled(kWadOne));
        market.variances.fast =
            Wad::saturated(Int128{market.variances.fast.count()} + random.scaled(kWadOne));
    }
    assert_not_looser(made, worse);
}

RC_GTEST_PROP(Monotone, InTheScore, ()) {
    Random random = seeded();
    Case made = random_case(random);
    Case worse = made;
    made.snapshot.guardian_score = Wad::of(random.within(0, kWadOne));
    worse.snapshot.guardian_score =
        Wad::of(random.within(made.snapshot.guardian_score.count(), kWadOne));
    assert_not_looser(made, worse);
}

RC_GTEST_PROP(Monotone, InDepth, ()) {
    Random random = seeded();
    Case made = random_case(random);
    Case worse = made;
    // Rounded up: a depth that is there stays there, or LT would be held (M-10).
    const std::int64_t share = random.within(1, 1000);
    for (MarketObservation& market : worse.snapshot.markets)
        for (Usd& point : market.depth_low)
            point = Usd::of(mul_div_up(point.count(), share, 1000));
    assert_not_looser(made, worse);
}

RC_GTEST_PROP(Monotone, InDebt, ()) {
    Random random = seeded();
    Case made = random_case(random);
    Case worse = made;
    for (MarketObservation& market : worse.snapshot.markets)
        market.book.debt =
            Usd::saturated(Int128{market.book.debt.count()} + random.scaled(10'000'000'000));
    assert_not_looser(made, worse);
}

RC_GTEST_PROP(Volatility, GrowsWithTheMoveAndMoreWithAFall, ()) {
    Random random = seeded();
    const Case made = random_case(random);
    const VolatilityPolicy& policy = made.policy.volatility;
    const Variances before{Wad::of(random.scaled(kWadOne)), Wad::of(random.scaled(kWadOne)),
                           Wad::of(random.scaled(kWadOne))};
    const std::int64_t base = random.within(1'000'000, 1'000'000'000'000);
    const std::int64_t small = random.within(0, base - 1);
    const std::int64_t large = random.within(small, base - 1);
    const std::int64_t hours = random.within(1, 100);
    const auto after = [&](std::int64_t change) {
        return update_variances(policy, before, Price::of(base), Price::of(base + change), hours);
    };
    const auto not_under = [](const Variances& a, const Variances& b) {
        return a.fast >= b.fast && a.mid >= b.mid && a.slow >= b.slow;
    };
    RC_ASSERT(not_under(after(large), after(small)));
    RC_ASSERT(not_under(after(-large), after(-small)));
    RC_ASSERT(not_under(after(-large), after(large)));
}

RC_GTEST_PROP(PlayBand, KeepsOrderAndStaysInside, ()) {
    Random random = seeded();
    const auto value = [&](std::int64_t least) { return Bps::of(random.within(least, kBpsOne)); };
    const Bps low_published = value(0);
    const Bps high_published = value(low_published.count());
    const Bps low_target = value(0);
    const Bps high_target = value(low_target.count());
    const Wad play = Wad::of(random.within(kWadOne, 2 * kWadOne));
    const Bps low = play_band(low_published, low_target, play);
    RC_ASSERT(low <= play_band(high_published, high_target, play));
    RC_ASSERT(low <= low_target);
    RC_ASSERT(play_band(low, low_target, play) == low);
}

template <class T>
const T* find_asset(const std::vector<T>& items, const std::string& asset) {
    const auto same = [&](const T& item) { return item.asset == asset; };
    const auto found = std::find_if(items.begin(), items.end(), same);
    return found == items.end() ? nullptr : &*found;
}

std::vector<Reason> doubts_of(const Case& made, const Step& result, std::size_t k) {
    const AssetPolicy& asset = made.policy.assets[k];
    const MarketObservation& market = made.snapshot.markets[k];
    const MarketState* before = find_asset(made.state.markets, asset.asset);
    const SeenPrice price = see_price(market, find_asset(made.snapshot.markets, asset.debt_asset),
                                      before != nullptr ? before->last_price : Price{});
    return doubts({made.policy, made.snapshot, market, price, result.state.markets[k],
                   result.report.regime, made.current, made.current.markets[k],
                   result.report.markets[k].liquidity.alarm});
}

RC_GTEST_PROP(Step, NeverLoosensInDoubtNorMixes, ()) {
    Random random = seeded();
    Case made = random_case(random);
    const Step result = stepped(made);
    for (std::size_t k = 0; k < result.report.markets.size(); ++k) {
        const MarketDecision& decision = result.report.markets[k];
        const PublishedMarket& held = made.current.markets[k];
        const bool rises = decision.ltv > held.ltv || decision.lt > held.lt;
        const bool falls = decision.ltv < held.ltv || decision.lt < held.lt;
        RC_ASSERT(!(rises && falls));
        RC_ASSERT(rises == (decision.action == Action::loosen));
        RC_ASSERT(falls == (decision.action == Action::tighten));
        RC_ASSERT(falls ==
                  (decision.ramp.count > 0 || decision.ltv < held.ltv || decision.lt < held.lt));
        if (rises) RC_ASSERT(doubts_of(made, result, k).empty());
        if (decision.ltv > held.ltv) RC_ASSERT(decision.ltv <= decision.ltv_target.value);
        if (decision.lt > held.lt) RC_ASSERT(decision.lt <= decision.lt_target.value);
    }
}

RC_GTEST_PROP(Step, AttributionAddsUp, ()) {
    Random random = seeded();
    const Step result = stepped(random_case(random));
    const auto sum = [](const Attribution& a) {
        return a.start + a.buffer + a.volatility + a.liquidity + a.macro + a.cascade + a.bounds +
               a.limiter;
    };
    for (const MarketDecision& decision : result.report.markets) {
        RC_ASSERT(sum(decision.ltv_target.attribution) == decision.ltv);
        RC_ASSERT(sum(decision.lt_target.attribution) == decision.lt);
    }
}

// ---- folds

/// A market over many epochs: prices wander, sometimes crash; indicators print once a day.
struct Fold {
    Case made;
    ContractModel contract;
    std::vector<std::int64_t> lt_in_force;  ///< at every hour

    explicit Fold(const Case& start) : made(start), contract(start.current.markets.front()) {}

    MarketDecision advance() {
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
        made.snapshot.at = made.snapshot.at + kHour;
        made.snapshot.markets.front().observed_at = made.snapshot.at;
        return decision;
    }
};

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

RC_GTEST_PROP(Folds, KeepEveryBudgetAndRamp, ()) {
    Random random = seeded();
    Case start = sample_case();
    start.policy.assets.front().liquidity_aversion = Wad::of(random.within(kWadOne, 6 * kWadOne));
    start.current.markets.front().lt = Bps::of(random.within(5000, 9000));
    start.current.markets.front().ltv = start.current.markets.front().lt - Bps::of(400);
    Fold fold(start);
    for (int hour = 0; hour < 24 * 12; ++hour) {
        fold.advance();
        wander(random, fold);
    }
    const auto& moves = fold.contract.applied();
    const OracleLimits& limits = fold.contract.market().limits;
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
    // 100 bps a day is 4.17 an hour; a floor at either end adds at most one.
    for (std::size_t k = 1; k < fold.lt_in_force.size(); ++k)
        RC_ASSERT(fold.lt_in_force[k - 1] - fold.lt_in_force[k] <= 6);
    RC_TAG(moves.empty() ? "still" : "moved");
}

RC_GTEST_PROP(Folds, SettleUnderConstantInputs, ()) {
    Random random = seeded();
    Case start = sample_case();
    start.policy.assets.front().liquidity_aversion = Wad::of(random.within(kWadOne, 6 * kWadOne));
    start.policy.publication.induced_budget = Wad::of(kWadOne);
    start.current.markets.front().lt = Bps::of(random.within(4500, 9000));
    start.current.markets.front().ltv =
        Bps::of(random.within(4000, start.current.markets.front().lt.count() - 400));
    // The least variance, which rounding keeps: the stress mix speaks, the same at every hour.
    start.state.markets.front().variances = {Wad::of(1), Wad::of(1), Wad::of(1)};
    Fold fold(start);
    MarketDecision last;
    std::size_t moves = 0;
    // 5,000 bps at 300 a week are 117 days.
    for (int hour = 0; hour < 24 * 150; ++hour) {
        last = fold.advance();
        if (hour == 24 * 135) moves = fold.contract.applied().size();
    }
    RC_ASSERT(fold.contract.applied().size() == moves);
    const std::int64_t slack = start.policy.publication.deadband.count();
    RC_ASSERT(std::abs((last.lt - last.lt_desired).count()) < slack);
    RC_ASSERT(last.ltv <= last.ltv_desired);
    RC_ASSERT((last.ltv_desired - last.ltv).count() < slack);
    RC_ASSERT(!fold.contract.market().pending);
}

}  // namespace
}  // namespace ballast::engine::test
