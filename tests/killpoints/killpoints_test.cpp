// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>

#include "tests/killpoints/reference_outbox.hpp"
#include "tests/killpoints/sweep.hpp"
#include "tests/support/nightly.hpp"
#include "tests/support/sim_sender.hpp"

namespace ballast::test {
namespace {

/// Few steps far apart: enough to judge the judge.
SweepPlan coarse(const MakeOutbox& make) {
    SweepPlan plan;
    plan.make = make;
    plan.stride = 5;
    plan.recovery_stride = 11;
    return plan;
}

TEST(killpoints, the_judge_acquits_who_stores_first) {
    const SweepResult result = sweep(coarse(make_store_then_send));
    print(result);
    EXPECT_EQ(result.faults(), 0U);
}

TEST(killpoints, the_judge_catches_who_sends_first) {
    const SweepResult result = sweep(coarse(make_send_then_store));
    print(result);
    EXPECT_GT(result.doubles, result.points / 10);
}

/// Everything of the sender's table has its turn: replacements, cancellations, evictions,
/// reorganisations, silence.
SweepPlan rough() {
    SweepPlan plan;
    plan.make = make_sender;
    plan.weather = {.empty_block = 5,
                    .fee_change = 5,
                    .eviction = 12,
                    .reorg = 9,
                    .reorg_depth = 2,
                    .no_request = 9,
                    .no_answer = 9,
                    .no_look = 60};
    plan.job.deadline = {45};
    return plan;
}

SweepPlan calm() {
    SweepPlan plan = rough();
    plan.weather = {};
    plan.job.requests = 2;
    return plan;
}

void expect_clean(const SweepResult& result) {
    print(result);
    EXPECT_EQ(result.doubles, 0U);
    EXPECT_EQ(result.lost, 0U);
    EXPECT_EQ(result.wrong, 0U);
    EXPECT_EQ(result.stuck, 0U);
    EXPECT_GT(result.recovery_crashes, result.points / 2);
    for (std::size_t act = 0; act < kActs; ++act)
        EXPECT_GT(result.deaths[act], 0U) << "nobody died in " << kActNames[act];
}

TEST(fault_35_killed_at_every_act, and_again_in_recovery) {
    SweepPlan plan = calm();
    plan.seeds = static_cast<std::uint64_t>(cases(1, 20));
    const auto begin = std::chrono::steady_clock::now();
    const SweepResult result = sweep(plan);
    const auto span = std::chrono::steady_clock::now() - begin;
    std::printf(
        "seconds=%lld\n",
        static_cast<long long>(std::chrono::duration_cast<std::chrono::seconds>(span).count()));
    expect_clean(result);
    EXPECT_GE(result.points, 10'000U);
}

TEST(fault_35_killed_at_every_act, in_rough_weather) {
    SweepPlan plan = rough();
    plan.first_seed = 100;
    plan.seeds = static_cast<std::uint64_t>(cases(8, 400));
    plan.stride = 13;
    plan.recovery_stride = 37;
    const SweepResult result = sweep(plan);
    expect_clean(result);
    EXPECT_GT(result.reorgs_that_hit, 0U);
    EXPECT_GT(result.evictions, 0U);
    EXPECT_GT(result.replacements, 0U);
    EXPECT_GT(result.cancellations, 0U);
}

/// Routine requests that the market leaves behind, with urgent ones behind them: every cancellation
/// is one that made way, for no request has a deadline.
TEST(fault_35_killed_at_every_act, while_a_routine_one_makes_way_for_an_urgent_one) {
    SweepPlan plan = rough();
    plan.make = make_capped_sender;
    plan.weather.fee_change = 2;
    plan.weather.fee_factor = 16;
    plan.job.requests = 4;
    plan.job.deadline = {};
    plan.first_seed = 500;
    plan.seeds = static_cast<std::uint64_t>(cases(8, 400));
    plan.stride = 20;
    plan.recovery_stride = 37;
    const SweepResult result = sweep(plan);
    expect_clean(result);
    EXPECT_GT(result.cancellations, result.points / 4);
}

TEST(fault_36_power_lost_at_every_act, unsynced_pages_vanish_or_tear) {
    std::uint64_t points = 0;
    for (const PowerLoss how : {PowerLoss::all_lost, PowerLoss::torn_last, PowerLoss::any_sector}) {
        SweepPlan plan = calm();
        plan.first_seed = 1000 + static_cast<std::uint64_t>(how);
        plan.seeds = static_cast<std::uint64_t>(cases(2, 24));
        plan.stride = 2;
        plan.recovery_stride = 11;
        plan.power_loss = how;
        const SweepResult result = sweep(plan);
        expect_clean(result);
        EXPECT_GT(result.changes_lost, result.points);
        points += result.points;
    }
    std::printf("power_losses=%llu\n", static_cast<unsigned long long>(points));
    EXPECT_GE(points, 2'000U);
}

}  // namespace
}  // namespace ballast::test
