// SPDX-License-Identifier: MIT
#include "engine/plan.hpp"

#include <gtest/gtest.h>

#include "tests/engine/random.hpp"

namespace ballast::engine::test {
namespace {

constexpr UnixSeconds kAt{1'751'932'800};
constexpr Seconds kThreeDays{3 * kDay.count};

HeldParameters held(int ltv, int lt) {
    return {.ltv = Bps::of(ltv), .lt = Bps::of(lt), .changed_at = {}};
}
PlanGoal goal(int ltv, int lt) {
    return {.ltv = Bps::of(ltv), .lt = Bps::of(lt), .ramp = {2 * kDay.count}, .gap = Bps::of(300)};
}
PlanStep at(int days, int ltv, int lt, Seconds ramp = {}) {
    return {{kAt.count + days * kDay.count}, Bps::of(ltv), Bps::of(lt), ramp};
}

TEST(Plan, AaveStewardTakesFiftyOfEachEveryThreeDays) {
    const Plan plan = make_plan(Protocol::aave_v3, held(7300, 7800), goal(7180, 7700), kAt);
    const std::vector<PlanStep> steps{at(0, 7250, 7750), at(3, 7200, 7700), at(6, 7180, 7700)};
    EXPECT_EQ(plan.steps, steps);
    EXPECT_EQ(plan.ltv, (PlanShortfall{Bps::of(0), 70 * 3 + 20 * 3}));
    EXPECT_EQ(plan.lt, (PlanShortfall{Bps::of(0), 50 * 3}));
}

TEST(Plan, CountsPartsOfABpsDayUp) {
    PlanGoal one = goal(7000, 7799);
    one.ramp = {1};
    EXPECT_EQ(make_plan(Protocol::euler_evk, held(7000, 7800), one, kAt).lt.bps_days, 1);
}

TEST(Plan, AaveStewardWaitsForItsClock) {
    HeldParameters late = held(7300, 7800);
    late.changed_at = kAt - kDay;
    const Plan plan = make_plan(Protocol::aave_v3, late, goal(7280, 7800), kAt);
    EXPECT_EQ(plan.steps, std::vector<PlanStep>{at(2, 7280, 7800)});
    EXPECT_EQ(plan.ltv.bps_days, 40);
}

TEST(Plan, AaveLtWaitsForAnLtvThatStandsTooNear) {
    const Plan plan = make_plan(Protocol::aave_v3, held(7600, 7800), goal(7200, 7700), kAt);
    ASSERT_EQ(plan.steps.size(), 8U);
    EXPECT_EQ(plan.steps[0], at(0, 7550, 7800));
    EXPECT_EQ(plan.steps[3], at(9, 7400, 7700));
    EXPECT_EQ(plan.steps.back(), at(21, 7200, 7700));
}

TEST(Plan, NeverHalfAppliesAndAlwaysArrives) {
    Random random(3);
    for (int i = 0; i < 2000; ++i) {
        const int lt = static_cast<int>(random.within(1000, 10'000));
        const int to = static_cast<int>(random.within(1000, 10'000));
        const HeldParameters from = held(static_cast<int>(random.within(0, lt - 300)), lt);
        const PlanGoal wish = goal(static_cast<int>(random.within(0, to - 300)), to);
        const Plan plan = make_plan(Protocol::aave_v3, from, wish, kAt);
        PlanStep last = at(0, from.ltv.count(), from.lt.count());
        for (const PlanStep& step : plan.steps) {
            ASSERT_LE(step.ltv + wish.gap, step.lt);
            ASSERT_LE(std::abs((step.ltv - last.ltv).count()), 50);
            ASSERT_LE(std::abs((step.lt - last.lt).count()), 50);
            const bool first = &step == &plan.steps.front();
            ASSERT_EQ(step.at - last.at, first ? Seconds{} : kThreeDays);
            last = step;
        }
        ASSERT_EQ(last.ltv, wish.ltv);
        ASSERT_EQ(last.lt, wish.lt);
        ASSERT_EQ(plan.ltv.open, Bps::of(0));
        ASSERT_EQ(plan.lt.open, Bps::of(0));
    }
}

TEST(Plan, EulerRampsAFallingLtInOneCall) {
    const Plan down = make_plan(Protocol::euler_evk, held(7300, 7800), goal(7000, 7700), kAt);
    EXPECT_EQ(down.steps, (std::vector<PlanStep>{at(0, 7000, 7700, {2 * kDay.count})}));
    EXPECT_EQ(down.lt, (PlanShortfall{Bps::of(0), 100}));
    const Plan up = make_plan(Protocol::euler_evk, held(7300, 7800), goal(7350, 7900), kAt);
    EXPECT_EQ(up.steps, std::vector<PlanStep>{at(0, 7350, 7900)});
    EXPECT_EQ(up.lt.bps_days, 0);
}

TEST(Plan, AaveV4LeavesOldPositionsWhereTheyAre) {
    const Plan plan = make_plan(Protocol::aave_v4, held(7300, 7800), goal(7000, 7600), kAt);
    EXPECT_EQ(plan.steps, std::vector<PlanStep>{at(0, 7000, 7600)});
    EXPECT_EQ(plan.lt, (PlanShortfall{Bps::of(200), 0}));
    EXPECT_EQ(plan.ltv, (PlanShortfall{Bps::of(0), 0}));
}

TEST(Plan, MorphoTakesTheHighestEnabledValueNotAbove) {
    const auto lltv = [](int lt) {
        return make_plan(Protocol::morpho_blue, held(1, 1), goal(lt - 300, lt), kAt)
            .steps.at(0)
            .lt.count();
    };
    EXPECT_EQ(lltv(3849), 0);
    EXPECT_EQ(lltv(3850), 3850);
    EXPECT_EQ(lltv(7699), 6250);
    EXPECT_EQ(lltv(8600), 8600);
    EXPECT_EQ(lltv(10'000), 9800);
    const Plan same = make_plan(Protocol::morpho_blue, held(7700, 7700), goal(7000, 7800), kAt);
    EXPECT_TRUE(same.steps.empty());
    EXPECT_EQ(same.lt.open, Bps::of(100));
    EXPECT_EQ(same.ltv.open, Bps::of(700));  // one value for both: a loan may be larger than meant
}

TEST(Plan, FluidRoundsDownToTensAndKeepsLtvStrictlyUnderLt) {
    const Plan plan = make_plan(Protocol::fluid, held(7300, 7800), goal(7189, 7695), kAt);
    EXPECT_EQ(plan.steps, std::vector<PlanStep>{at(0, 7180, 7690)});
    EXPECT_EQ(plan.ltv.open, Bps::of(9));
    PlanGoal touching = goal(7699, 7699);
    touching.gap = Bps::of(0);
    const Plan strict = make_plan(Protocol::fluid, held(7300, 7800), touching, kAt);
    EXPECT_EQ(strict.steps, std::vector<PlanStep>{at(0, 7680, 7690)});
}

TEST(Plan, AGoalThatTheCouplingForbidsIsNotPursuedInPart) {
    for (const auto protocol : {Protocol::aave_v3, Protocol::aave_v4, Protocol::euler_evk,
                                Protocol::fluid, Protocol::morpho_blue}) {
        const Plan plan = make_plan(protocol, held(7000, 7800), goal(7500, 7700), kAt);
        EXPECT_TRUE(plan.steps.empty()) << name(protocol);
        EXPECT_EQ(plan.ltv.open, Bps::of(500)) << name(protocol);
        EXPECT_EQ(plan.lt.open, Bps::of(100)) << name(protocol);
    }
}

TEST(Plan, WithoutAWishThereIsNoStep) {
    for (const auto protocol : {Protocol::aave_v3, Protocol::aave_v4, Protocol::euler_evk})
        EXPECT_EQ(make_plan(protocol, held(7000, 7800), goal(7000, 7800), kAt), Plan{});
}

}  // namespace
}  // namespace ballast::engine::test
