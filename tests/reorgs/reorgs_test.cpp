// SPDX-License-Identifier: MIT
// Reorganisations under the whole stack: sender, SQLite, pool, JSON-RPC, three nodes of which one
// may lie and any may turn up on another chain.
#include <gtest/gtest.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "tests/reorgs/reorg_run.hpp"
#include "tests/support/nightly.hpp"
#include "tests/support/workers.hpp"

namespace ballast::test {
namespace {

void print_repeat(std::uint64_t seed) {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    std::printf("repeat: BALLAST_SEED=%llu %s --gtest_filter=%s.%s\n",
                static_cast<unsigned long long>(seed), program_invocation_name,
                test->test_suite_name(), test->name());
}

ReorgFigures run_seed(std::uint64_t seed, bool with_liar) {
    const ReorgFigures run = run_reorgs(seed, with_liar);
    if (run.faults() > 0) print_repeat(seed);
    return run;
}

/// A worker's share of the seeds from 1 on.
ReorgFigures run_share(std::uint64_t seeds, bool with_liar, std::uint64_t worker) {
    ReorgFigures sum;
    for (std::uint64_t seed = 1 + worker; seed <= seeds; seed += kWorkers)
        add(sum, run_seed(seed, with_liar));
    return sum;
}

/// Runs as many seeds as make `reorgs` reorganisations. BALLAST_SEED=N runs that seed alone.
ReorgFigures run_many(int reorgs, bool with_liar) {
    const std::uint64_t seeds = static_cast<std::uint64_t>(reorgs) / kReorgsOfRun;
    if (const char* chosen = std::getenv("BALLAST_SEED")) {
        const ReorgFigures run = run_seed(std::strtoull(chosen, nullptr, 10), with_liar);
        print(run);
        return run;
    }
    ReorgFigures sum;
    for (const ReorgFigures& part :
         in_workers([&](std::uint64_t worker) { return run_share(seeds, with_liar, worker); }))
        add(sum, part);
    std::printf("seeds=1..%llu ", static_cast<unsigned long long>(seeds));
    print(sum);
    return sum;
}

void expect_clean(const ReorgFigures& figures) {
    EXPECT_EQ(figures.doubles, 0U);
    EXPECT_EQ(figures.lost, 0U);
    EXPECT_EQ(figures.wrong_confirmed, 0U);
    EXPECT_EQ(figures.wrong_chain_signatures, 0U);
    EXPECT_EQ(figures.stuck, 0U);
    if (std::getenv("BALLAST_SEED") != nullptr) return;
    EXPECT_GT(figures.hits, figures.reorgs / 2) << "too few took anything away";
    EXPECT_EQ(figures.depth_max, 32U);
    EXPECT_GT(figures.switches, 0U);
}

TEST(fault_24_reorganised, ends_in_exactly_one_inclusion) {
    expect_clean(run_many(cases(600, 6'000), false));
}

TEST(fault_26_one_liar_of_three_in_reorgs, never_a_wrong_confirmation) {
    const ReorgFigures figures = run_many(cases(1'000, 10'000), true);
    expect_clean(figures);
    if (std::getenv("BALLAST_SEED") != nullptr) return;
    EXPECT_GT(figures.lies, 1'000U);
}

}  // namespace
}  // namespace ballast::test
