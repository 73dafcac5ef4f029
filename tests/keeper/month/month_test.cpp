// SPDX-License-Identifier: MIT
// A month of hourly epochs for twenty collaterals on three chains, with faults of every kind.
#include <gtest/gtest.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "tests/keeper/month/month_run.hpp"
#include "tests/support/nightly.hpp"
#include "tests/support/workers.hpp"

namespace ballast::month {
namespace {

constexpr std::uint64_t kFirstSeed = 1;

/// A month by itself, with the command that repeats it where it is not as it must be.
Figures try_month(std::uint64_t seed) {
    const Figures figures = run_month(seed);
    if (figures.is_clean()) return figures;
    print(figures);
    std::printf("repeat: BALLAST_MONTH_SEED=%llu %s --gtest_filter=SimulatedMonth.*\n",
                static_cast<unsigned long long>(seed), program_invocation_name);
    std::fflush(stdout);
    return figures;
}

Figures try_months() {
    const char* one = std::getenv("BALLAST_MONTH_SEED");
    if (one != nullptr) return try_month(std::strtoull(one, nullptr, 10));
    const auto months = static_cast<std::uint64_t>(test::cases(20, 2'000));
    const auto parts = test::in_workers([&](std::uint64_t worker) {
        Figures sum;
        for (std::uint64_t i = worker; i < months; i += test::kWorkers)
            sum.add(try_month(kFirstSeed + i));
        return sum;
    });
    Figures all;
    for (const Figures& part : parts)
        all.add(part);
    return all;
}

TEST(SimulatedMonth, NothingTwiceNothingBlindNothingSilent) {
    const Figures figures = try_months();
    const bool is_whole = std::getenv("BALLAST_MONTH_SEED") == nullptr;
    for (std::size_t i = 0; i < kFaultKinds && is_whole; ++i)
        EXPECT_GT(figures.tally.met[i], 0U) << name(static_cast<FaultKind>(i));
    EXPECT_GT(figures.updates, 0U);
    EXPECT_GT(figures.loosenings, 0U);
    EXPECT_GT(figures.executions, 0U);
    EXPECT_EQ(figures.unreplayed, 0U);
    EXPECT_EQ(figures.silent_oracles, 0U);
    EXPECT_EQ(figures.double_updates, 0U);
    EXPECT_EQ(figures.loosenings_on_stale_or_disputed, 0U);
    EXPECT_EQ(figures.silent_stops, 0U);
    EXPECT_LE(figures.catch_up_max, 1U);
    if (is_whole) {
        EXPECT_GT(figures.stuck_behind, 0U);
        EXPECT_GT(figures.hang_epochs, 0U);
    }
    EXPECT_LT(figures.stuck_seconds_max, static_cast<std::uint64_t>(kHour.count));
    EXPECT_LE(figures.hang_lateness_max, kHangLatenessMost);
    print(figures);
}

}  // namespace
}  // namespace ballast::month
