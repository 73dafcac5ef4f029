// SPDX-License-Identifier: MIT
#include "adapters/risk_steward.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "chain/abi.hpp"
#include "tests/adapters/samples.hpp"

namespace ballast::adapters {
namespace {

const ReserveState kReserve{bps(7500), bps(8000), bps(500), false, bps(0)};

Result<std::vector<TimedCall>> calls_of(const engine::Plan& plan,
                                        const ReserveState& now = kReserve) {
    return steward_calls(address_of(3), address_of(1), now, plan, ConfigEngine::v3_7);
}

engine::Plan aave_plan(std::int32_t ltv, std::int32_t lt) {
    return plan_of(engine::Protocol::aave_v3, 7500, 8000, ltv, lt);
}

engine::Plan steps(const std::vector<engine::PlanStep>& list) {
    engine::Plan plan;
    plan.steps = list;
    return plan;
}

TEST(RiskSteward, AFiveHundredBpsCutTakesTenUpdatesAndTwentySevenDays) {
    const auto calls = calls_of(aave_plan(7000, 7500));
    ASSERT_TRUE(calls.has_value());
    ASSERT_EQ(calls->size(), 10U);
    EXPECT_EQ(calls->front().not_before, kStart);
    EXPECT_EQ(calls->back().not_before, kStart + Seconds{27 * kDay.count});
    const RatioChange first{bps(7450), bps(7950), {}};
    EXPECT_EQ(calls->front().call,
              *update_collateral_side(address_of(3), {{address_of(1), first}}, ConfigEngine::v3_7));
}

TEST(RiskSteward, ARatioThatIsThereIsKeptAndStartsNoTimer) {
    const auto calls = calls_of(aave_plan(7480, 7900));
    ASSERT_EQ(calls->size(), 2U);
    const RatioChange second{{}, bps(7900), {}};
    EXPECT_EQ(calls->back().call, *update_collateral_side(address_of(3), {{address_of(1), second}},
                                                          ConfigEngine::v3_7));
}

TEST(RiskSteward, AFrozenReserveOrAPendingLtvIsRefused) {
    ReserveState now = kReserve;
    now.frozen = true;
    EXPECT_FALSE(calls_of(aave_plan(7000, 7500), now).has_value());
    now = kReserve;
    now.pending_ltv = bps(7500);
    EXPECT_FALSE(calls_of(aave_plan(7000, 7500), now).has_value());
}

TEST(RiskSteward, StepsThatItWouldRefuse) {
    const UnixSeconds next = kStart + Seconds{3 * kDay.count};
    const auto refused = [](const std::vector<engine::PlanStep>& list) {
        return !calls_of(steps(list)).has_value();
    };
    EXPECT_TRUE(refused({{kStart, bps(7449), bps(8000), {}}}));
    EXPECT_TRUE(refused({{kStart, bps(7500), bps(8051), {}}}));
    EXPECT_TRUE(refused({{kStart, bps(7500), bps(7950), {}},
                         {UnixSeconds{next.count - 1}, bps(7500), bps(7900), {}}}));
    EXPECT_TRUE(refused({{kStart, bps(7500), bps(8000), {}}}));
    EXPECT_FALSE(refused({{kStart, bps(7500), bps(7950), {}}, {next, bps(7500), bps(7900), {}}}));
}

TEST(RiskSteward, StepsThatBreakAavesRules) {
    ReserveState now = kReserve;
    now.lt = bps(9500);
    const auto refused = [&](std::int32_t ltv, std::int32_t lt) {
        now.ltv = bps(ltv);
        return !calls_of(steps({{kStart, bps(ltv), bps(lt), {}}}), now).has_value();
    };
    EXPECT_FALSE(refused(7500, 9523));
    EXPECT_TRUE(refused(7500, 9524));
    EXPECT_TRUE(refused(9524, 9523));
    EXPECT_TRUE(refused(0, 9523));
}

/// What a category holds after each call, read back from the calldata.
std::vector<CategoryRatios> path_of(CategoryRatios at, const std::vector<TimedCall>& calls) {
    const auto type = chain::parse_abi_type("((uint8,uint256,uint256,uint256,string)[])");
    std::vector<CategoryRatios> path;
    for (const TimedCall& timed : calls) {
        const auto decoded = chain::abi_decode(*type, ByteView(timed.call.data).subspan(4));
        const auto& update = *decoded->as_list()->front().as_list()->front().as_list();
        const auto set = [](engine::Bps& ratio, const chain::AbiValue& word) {
            const auto value = word.as_word()->to_u64();
            if (value) ratio = engine::Bps::of(Int128{*value});
        };
        set(at.ltv, update[1]);
        set(at.lt, update[2]);
        set(at.bonus, update[3]);
        path.push_back(at);
    }
    return path;
}

TEST(RiskSteward, ACategorysThresholdMovesTenBpsInThreeDays) {
    const CategoryRatios now{bps(9000), bps(9300), bps(100)};
    const auto calls =
        category_calls(address_of(3), 1, now, {bps(8980), bps(9275), bps(100)}, kStart);
    ASSERT_EQ(calls->size(), 3U);
    EXPECT_EQ(calls->back().not_before, kStart + Seconds{6 * kDay.count});
    const auto path = path_of(now, *calls);
    EXPECT_EQ(path[0], (CategoryRatios{bps(8980), bps(9290), bps(100)}));
    EXPECT_EQ(path[2], (CategoryRatios{bps(8980), bps(9275), bps(100)}));
    EXPECT_TRUE(category_calls(address_of(3), 1, now, now, kStart)->empty());
}

TEST(RiskSteward, EveryWayOfACategoryArrivesByAdmissibleUpdates) {
    const CategoryRatios ends[] = {{bps(7000), bps(9523), bps(500)},
                                   {bps(8900), bps(9090), bps(1000)},
                                   {bps(9500), bps(9708), bps(300)},
                                   {bps(9001), bps(9001), bps(1)},
                                   {bps(8695), bps(8695), bps(1500)}};
    const auto near = [](engine::Bps a, engine::Bps b, std::int32_t step) {
        return std::abs(a.count() - b.count()) <= step;
    };
    for (const CategoryRatios& from : ends) {
        for (const CategoryRatios& to : ends) {
            const auto calls = category_calls(address_of(3), 1, from, to, kStart);
            ASSERT_TRUE(calls.has_value());
            CategoryRatios at = from;
            for (const CategoryRatios& next : path_of(from, *calls)) {
                EXPECT_TRUE(near(at.ltv, next.ltv, 50) && near(at.lt, next.lt, 10));
                EXPECT_TRUE(near(at.bonus, next.bonus, 50));
                EXPECT_LE(next.ltv, next.lt);
                EXPECT_LE(std::int64_t{next.lt.count()} * (10'000 + next.bonus.count()),
                          100'000'000);
                at = next;
            }
            EXPECT_EQ(at, to);
        }
    }
}

TEST(RiskSteward, CategoriesThatAaveWouldRefuse) {
    const CategoryRatios good{bps(9000), bps(9300), bps(100)};
    const CategoryRatios bad{bps(9301), bps(9300), bps(100)};
    EXPECT_FALSE(category_calls(address_of(3), 1, good, bad, kStart).has_value());
    EXPECT_FALSE(category_calls(address_of(3), 1, bad, good, kStart).has_value());
    EXPECT_FALSE(category_calls(address_of(3), 0, good, {bps(8000), bps(9300), bps(100)}, kStart));
}

TEST(RiskSteward, CallsThatTheStewardWouldRefuse) {
    EXPECT_FALSE(update_collateral_side(address_of(3), {}, ConfigEngine::v3_6));
    EXPECT_FALSE(update_collateral_side(address_of(3), {{address_of(1), {}}}, ConfigEngine::v3_7));
    EXPECT_FALSE(update_collateral_side(address_of(3), {{address_of(1), {bps(0), {}, {}}}},
                                        ConfigEngine::v3_6));
    EXPECT_FALSE(update_emode_categories(address_of(3), {}));
    EXPECT_FALSE(update_emode_categories(address_of(3), {{0, {bps(9000), {}, {}}}}));
    EXPECT_FALSE(update_emode_categories(address_of(3), {{1, {}}}));
}

}  // namespace
}  // namespace ballast::adapters
