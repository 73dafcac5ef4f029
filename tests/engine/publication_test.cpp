// SPDX-License-Identifier: MIT
#include "engine/publication.hpp"

#include <gtest/gtest.h>

#include "engine/liquidity.hpp"
#include "tests/engine/sample.hpp"

namespace ballast::engine::test {
namespace {

using ::testing::Test;

struct Publication : Test {
    Case made = sample_case();
    PublishedMarket& held = made.current.markets.front();
    Limiter& limiter = held.limiter;
    std::vector<Reason> reasons;
    UnixSeconds quiet_since = kNow - Seconds{7 * kDay.count};

    PublicationInput input() {
        return {.policy = made.policy.publication,
                .asset = made.policy.assets.front(),
                .market = made.snapshot.markets.front(),
                .published = held,
                .at = kNow,
                .doubts = reasons,
                .ltv_quiet_since = quiet_since,
                .lt_quiet_since = quiet_since};
    }
    void expect_ltv(int wanted, int value, const std::vector<Reason>& holds) {
        const Move move = raise_ltv(input(), held.ltv + Bps::of(wanted));
        EXPECT_EQ(move.value, held.ltv + Bps::of(value)) << wanted;
        EXPECT_EQ(move.holds, holds) << wanted;
    }
    void expect_cut(int wanted, int value, const std::vector<Reason>& holds) {
        const Move move = lower_lt(input(), held.lt - Bps::of(wanted));
        EXPECT_EQ(move.value, held.lt - Bps::of(value)) << wanted;
        EXPECT_EQ(move.holds, holds) << wanted;
    }
};

TEST_F(Publication, PlayBandByHand) {
    const Wad play = Wad::of(5 * kWadOne / 4);
    EXPECT_EQ(play_band(Bps::of(8500), Bps::of(8000), play), Bps::of(8000));
    EXPECT_EQ(play_band(Bps::of(7800), Bps::of(8000), play), Bps::of(7800));
    EXPECT_EQ(play_band(Bps::of(7000), Bps::of(8000), play), Bps::of(7500));
    EXPECT_EQ(play_band(Bps::of(7000), Bps::of(8001), play), Bps::of(7501));  // 2498.75 up
}

TEST_F(Publication, ARiseIsLimitedByStepAndBudgets) {
    expect_ltv(80, 80, {});
    expect_ltv(400, 100, {Reason::rise_budget});
    limiter.ltv_raised_at = kNow - kDay;
    limiter.ltv_rise_day_used = Bps::of(100);
    limiter.ltv_rise_week_used = Bps::of(290);
    expect_ltv(400, 52, {Reason::rise_budget});  // 300 - (290 - floor(300 / 7))
}

TEST_F(Publication, ARiseUnderTheDeadbandWaits) {
    expect_ltv(24, 0, {Reason::deadband});
    expect_ltv(25, 25, {});
    limiter.ltv_raised_at = kNow - kDay;
    limiter.ltv_rise_week_used = Bps::of(320);
    expect_ltv(80, 0, {Reason::rise_budget});
}

TEST_F(Publication, ARiseWaitsForQuietDelayAndVeto) {
    quiet_since = kNow - Seconds{2 * kDay.count - 1};
    expect_ltv(80, 0, {Reason::not_quiet});
    quiet_since = {};
    expect_ltv(80, 0, {Reason::not_quiet});
    quiet_since = kNow - Seconds{2 * kDay.count};
    expect_ltv(80, 80, {});
    limiter.ltv_raised_at = kNow - Seconds{kDay.count - 1};
    expect_ltv(80, 0, {Reason::rise_delay});
    limiter.ltv_raised_at = {};
    limiter.ltv_cut_at = kNow - Seconds{2 * kDay.count - 1};
    expect_ltv(80, 0, {Reason::rise_delay});
    held.pending = Pending{held.ltv, held.lt, kNow + kHour};
    expect_ltv(80, 0, {Reason::pending_veto});
}

TEST_F(Publication, ARiseWaitsADayForTheNextWhateverTheOracleAllows) {
    held.limits.ltv_rise_delay = kHour;
    limiter.ltv_raised_at = kNow - Seconds{kDay.count - 1};
    expect_ltv(80, 0, {Reason::rise_delay});
    EXPECT_EQ(raise_lt(input(), held.lt + Bps::of(80)).value, held.lt + Bps::of(80));
    limiter.ltv_raised_at = kNow - kDay;
    expect_ltv(80, 80, {});
    held.limits.ltv_rise_delay = {2 * kDay.count};
    expect_ltv(80, 0, {Reason::rise_delay});
}

TEST_F(Publication, ARiseStopsAtTheBonusRuleOfTheOracle) {
    held.bonus = Bps::of(3200);  // floor(10^8 / 13,200) = 7,575
    const Move move = raise_lt(input(), Bps::of(7700));
    EXPECT_EQ(move.value, Bps::of(7575));
}

TEST_F(Publication, AnUnknownBookHoldsTheCut) {
    made.snapshot.markets.front().book.wall.clear();
    expect_cut(100, 0, {Reason::induced_budget});
}

TEST_F(Publication, AnExpiredLooseningIsNotWaitedFor) {
    held.pending = Pending{held.ltv, held.lt, kNow - Seconds{7 * kDay.count}};
    expect_ltv(80, 0, {Reason::pending_veto});
    held.pending->executable_at = kNow - Seconds{7 * kDay.count + 1};
    expect_ltv(80, 80, {});
}

TEST_F(Publication, AnyDoubtForbidsARise) {
    reasons = {Reason::event_window, Reason::price_missing};
    expect_ltv(80, 0, reasons);
    EXPECT_EQ(raise_lt(input(), held.lt + Bps::of(80)).value, held.lt);
}

TEST_F(Publication, ACutIsLimitedByDelayAndBudget) {
    expect_cut(24, 0, {Reason::deadband});
    expect_cut(25, 25, {});
    expect_cut(100, 100, {});
    limiter.lt_cut_week_used = Bps::of(300);
    limiter.lt_cut_at = kNow - kDay;
    expect_cut(100, 42, {Reason::cut_budget});
    limiter.lt_cut_at = kNow - Seconds{6 * kHour.count - 1};
    expect_cut(100, 0, {Reason::cut_delay});
    limiter = {};
    held.limits.lt_min = held.lt - Bps::of(60);
    expect_cut(100, 60, {});
}

TEST_F(Publication, TheInducedBudgetPicksTheLargestCut) {
    made.policy.publication.induced_budget = Wad::of(kWadOne / 50);
    const Usd budget =
        Usd::of(depth_at(made.snapshot.markets.front().depth_low, Bps::of(250)).count() / 50);
    const Move move = lower_lt(input(), held.lt - Bps::of(300));
    EXPECT_EQ(move.holds, std::vector<Reason>{Reason::induced_budget});
    const auto induced = [&](Bps lt) {
        return induced_liquidation(made.snapshot.markets.front().book, held.lt, lt, Bps::of(0));
    };
    EXPECT_LE(induced(move.value), budget);
    EXPECT_GT(induced(move.value - Bps::of(1)), budget);
}

TEST_F(Publication, TheRampFollowsTheValueInForce) {
    EXPECT_EQ(ramp_for(held, held.lt - Bps::of(50), kNow), kDay);
    EXPECT_EQ(ramp_for(held, held.lt - Bps::of(150), kNow), Seconds{129'600});
    held.lt_start = held.lt + Bps::of(100);
    held.ramp_start = kNow;
    held.ramp = kDay;
    EXPECT_EQ(lt_now(held, kNow), held.lt_start);
    EXPECT_EQ(lt_now(held, kNow - kDay), held.lt_start);  // no more than where it begins
    EXPECT_EQ(lt_now(held, kNow + Seconds{kDay.count / 3}), held.lt + Bps::of(66));
    EXPECT_EQ(lt_now(held, kNow + kDay), held.lt);
    EXPECT_EQ(ramp_for(held, held.lt - Bps::of(50), kNow), Seconds{129'600});
    held.lt_start = held.lt - Bps::of(100);
    EXPECT_EQ(lt_now(held, kNow), held.lt);
}

TEST_F(Publication, RoomIsTheContractsBucket) {
    const auto left = [](int used, std::int64_t elapsed) {
        return room(Bps::of(used), kNow, Bps::of(100), kDay, kNow + Seconds{elapsed}).count();
    };
    EXPECT_EQ(left(0, 0), 100);
    EXPECT_EQ(left(100, 0), 0);
    EXPECT_EQ(left(100, 863), 0);  // not yet a whole bp
    EXPECT_EQ(left(100, 864), 1);
    EXPECT_EQ(left(100, kDay.count), 100);
    EXPECT_EQ(left(250, 0), 0);
}

}  // namespace
}  // namespace ballast::engine::test
