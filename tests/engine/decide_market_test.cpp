// SPDX-License-Identifier: MIT
// What a market's decision takes from the other rules: forms of the targets, liquidity, caps.
#include "engine/decide_market.hpp"

#include <gmock/gmock.h>

#include "engine/parameters.hpp"
#include "engine/step.hpp"
#include "tests/engine/sample.hpp"

namespace ballast::engine::test {
namespace {

using ::testing::Contains;
using ::testing::Not;

AssetPolicy& asset(Case& made) {
    return made.policy.assets.front();
}
MarketObservation& market(Case& made) {
    return made.snapshot.markets.front();
}

/// The sample with a tail of 4 sigmas at 95 % and caps of one and a tenth of the depth.
Case studied() {
    Case made = sample_case();
    asset(made).tails = {{kDay, Bps::of(9500), Wad::of(kWadOne), Wad::of(4 * kWadOne)}};
    asset(made).cap_depth = Wad::of(kWadOne);
    asset(made).position_depth = Wad::of(kWadOne / 10);
    return made;
}

std::int64_t sum(const Attribution& a) {
    return (a.start + a.buffer + a.volatility + a.liquidity + a.macro + a.cascade + a.bounds +
            a.limiter)
        .count();
}

Step stepped(const Case& made) {
    return *step(made.policy, made.state, made.snapshot, made.current);
}

TEST(Forms, TheTailFormIsTheSecondOpinionOfTheOthers) {
    Case made = studied();
    const MarketDecision structural = decide(made);
    EXPECT_EQ(structural.lt_target.binding, Reason::structural);
    asset(made).lt_form = LtForm::tail;
    const MarketDecision tail = decide(made);
    EXPECT_EQ(tail.lt_target.binding, Reason::tail);
    EXPECT_EQ(tail.lt_target.value, tail.lt_second_opinion);
    EXPECT_EQ(structural.lt_second_opinion, tail.lt_second_opinion);
    EXPECT_EQ(sum(tail.lt_target.attribution), tail.lt.count());
    EXPECT_EQ(tail.lt_target.attribution.cascade, Bps::of(0));
}

TEST(Forms, TheTailFormFallsToTheCascadeWhereItIsAsked) {
    Case made = studied();
    asset(made).lt_form = LtForm::tail;
    asset(made).tails.front().shortfall = Wad::of(9 * kWadOne);
    const MarketDecision plain = decide(made);
    made.policy.liquidity.cascade_in_lt = true;
    const MarketDecision deep = decide(made);
    EXPECT_GT(deep.liquidity.fall, deep.liquidity.fall_start);
    EXPECT_LT(deep.lt_target.value, plain.lt_target.value);
    EXPECT_EQ(deep.lt_target.attribution.cascade, deep.liquidity.fall_start - deep.liquidity.fall);
}

TEST(Forms, TheTailFormHoldsWhatItDoesNotKnow) {
    Case made = studied();
    asset(made).lt_form = LtForm::tail;
    market(made).depth_low = {};
    EXPECT_EQ(decide(made).lt_target.binding, Reason::tail);  // today's depth is enough
    market(made).depth = {};
    const MarketDecision held = decide(made);
    EXPECT_EQ(held.lt_target.binding, Reason::depth_missing);
    EXPECT_EQ(held.lt_target.value, held.expected_lt);
    EXPECT_EQ(held.liquidity, LiquidityFigures{});
    EXPECT_EQ(held.lt_second_opinion, Bps::of(0));
}

TEST(Forms, SmartLtvReadsTodaysDepthAndTheMidVariance) {
    Case made = studied();
    asset(made).lt_form = LtForm::smart_ltv;
    const MarketDecision smart = decide(made);
    EXPECT_EQ(smart.lt_target.binding, Reason::smart_ltv);
    EXPECT_EQ(sum(smart.lt_target.attribution), smart.lt.count());
    market(made).depth_low = {};
    EXPECT_EQ(decide(made).lt_target.value, smart.lt_target.value);
    made.state.markets.front().variances.mid = Wad::of(kWadOne / 100);
    EXPECT_LT(decide(made).lt_target.value, smart.lt_target.value);
    market(made).depth = {};
    EXPECT_EQ(decide(made).lt_target.binding, Reason::depth_missing);
}

TEST(Forms, TheFixedFormKnowsOnlyTheBonusRule) {
    Case made = studied();
    asset(made).lt_form = LtForm::fixed;
    market(made).depth = market(made).depth_low = {};
    const MarketDecision fixed = decide(made);
    EXPECT_EQ(fixed.lt_target.binding, Reason::fixed);
    EXPECT_EQ(fixed.lt_target.value, asset(made).lt_max);
    EXPECT_FALSE(fixed.halt_borrowing);
    made.current.markets.front().bonus = Bps::of(2000);
    EXPECT_EQ(decide(made).lt_target.binding, Reason::bonus_rule);
    EXPECT_EQ(decide(made).lt_target.value, Bps::of(8333));
}

TEST(Forms, TheGapFormTakesNoVolatilityOffLtv) {
    Case made = studied();
    made.state.markets.front().variances.fast = Wad::of(kWadOne / 20);
    EXPECT_EQ(decide(made).ltv_target.binding, Reason::ltv_tail);
    asset(made).ltv_form = LtvForm::gap;
    const MarketDecision gap = decide(made);
    EXPECT_EQ(gap.ltv_target.binding, Reason::ltv_gap);
    EXPECT_EQ(gap.ltv_target.value, Bps::of(7500 - 300));
    EXPECT_EQ(gap.ltv_target.attribution.volatility, Bps::of(0));
}

TEST(Bounds, TheSpiralStandsBetweenBonusRuleAndMaximum) {
    Case made = studied();
    market(made).book.largest_position = Usd::of(300'000'000);  // 500 bps: lambda 1.1
    asset(made).liquidity_aversion = Wad::of(0);
    const MarketDecision decision = decide(made);
    EXPECT_EQ(decision.lt_target.binding, Reason::spiral);
    EXPECT_EQ(decision.lt_target.value, Bps::of(8658 - 50));  // 1 / (1.05 * 1.1) = .86580
    asset(made).lt_form = LtForm::smart_ltv;
    EXPECT_NE(decide(made).lt_target.binding, Reason::spiral);
}

TEST(Liquidity, AThinBookRaisesTheAlarmAndNothingLoosens) {
    Case made = studied();
    made.policy.liquidity.red_gain = Wad::of(0);
    const MarketDecision decision = decide(made);
    EXPECT_EQ(decision.liquidity.alarm, Alarm::red);
    EXPECT_NE(decision.action, Action::loosen);
    EXPECT_THAT(decision.holds, Contains(Reason::cascade_red));
}

TEST(Liquidity, AGroupSellsIntoOneMarket) {
    Case made = studied();
    made.policy.assets.push_back(asset(made));
    made.snapshot.markets.push_back(market(made));
    made.current.markets.push_back(made.current.markets.front());
    made.policy.assets[1].asset = made.snapshot.markets[1].asset = made.current.markets[1].asset =
        "WBTC";
    made.snapshot.markets[1].depth = made.snapshot.markets[1].depth_low = {};
    made.snapshot.markets[1].daily_volume = {};
    asset(made).tails.front().shortfall = Wad::of(9 * kWadOne);
    made.policy.assets[1].cap_depth = {};
    const Step alone = stepped(made);
    EXPECT_FALSE(alone.report.markets[1].liquidity.known);
    for (AssetPolicy& member : made.policy.assets)
        member.wall_group = "bitcoin";
    const Step together = stepped(made);
    // Twice the debt falls into the same book, and the sale takes as long.
    EXPECT_GT(together.report.markets[0].liquidity.fall, alone.report.markets[0].liquidity.fall);
    EXPECT_EQ(together.report.markets[0].liquidity.liquidation,
              alone.report.markets[0].liquidity.liquidation);
}

TEST(Liquidity, AForecastRaisesTheFastVolatilityAlone) {
    Case made = studied();
    const MarketDecision before = decide(made);
    made.policy.volatility.har.constant = Wad::of(kWadOne / 100);
    const MarketDecision after = decide(made);
    EXPECT_GT(after.volatility_fast, before.volatility_fast);
    EXPECT_EQ(after.volatility_slow, before.volatility_slow);
    EXPECT_GT(after.liquidity.fall_start, before.liquidity.fall_start);
}

TEST(Caps, BeginAtTheirTargetsAndAreRemembered) {
    const Case made = studied();
    const Step first = stepped(made);
    const CapDecision& caps = first.report.markets.front().caps;
    EXPECT_EQ(caps.debt_cap, caps.debt_cap_target);
    EXPECT_EQ(caps.position_limit_target, Usd::of(30'000'000));
    EXPECT_EQ(first.state.markets.front().debt_cap.usd, caps.debt_cap);
    EXPECT_EQ(first.state.markets.front().position_limit.raised_at, kNow);
    EXPECT_GT(caps.supply_cap_tokens, 0);
    EXPECT_TRUE(caps.holds.empty());
}

TEST(Caps, StayWhereDepthIsNotKnown) {
    Case made = studied();
    made.state = stepped(made).state;
    made.snapshot.at = kNow + kHour;
    market(made).depth = market(made).depth_low = {};
    const Step next = stepped(made);
    EXPECT_EQ(next.state.markets.front().debt_cap, made.state.markets.front().debt_cap);
    const CapDecision& caps = next.report.markets.front().caps;
    EXPECT_EQ(caps.debt_cap, made.state.markets.front().debt_cap.usd);
    EXPECT_EQ(caps.debt_cap_target, Usd::of(0));
    EXPECT_EQ(caps.binding, Reason::cap_depth);
}

TEST(Caps, ARiseWaitsWhileAnLtCutIsWanted) {
    Case made = studied();
    made.state.markets.front().debt_cap = {.quiet_since = kNow - Seconds{7 * kDay.count},
                                           .raised_at = kNow - kDay,
                                           .usd = Usd::of(1'000)};
    asset(made).lt_form = LtForm::fixed;
    EXPECT_EQ(decide(made).caps.debt_cap, Usd::of(15'001'000));  // a twentieth of the target
    asset(made).lt_max = Bps::of(7000);
    made.current.markets.front().limiter.lt_cut_at = kNow - kHour;
    made.current.markets.front().ltv = Bps::of(6000);
    const MarketDecision decision = decide(made);
    EXPECT_THAT(decision.holds, Contains(Reason::cut_delay));
    EXPECT_EQ(decision.lt, decision.expected_lt);
    EXPECT_THAT(decision.caps.holds, Contains(Reason::tightening_elsewhere));
    EXPECT_EQ(decision.caps.debt_cap, Usd::of(1'000));
}

TEST(Moves, LtvDoesNotRiseWhileAnLtCutIsWanted) {
    Case made = sample_case();
    PublishedMarket& held = made.current.markets.front();
    held.lt = Bps::of(8500);
    held.ltv = Bps::of(3000);
    held.limiter.lt_cut_at = kNow - kHour;
    const MarketDecision decision = decide(made);
    EXPECT_GT(decision.ltv_desired, held.ltv);
    EXPECT_EQ(decision.ltv, held.ltv);
    EXPECT_THAT(decision.holds, Contains(Reason::cut_delay));
    EXPECT_THAT(decision.holds, Contains(Reason::tightening_elsewhere));
    // A wish of just the deadband is one, a smaller one is none.
    held.lt = decision.lt_desired + Bps::of(25);
    EXPECT_THAT(decide(made).holds, Contains(Reason::tightening_elsewhere));
    held.lt = decision.lt_desired + Bps::of(24);
    held.limiter.lt_cut_at = {};
    EXPECT_THAT(decide(made).holds, Not(Contains(Reason::tightening_elsewhere)));
}

TEST(Pairs, ADecisionRestsOnThePriceInUnitsOfTheDebt) {
    Case made = studied();
    asset(made).debt_asset = "ETH";
    EXPECT_FALSE(step(made.policy, made.state, made.snapshot, made.current).has_value());
    MarketObservation debt = market(made);
    debt.asset = "ETH";
    debt.price = Price::of(250'000'000'000);
    made.snapshot.markets.push_back(debt);
    made.state.markets.front().last_price = Price::of(4'000'000'000);
    const Step pair = stepped(made);
    EXPECT_EQ(pair.state.markets.front().last_price, Price::of(4'000'000'000));  // 40 ETH
    EXPECT_EQ(pair.state.markets.front().last_usd_price, market(made).price);
    made.snapshot.markets.back().price_status = PriceStatus::below_quorum;
    EXPECT_THAT(decide(made).holds, Contains(Reason::price_below_quorum));
}

TEST(Pairs, AUnitSlipLeavesNoTraceAndForbidsLoosening) {
    Case made = studied();
    market(made).price = Price::of(market(made).price.count() / 100);
    const Step slipped = stepped(made);
    EXPECT_EQ(slipped.state.markets.front().last_price, made.state.markets.front().last_price);
    EXPECT_EQ(slipped.state.markets.front().variances, made.state.markets.front().variances);
    EXPECT_THAT(slipped.report.markets.front().holds, Contains(Reason::price_jump_unconfirmed));
}

}  // namespace
}  // namespace ballast::engine::test
