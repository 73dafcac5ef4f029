// SPDX-License-Identifier: MIT
// P5, P7 and P8: what is wanted and what is published stays within bounds, rates and budgets.
#include <algorithm>
#include <functional>

#include "engine/liquidity.hpp"
#include "engine/publication.hpp"
#include "tests/engine/property_case.hpp"

namespace ballast::engine::test {
namespace {

/// What the properties of one market's decision look at.
struct Decided {
    const AssetPolicy& asset;
    const MarketObservation& market;
    const PublishedMarket& held;
    const MarketDecision& decision;
};

void for_each_decision(const Case& made, const std::function<void(const Decided&)>& check) {
    const Step result = stepped(made);
    for (std::size_t k = 0; k < result.report.markets.size(); ++k)
        check({made.policy.assets[k], made.snapshot.markets[k], made.current.markets[k],
               result.report.markets[k]});
}

/// The bps of slippage at which the largest position sells on the 30-day minimum, found by trying.
std::int64_t slippage_by_search(const MarketObservation& market) {
    const std::int64_t position = market.book.largest_position.count();
    for (std::int64_t s = 0; s <= 1000; ++s)
        if (depth_at(market.depth_low, Bps::of(s)).count() >= position) return s;
    const Int128 beyond = div_up(Int128{1000} * position, market.depth_low.back().count());
    return static_cast<std::int64_t>(std::min<Int128>(9500, beyond));
}

BALLAST_PROPERTY(P05, TargetsKeepTheGapTheSpiralAndGovernedBounds, kEveryday, kNightly) {
    Random random = seeded();
    const Case made = random_case(random);
    for_each_decision(made, [&](const Decided& d) {
        const Target& lt = d.decision.lt_target;
        const Target& ltv = d.decision.ltv_target;
        RC_ASSERT(d.asset.ltv_min <= ltv.value && ltv.value <= d.asset.ltv_max);
        if (lt.binding == Reason::depth_missing) return;
        const Int128 bonus = kBpsOne + std::max(d.asset.bonus, d.held.bonus).count();
        RC_ASSERT(lt.value <= d.asset.lt_max);
        RC_ASSERT(lt.value >= d.asset.lt_min || d.asset.lt_form == LtForm::fixed);
        if (lt.binding == Reason::lt_minimum) return;
        RC_ASSERT(Int128{lt.value.count()} * bonus <= 100'000'000);
        const bool spirals =
            d.asset.lt_form == LtForm::structural || d.asset.lt_form == LtForm::tail;
        if (!spirals || d.market.depth_low.back().count() == 0) return;
        const Int128 lambda = kBpsOne + 2 * slippage_by_search(d.market);
        const Int128 margin = made.policy.liquidity.spiral_margin.count();
        RC_ASSERT((lt.value.count() + margin) * bonus * lambda <= 1'000'000'000'000 ||
                  lt.value.count() == 0);
    });
}

BALLAST_PROPERTY(P05, LtvHangsUnderBothThresholds, kEveryday, kNightly) {
    Random random = seeded();
    for_each_decision(random_case(random), [](const Decided& d) {
        const Bps gap = std::max(d.asset.gap, d.held.limits.gap_min);
        const Bps lt = std::min(d.held.lt, d.decision.lt_desired);
        const Bps kept = std::min(d.held.limits.ltv_min, d.held.ltv);
        RC_ASSERT(d.decision.ltv_desired <= std::max(lt - gap, kept));
        if (d.decision.action == Action::loosen || d.decision.lt < d.held.lt)
            RC_ASSERT(d.decision.ltv + d.held.limits.gap_min <= d.decision.lt);
    });
}

BALLAST_PROPERTY(P07, MovesStayWithinStepsAndBudgets, kEveryday, kNightly) {
    Random random = seeded();
    const Case made = random_case(random);
    const PublicationPolicy& policy = made.policy.publication;
    for_each_decision(made, [&](const Decided& d) {
        const OracleLimits& l = d.held.limits;
        const Bps ltv_rise = d.decision.ltv - d.held.ltv;
        const Bps lt_rise = d.decision.lt - d.held.lt;
        RC_ASSERT(ltv_rise <= std::max(Bps{}, std::min({l.ltv_rise_step, policy.rise_a_day,
                                                        l.ltv_rise_day, l.ltv_rise_week})));
        RC_ASSERT(lt_rise <= std::max(Bps{}, std::min({l.lt_rise_step, policy.rise_a_day,
                                                       l.lt_rise_day, l.lt_rise_week})));
        RC_ASSERT(Bps{} - lt_rise <= l.lt_cut_week);
        const bool rises = ltv_rise > Bps{} || lt_rise > Bps{};
        RC_ASSERT(!rises || (ltv_rise >= Bps{} && lt_rise >= Bps{}));
        if (lt_rise < Bps{}) RC_ASSERT(d.decision.ramp >= l.ramp_min);
    });
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

BALLAST_PROPERTY(P07, NothingLoosensInDoubtNorMixes, kEveryday, kNightly) {
    Random random = seeded();
    const Case made = random_case(random);
    const Step result = stepped(made);
    for (std::size_t k = 0; k < result.report.markets.size(); ++k) {
        const MarketDecision& decision = result.report.markets[k];
        const PublishedMarket& held = made.current.markets[k];
        const bool rises = decision.ltv > held.ltv || decision.lt > held.lt;
        const bool falls = decision.ltv < held.ltv || decision.lt < held.lt;
        RC_ASSERT(!(rises && falls));
        RC_ASSERT(rises == (decision.action == Action::loosen));
        RC_ASSERT(falls == (decision.action == Action::tighten));
        if (rises || decision.execute_pending) RC_ASSERT(doubts_of(made, result, k).empty());
        if (decision.ltv > held.ltv) RC_ASSERT(decision.ltv <= decision.ltv_target.value);
        if (decision.lt > held.lt) RC_ASSERT(decision.lt <= decision.lt_target.value);
    }
}

BALLAST_PROPERTY(P07, CapsRiseByAPartADayAndNeverInDoubt, kEveryday, kNightly) {
    Random random = seeded();
    const Case made = random_case(random);
    const Step result = stepped(made);
    bool risen = false;
    for (std::size_t k = 0; k < result.report.markets.size(); ++k) {
        const CapDecision& caps = result.report.markets[k].caps;
        const MarketState* before = find_asset(made.state.markets, result.report.markets[k].asset);
        if (before == nullptr) continue;
        const auto check = [&](const CapState& was, Usd target, Usd now) {
            if (now <= was.usd || (was.raised_at.count == 0 && was.usd.count() == 0)) return;
            const Int128 part =
                mul_div_down(was.usd.count(), made.policy.publication.cap_rise.count(), kWadOne);
            RC_ASSERT(now <= target);
            RC_ASSERT(now.count() - was.usd.count() <= std::max(part, Int128{target.count() / 20}));
            RC_ASSERT(made.snapshot.at - was.raised_at >= kDay);
            RC_ASSERT(doubts_of(made, result, k).empty());
            RC_ASSERT(!result.report.regime.carry_flag);
            risen = true;
        };
        check(before->debt_cap, caps.debt_cap_target, caps.debt_cap);
        check(before->position_limit, caps.position_limit_target, caps.position_limit);
    }
    RC_TAG(risen ? "a cap rises" : "no cap rises");
}

BALLAST_PROPERTY(P08, AnLtCutInducesNoMoreThanItsBudget, kEveryday, kNightly) {
    Random random = seeded();
    const Case made = random_case(random);
    bool cut = false;
    for_each_decision(made, [&](const Decided& d) {
        RC_ASSERT(d.decision.induced_now.count() == 0 || d.decision.lt < d.held.lt);
        if (d.decision.lt >= d.held.lt) return;
        cut = true;
        const Usd depth = depth_at(d.market.depth_low, Bps::of(d.asset.bonus.count() / 2));
        const Int128 budget =
            mul_div_down(depth.count(), made.policy.publication.induced_budget.count(), kWadOne);
        RC_ASSERT(d.decision.induced_now.count() <= budget);
    });
    RC_TAG(cut ? "LT is cut" : "LT stays");
}

BALLAST_PROPERTY(Attribution, AddsUpToWhatIsPublished, kEveryday, kNightly) {
    Random random = seeded();
    const auto sum = [](const Attribution& a) {
        return a.start + a.buffer + a.volatility + a.liquidity + a.macro + a.cascade + a.bounds +
               a.limiter;
    };
    for_each_decision(random_case(random), [&](const Decided& d) {
        RC_ASSERT(sum(d.decision.ltv_target.attribution) == d.decision.ltv);
        RC_ASSERT(sum(d.decision.lt_target.attribution) == d.decision.lt);
    });
}

}  // namespace
}  // namespace ballast::engine::test
