// SPDX-License-Identifier: MIT
#include "engine/step.hpp"

#include <gmock/gmock.h>

#include <functional>

#include "tests/engine/sample.hpp"

namespace ballast::engine::test {
namespace {

using ::testing::Contains;
using ::testing::Not;

struct Doubt {
    Reason reason;
    void (*cast)(Case&);
};

/// A tail at the policy's level, and any gain at all is too much.
void feed_the_cascade(Case& made) {
    made.policy.assets.front().tails = {{kDay, Bps::of(9500), Wad::of(kWadOne), Wad::of(kWadOne)}};
    made.policy.liquidity.red_gain = {};
}

constexpr Doubt kDoubts[] = {
    {Reason::regime_elevated, [](Case& c) { c.snapshot.guardian_score = Wad::of(kWadOne / 2); }},
    {Reason::event_window, [](Case& c) { c.snapshot.events = {kNow}; }},
    {Reason::event_window, [](Case& c) { c.snapshot.events = {kNow - kDay}; }},
    {Reason::event_window, [](Case& c) { c.snapshot.events = {kNow + kDay}; }},
    {Reason::indicator_implausible,
     [](Case& c) { c.state.regime.channels.front().unconfirmed_at = kNow - kDay; }},
    {Reason::price_jump_unconfirmed,
     [](Case& c) { c.snapshot.markets.front().price = Price::of(1'000'000'000'001 * 100); }},
    {Reason::cascade_red, [](Case& c) { feed_the_cascade(c); }},
    {Reason::indicator_stale,
     [](Case& c) { c.snapshot.indicators.front().status = IndicatorStatus::stale; }},
    {Reason::indicator_missing, [](Case& c) { c.snapshot.indicators.clear(); }},
    {Reason::indicator_missing, [](Case& c) { c.state.regime.channels.clear(); }},
    {Reason::price_below_quorum,
     [](Case& c) { c.snapshot.markets.front().price_status = PriceStatus::below_quorum; }},
    {Reason::price_jump_unconfirmed,
     [](Case& c) { c.snapshot.markets.front().price_status = PriceStatus::jump_unconfirmed; }},
    {Reason::price_missing,
     [](Case& c) { c.snapshot.markets.front().price_status = PriceStatus::missing; }},
    {Reason::price_missing, [](Case& c) { c.snapshot.markets.front().price = {}; }},
    {Reason::price_stale,
     [](Case& c) { c.snapshot.markets.front().observed_at = kNow - Seconds{kDay.count + 1}; }},
    {Reason::depth_missing, [](Case& c) { c.snapshot.markets.front().depth = {}; }},
    {Reason::depth_missing, [](Case& c) { c.snapshot.markets.front().daily_volume = {}; }},
    {Reason::volatility_missing, [](Case& c) { c.state.markets.front().variances = {}; }},
    {Reason::loosening_paused, [](Case& c) { c.current.loosening_paused = true; }},
};

Case loose() {
    Case made = sample_case();
    made.current.markets.front().lt = Bps::of(8500);
    made.current.markets.front().ltv = Bps::of(8200);
    return made;
}

/// Published values at which nothing moves.
Case settled() {
    Case made = sample_case();
    PublishedMarket& held = made.current.markets.front();
    held.lt = decide(made).lt_desired;
    held.ltv = decide(made).ltv_desired;
    return made;
}

/// The calm sample with a rise of LT whose veto window is just over.
Case waiting() {
    Case made = sample_case();
    PublishedMarket& held = made.current.markets.front();
    held.pending = Pending{held.ltv, held.lt + Bps::of(50), kNow};
    return made;
}

TEST(Pending, IsExecutedWhereItIsStillWanted) {
    Case made = waiting();
    EXPECT_TRUE(decide(made).execute_pending);
    made.current.markets.front().pending->executable_at = kNow + Seconds{1};
    EXPECT_FALSE(decide(made).execute_pending);
}

TEST(Pending, IsTakenBackByOneBpWhereThereIsADoubt) {
    Case made = waiting();
    made.snapshot.events = {kNow};
    const MarketDecision decision = decide(made);
    EXPECT_FALSE(decision.execute_pending);
    EXPECT_EQ(decision.action, Action::tighten);
    EXPECT_EQ(decision.ltv, made.current.markets.front().ltv - Bps::of(1));
    EXPECT_THAT(decision.holds, Contains(Reason::pending_withdrawn));
}

TEST(Pending, IsLeftAloneOnceItHasExpired) {
    Case made = waiting();
    made.current.markets.front().pending->executable_at = kNow - Seconds{7 * kDay.count + 1};
    EXPECT_FALSE(decide(made).execute_pending);
    made.snapshot.events = {kNow};
    EXPECT_THAT(decide(made).holds, Not(Contains(Reason::pending_withdrawn)));
}

TEST(Step, LoosensInTheCalmSample) {
    const MarketDecision decision = decide(sample_case());
    EXPECT_EQ(decision.action, Action::loosen);
    EXPECT_GT(decision.lt, Bps::of(7500));
    EXPECT_EQ(decision.ramp.count, 0);
}

TEST(Step, AnyDoubtForbidsLooseningAndIsNamed) {
    for (const Doubt& doubt : kDoubts) {
        Case made = sample_case();
        doubt.cast(made);
        const MarketDecision decision = decide(made);
        EXPECT_NE(decision.action, Action::loosen) << name(doubt.reason);
        EXPECT_LE(decision.ltv, decision.expected_ltv) << name(doubt.reason);
        EXPECT_LE(decision.lt, decision.expected_lt) << name(doubt.reason);
        EXPECT_THAT(decision.holds, Contains(doubt.reason));
    }
}

TEST(Step, AnEventOutsideItsWindowForbidsNothing) {
    Case made = sample_case();
    made.snapshot.events = {kNow - kDay - Seconds{1}, kNow + kDay + Seconds{1}};
    EXPECT_EQ(decide(made).action, Action::loosen);
}

TEST(Step, AMissingDepthHoldsLtAndForbidsLoosening) {
    for (Case made : {sample_case(), loose()}) {
        made.snapshot.markets.front().depth_low = {};
        const MarketDecision decision = decide(made);
        EXPECT_NE(decision.action, Action::loosen);
        EXPECT_EQ(decision.lt, decision.expected_lt);
        EXPECT_EQ(decision.lt_desired, decision.expected_lt);
        EXPECT_EQ(decision.lt_target.binding, Reason::depth_missing);
        EXPECT_FALSE(decision.halt_borrowing);
    }
}

TEST(Step, AMissingDepthLetsLtvFall) {
    Case made = sample_case();
    made.snapshot.markets.front().depth_low = {};
    made.current.markets.front().ltv = Bps::of(7200);
    made.state.markets.front().variances.fast = Wad::of(kWadOne / 50);
    const MarketDecision decision = decide(made);
    EXPECT_EQ(decision.action, Action::tighten);
    EXPECT_LT(decision.ltv, decision.expected_ltv);
    EXPECT_EQ(decision.lt, decision.expected_lt);
}

TEST(Step, AnUnknownBookHoldsLtWhileLtvFalls) {
    Case made = loose();
    made.snapshot.markets.front().book.wall.clear();
    const MarketDecision decision = decide(made);
    EXPECT_EQ(decision.lt, decision.expected_lt);
    EXPECT_LT(decision.ltv, decision.expected_ltv);
    EXPECT_THAT(decision.holds, Contains(Reason::induced_budget));
}

TEST(Step, AStalePriceIsFoldedButVouchesForNothing) {
    Case made = settled();
    made.current.markets.front().as_of = kNow - Seconds{12 * kHour.count};
    MarketObservation& market = made.snapshot.markets.front();
    market.observed_at = kNow - kDay;
    EXPECT_EQ(decide(made).action, Action::heartbeat);
    market.observed_at = kNow - Seconds{kDay.count + 1};
    EXPECT_EQ(decide(made).action, Action::none);
    const auto stepped = step(made.policy, made.state, made.snapshot, made.current);
    EXPECT_EQ(stepped->state.markets.front().last_price_at, kNow);
}

TEST(Step, APriceOfZeroVouchesForNothing) {
    Case made = settled();
    made.current.markets.front().as_of = kNow - Seconds{12 * kHour.count};
    made.snapshot.markets.front().price = {};
    EXPECT_EQ(decide(made).action, Action::none);
}

TEST(Step, AGapOfMoreThanADayIsNotQuiet) {
    Case made = sample_case();
    made.state.at = kNow - kDay;
    EXPECT_EQ(decide(made).action, Action::loosen);
    made.state.at = kNow - Seconds{kDay.count + 1};
    EXPECT_THAT(decide(made).holds, Contains(Reason::not_quiet));
    const auto stepped = step(made.policy, made.state, made.snapshot, made.current);
    EXPECT_EQ(stepped->state.markets.front().ltv_quiet_since, kNow);
    EXPECT_EQ(stepped->state.markets.front().lt_quiet_since, kNow);
}

/// Steps every hour for a week in which `spoil` takes the price away, then once with it.
MarketDecision after_a_blind_week(const std::function<void(MarketObservation&)>& spoil) {
    Case made = sample_case();
    for (int hour = 0; hour <= 7 * 24; ++hour) {
        Case seen = made;
        MarketObservation& market = seen.snapshot.markets.front();
        if (hour < 7 * 24)
            spoil(market);
        else
            market.observed_at = seen.snapshot.at;
        const auto stepped = step(seen.policy, seen.state, seen.snapshot, seen.current);
        if (hour == 7 * 24) return stepped->report.markets.front();
        EXPECT_NE(stepped->report.markets.front().action, Action::loosen);
        made.state = stepped->state;
        made.snapshot.at = made.snapshot.at + kHour;
    }
    return {};
}

TEST(Step, AWeekWithoutAPriceIsNotQuiet) {
    using Spoil = std::function<void(MarketObservation&)>;
    const std::vector<Spoil> spoils = {
        [](MarketObservation& market) { market.price_status = PriceStatus::missing; },
        [](MarketObservation& market) { market.price_status = PriceStatus::below_quorum; },
        [](MarketObservation& market) { market.price = Price::of(market.price.count() / 100); },
        [](MarketObservation& market) { market.observed_at = kNow - kDay - kHour; }};
    for (const Spoil& spoil : spoils) {
        const MarketDecision decision = after_a_blind_week(spoil);
        EXPECT_NE(decision.action, Action::loosen);
        EXPECT_THAT(decision.holds, Contains(Reason::not_quiet));
    }
}

TEST(Step, ADayWithoutAPriceIsStillQuiet) {
    Case made = sample_case();
    made.state.markets.front().last_price_at = kNow - kDay;
    made.snapshot.markets.front().price_status = PriceStatus::missing;
    const auto quiet = [&] {
        return step(made.policy, made.state, made.snapshot, made.current)
            ->state.markets.front()
            .ltv_quiet_since;
    };
    EXPECT_LT(quiet(), kNow);
    made.state.markets.front().last_price_at = kNow - kDay - Seconds{1};
    EXPECT_EQ(quiet(), kNow);
}

TEST(Step, ReportsInducedDebtWithoutARamp) {
    Case made = loose();
    made.current.markets.front().limits.ramp_min = {};
    made.current.markets.front().limits.ramp_per_100_bps = {};
    const MarketDecision decision = decide(made);
    EXPECT_LT(decision.lt, decision.expected_lt);
    EXPECT_EQ(decision.ramp.count, 0);
    EXPECT_GT(decision.induced_now, Usd::of(0));
    EXPECT_GT(decision.induced_10_percent, Usd::of(0));
}

TEST(Step, NoDoubtForbidsTightening) {
    for (const Doubt& doubt : kDoubts) {
        Case made = loose();
        doubt.cast(made);
        const MarketDecision decision = decide(made);
        EXPECT_EQ(decision.action, Action::tighten) << name(doubt.reason);
        EXPECT_LT(decision.lt, decision.expected_lt) << name(doubt.reason);
        EXPECT_LT(decision.ltv, decision.expected_ltv) << name(doubt.reason);
        EXPECT_GE(decision.ramp, kDay) << name(doubt.reason);
    }
}

TEST(Step, AFrozenOracleIsLeftAlone) {
    Case made = loose();
    made.current.frozen = true;
    const MarketDecision decision = decide(made);
    EXPECT_EQ(decision.action, Action::none);
    EXPECT_EQ(decision.lt, decision.expected_lt);
    EXPECT_EQ(decision.ramp.count, 0);
    EXPECT_THAT(decision.holds, Contains(Reason::oracle_frozen));
}

TEST(Step, AnUnchangedMarketIsConfirmedAtTheHeartbeat) {
    Case made = settled();
    EXPECT_EQ(decide(made).action, Action::none);
    made.current.markets.front().as_of = kNow - Seconds{12 * kHour.count};
    EXPECT_EQ(decide(made).action, Action::heartbeat);
    made.snapshot.markets.front().price_status = PriceStatus::below_quorum;
    EXPECT_EQ(decide(made).action, Action::none);
}

TEST(Step, OneParameterDoesNotRiseWhileTheOtherFalls) {
    Case made = sample_case();
    made.current.markets.front().ltv = Bps::of(7400);  // over LT - gap
    const MarketDecision decision = decide(made);
    EXPECT_EQ(decision.action, Action::tighten);
    EXPECT_EQ(decision.lt, decision.expected_lt);
    EXPECT_THAT(decision.holds, Contains(Reason::tightening_elsewhere));
}

TEST(Step, LtvHangsFromTheWantedLtWhileACutWaits) {
    Case made = loose();
    made.current.markets.front().limiter.lt_cut_at = kNow - kHour;
    const MarketDecision decision = decide(made);
    EXPECT_THAT(decision.holds, Contains(Reason::cut_delay));
    EXPECT_EQ(decision.lt, decision.expected_lt);
    EXPECT_LE(decision.ltv, decision.lt_desired - Bps::of(300));
}

TEST(Step, TheOraclesLowestLtvIsNoReasonToRise) {
    Case made = settled();
    PublishedMarket& held = made.current.markets.front();
    held.limits.ltv_min = held.ltv + Bps::of(900);
    held.limits.lt_min = held.limits.ltv_min + held.limits.gap_min;
    EXPECT_EQ(decide(made).ltv, held.ltv);
}

TEST(Step, AnUnconfirmedPriceLeavesNoTrace) {
    Case made = sample_case();
    MarketObservation& market = made.snapshot.markets.front();
    market.price = Price::of(market.price.count() / 2);
    market.price_status = PriceStatus::jump_unconfirmed;
    const auto held = step(made.policy, made.state, made.snapshot, made.current);
    EXPECT_EQ(held->state.markets.front().variances, made.state.markets.front().variances);
    EXPECT_EQ(held->state.markets.front().last_price, made.state.markets.front().last_price);
    market.price_status = PriceStatus::confirmed;
    const auto taken = step(made.policy, made.state, made.snapshot, made.current);
    EXPECT_GT(taken->state.markets.front().variances.fast,
              made.state.markets.front().variances.fast);
}

TEST(Step, RefusesArgumentsThatDoNotBelongTogether) {
    const auto refused = [](void (*spoil)(Case&)) {
        Case made = sample_case();
        spoil(made);
        return !step(made.policy, made.state, made.snapshot, made.current).has_value();
    };
    EXPECT_TRUE(refused([](Case& c) { c.snapshot.at = c.state.at + Seconds{3599}; }));
    EXPECT_TRUE(refused([](Case& c) { c.snapshot.markets.clear(); }));
    EXPECT_TRUE(refused([](Case& c) { c.current.markets.clear(); }));
}

TEST(Step, DoesNotDependOnTheOrderOfMarkets) {
    Random random(7);
    for (int i = 0; i < 200; ++i) {
        Case made = random_case(random);
        const auto one = step(made.policy, made.state, made.snapshot, made.current);
        std::reverse(made.snapshot.markets.begin(), made.snapshot.markets.end());
        std::reverse(made.current.markets.begin(), made.current.markets.end());
        std::reverse(made.state.markets.begin(), made.state.markets.end());
        const auto other = step(made.policy, made.state, made.snapshot, made.current);
        ASSERT_EQ(one->report, other->report);
        ASSERT_EQ(one->state, other->state);
    }
}

}  // namespace
}  // namespace ballast::engine::test
