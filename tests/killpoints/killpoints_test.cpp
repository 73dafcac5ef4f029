// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "tests/killpoints/reference_outbox.hpp"
#include "tests/killpoints/sweep.hpp"

namespace ballast::test {
namespace {

TEST(killpoints, theJudgeAcquitsWhoStoresFirst) {
    SweepPlan plan;
    plan.make = make_store_then_send;
    plan.stride = 3;
    plan.recovery_stride = 7;
    const SweepResult result = sweep(plan);
    print(result);
    EXPECT_GT(result.points, 300U);
    EXPECT_EQ(result.faults(), 0U);
}

TEST(killpoints, theJudgeCatchesWhoSendsFirst) {
    SweepPlan plan;
    plan.make = make_send_then_store;
    plan.stride = 3;
    plan.recovery_stride = 7;
    const SweepResult result = sweep(plan);
    print(result);
    EXPECT_GT(result.doubles, 0U);
}

}  // namespace
}  // namespace ballast::test
