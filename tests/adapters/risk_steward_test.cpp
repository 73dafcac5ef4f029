// SPDX-License-Identifier: MIT
#include "adapters/risk_steward.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/adapters/samples.hpp"

namespace ballast::adapters {
namespace {

constexpr UnixSeconds kStart{1'800'000'000};

ReserveState reserve(std::int32_t ltv, std::int32_t lt, std::int32_t bonus) {
    return {{bps(ltv), bps(lt), bps(bonus)}, false, bps(0)};
}

std::vector<StewardStep> plan(const ReserveState& now, const Ratios& target,
                              const StewardLimits& limits = reserve_steward_limits()) {
    const auto steps = plan_steward(now, target, kStart, limits);
    EXPECT_TRUE(steps.has_value());
    return *steps;
}

bool within(engine::Bps from, engine::Bps to, engine::Bps step) {
    return std::abs(from.count() - to.count()) <= step.count();
}

TEST(RiskSteward, AFiveHundredBpsCutTakesTenUpdatesAndTwentySevenDays) {
    const auto steps = plan(reserve(7500, 8000, 500), {bps(7000), bps(7500), bps(500)});
    ASSERT_EQ(steps.size(), 10U);
    EXPECT_EQ(steps.front().not_before, kStart);
    EXPECT_EQ(steps.back().not_before, kStart + Seconds{27 * kDay.count});
    EXPECT_EQ(steps.front().change, (RatioChange{bps(7450), bps(7950), {}}));
}

TEST(RiskSteward, ACategorysThresholdMovesTenBpsInThreeDays) {
    const auto steps =
        plan(reserve(9000, 9300, 100), {bps(9000), bps(9275), bps(100)}, emode_steward_limits());
    ASSERT_EQ(steps.size(), 3U);
    EXPECT_EQ(steps[2].change, (RatioChange{{}, bps(9275), {}}));
}

TEST(RiskSteward, ARatioThatIsThereIsKept) {
    const auto steps = plan(reserve(7500, 8000, 500), {bps(7480), bps(7900), bps(500)});
    ASSERT_EQ(steps.size(), 2U);
    EXPECT_EQ(steps[1].change, (RatioChange{{}, bps(7900), {}}));
}

TEST(RiskSteward, NothingToDoIsNoStep) {
    EXPECT_TRUE(plan(reserve(7500, 8000, 500), {bps(7500), bps(8000), bps(500)}).empty());
}

TEST(RiskSteward, EveryPlanArrivesByAdmissibleUpdates) {
    const StewardLimits limits = reserve_steward_limits();
    const Ratios ends[] = {{bps(7000), bps(9523), bps(500)}, {bps(8900), bps(9090), bps(1000)},
                           {bps(9500), bps(9708), bps(300)}, {bps(1), bps(1), bps(1)},
                           {bps(8000), bps(8000), bps(50)},  {bps(7500), bps(8695), bps(1500)}};
    for (const Ratios& from : ends) {
        for (const Ratios& to : ends) {
            Ratios at = from;
            for (const StewardStep& step : plan({from, false, bps(0)}, to)) {
                EXPECT_NE(step.after, at);
                EXPECT_TRUE(within(at.ltv, step.after.ltv, limits.ltv_step));
                EXPECT_TRUE(within(at.lt, step.after.lt, limits.lt_step));
                EXPECT_TRUE(within(at.bonus, step.after.bonus, limits.bonus_step));
                EXPECT_LE(step.after.ltv, step.after.lt);
                const std::int64_t lt = step.after.lt.count();
                EXPECT_LE(lt * (10'000 + step.after.bonus.count()), 100'000'000);
                at = step.after;
            }
            EXPECT_EQ(at, to);
        }
    }
}

TEST(RiskSteward, AFrozenReserveOrAPendingLtvIsRefused) {
    ReserveState now = reserve(0, 8000, 500);
    now.frozen = true;
    const Ratios target{bps(7000), bps(7900), bps(500)};
    EXPECT_FALSE(plan_steward(now, target, kStart, reserve_steward_limits()).has_value());
    now = reserve(7500, 8000, 500);
    now.pending_ltv = bps(7500);
    EXPECT_FALSE(plan_steward(now, target, kStart, reserve_steward_limits()).has_value());
}

TEST(RiskSteward, TargetsThatAaveOrTheOracleWouldRefuse) {
    const auto refuses = [](const Ratios& target) {
        return !plan_steward(reserve(7500, 8000, 500), target, kStart, reserve_steward_limits())
                    .has_value();
    };
    EXPECT_TRUE(refuses({bps(8001), bps(8000), bps(500)}));
    EXPECT_TRUE(refuses({bps(7500), bps(9524), bps(500)}));
    EXPECT_TRUE(refuses({bps(0), bps(8000), bps(500)}));
    EXPECT_TRUE(refuses({bps(7500), bps(10'001), bps(500)}));
    EXPECT_FALSE(refuses({bps(7500), bps(9523), bps(500)}));
}

TEST(RiskSteward, CallsThatTheStewardWouldRefuse) {
    EXPECT_FALSE(update_collateral_side(address_of(3), {}, ConfigEngine::v3_6).has_value());
    EXPECT_FALSE(update_collateral_side(address_of(3), {{address_of(1), {}}}, ConfigEngine::v3_7));
    EXPECT_FALSE(update_collateral_side(address_of(3), {{address_of(1), {bps(0), {}, {}}}},
                                        ConfigEngine::v3_6));
    EXPECT_FALSE(update_emode_categories(address_of(3), {}));
    EXPECT_FALSE(update_emode_categories(address_of(3), {{0, {bps(9000), {}, {}}}}));
    EXPECT_FALSE(update_emode_categories(address_of(3), {{1, {}}}));
}

}  // namespace
}  // namespace ballast::adapters
