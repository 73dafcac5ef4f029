// SPDX-License-Identifier: MIT
// Reorganisations under the whole stack: sender, SQLite, pool, JSON-RPC, three nodes of which one
// may lie and any may turn up on another chain.
#include <gtest/gtest.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "tests/reorgs/reorg_run.hpp"
#include "tests/support/nightly.hpp"

namespace ballast::test {
namespace {

/// Runs seeds until there were `reorgs` reorganisations. BALLAST_SEED=N runs that seed alone.
ReorgFigures run_many(std::uint64_t reorgs, bool with_liar) {
    ReorgFigures sum;
    const char* chosen = std::getenv("BALLAST_SEED");
    std::uint64_t seed = chosen != nullptr ? std::strtoull(chosen, nullptr, 10) : 1;
    do {
        const ReorgFigures run = run_reorgs(seed, with_liar);
        add(sum, run);
        if (run.faults() > 0) {
            const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
            std::printf("repeat: BALLAST_SEED=%llu %s --gtest_filter=%s.%s\n",
                        static_cast<unsigned long long>(seed), program_invocation_name,
                        test->test_suite_name(), test->name());
        }
        ++seed;
    } while (chosen == nullptr && sum.reorgs < reorgs);
    std::printf("seeds=1..%llu ", static_cast<unsigned long long>(seed - 1));
    print(sum);
    return sum;
}

void expect_clean(const ReorgFigures& figures) {
    EXPECT_EQ(figures.doubles, 0U);
    EXPECT_EQ(figures.lost, 0U);
    EXPECT_EQ(figures.wrong_confirmed, 0U);
    EXPECT_EQ(figures.wrong_chain_signatures, 0U);
    EXPECT_EQ(figures.stuck, 0U);
    EXPECT_GT(figures.hits, figures.reorgs / 4) << "too few took anything away";
    EXPECT_GT(figures.depth_max, 28U);
    EXPECT_GT(figures.switches, 0U);
}

TEST(fault_24_reorganised, ends_in_exactly_one_inclusion) {
    expect_clean(run_many(static_cast<std::uint64_t>(cases(1'000, 10'000)), false));
}

TEST(fault_26_one_liar_of_three_in_reorgs, never_a_wrong_confirmation) {
    const ReorgFigures figures = run_many(static_cast<std::uint64_t>(cases(300, 3'000)), true);
    expect_clean(figures);
    EXPECT_GT(figures.lies, 1'000U);
}

}  // namespace
}  // namespace ballast::test
