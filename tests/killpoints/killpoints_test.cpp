// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

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

TEST(fault_35_killed_at_every_act, and_again_in_recovery) {
    SweepPlan plan = rough();
    plan.seeds = static_cast<std::uint64_t>(cases(1, 200));
    plan.stride = 4;
    plan.recovery_stride = 9;
    const SweepResult result = sweep(plan);
    print(result);
}

}  // namespace
}  // namespace ballast::test
