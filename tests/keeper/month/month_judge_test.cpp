// SPDX-License-Identifier: MIT
// The judge of the simulated month sees what it is there for.
#include <gtest/gtest.h>

#include <cstdio>

#include "tests/keeper/month/month_run.hpp"

namespace ballast::month {
namespace {

UnixSeconds day(std::int64_t days) {
    return kBegin + Seconds{days * kDay.count};
}

Figures played(std::vector<Fault> faults, Planted planted, std::int64_t days) {
    return MonthRun(7, std::move(faults), planted, day(days)).run();
}

/// No source but one of each market's answers until the day.
std::vector<Fault> all_sources_exaggerate(std::int64_t until) {
    std::vector<Fault> faults;
    for (std::size_t market = 0; market < kMarkets; ++market)
        faults.push_back({FaultKind::all_times_ten, kBegin + kHour, day(until), market, 0});
    return faults;
}

TEST(MonthJudge, FindsNothingWhereNothingIsWrong) {
    const Figures figures = played({}, {}, 4);
    EXPECT_TRUE(figures.is_clean());
    EXPECT_GT(figures.loosenings, 0U);
}

TEST(MonthJudge, SeesAReportThatIsAppliedTwice) {
    Planted planted;
    planted.applies_twice = true;
    EXPECT_GT(played({}, planted, 2).double_updates, 0U);
}

TEST(MonthJudge, SeesALooseningOnPricesThatAreDisputed) {
    Planted planted;
    planted.calls_all_live = true;
    EXPECT_GT(played(all_sources_exaggerate(4), planted, 4).loosenings_on_stale_or_disputed, 0U);
    const Figures honest = played(all_sources_exaggerate(4), {}, 4);
    EXPECT_EQ(honest.loosenings_on_stale_or_disputed, 0U);
    EXPECT_EQ(honest.loosenings, 0U);
}

TEST(MonthJudge, SeesALaneThatSaysNoMore) {
    Planted planted;
    planted.lane_vanishes = true;
    const Figures figures = played({}, planted, 3);
    EXPECT_GT(figures.silent_stops, 0U);
    EXPECT_GT(figures.silent_oracles, 0U);
}

TEST(MonthJudge, SeesAJournalThatWasEdited) {
    Planted planted;
    planted.edits_journal = true;
    EXPECT_EQ(played({}, planted, 1).unreplayed, kLanes);
}

TEST(MonthFaults, ARoutineTransactionIsStuckWhileAShockComes) {
    const Fault stuck{FaultKind::routine_stuck, day(1), day(3), 0, 0};
    const Figures figures = played({stuck}, {}, 4);
    EXPECT_TRUE(figures.is_clean());
    EXPECT_EQ(figures.tally.met[static_cast<std::size_t>(FaultKind::routine_stuck)], 1U);
    EXPECT_EQ(figures.stuck_behind, 1U);
    EXPECT_LT(figures.stuck_seconds_max, 600U);
    std::printf("stuck_cut_seconds=%llu stuck_cut_epochs=%llu cancelled=%llu\n",
                static_cast<unsigned long long>(figures.stuck_seconds_max),
                static_cast<unsigned long long>(figures.stuck_seconds_max / 3'600),
                static_cast<unsigned long long>(figures.cancelled));
}

TEST(MonthFaults, TheNodesOfOneChainHangAndTheOthersDoNotNotice) {
    const Fault hang{FaultKind::chain_hangs, day(1), day(2), 0, 0};
    const Figures figures = played({hang}, {}, 3);
    EXPECT_TRUE(figures.is_clean());
    EXPECT_GT(figures.tally.met[static_cast<std::size_t>(FaultKind::chain_hangs)], 24U);
    EXPECT_GE(figures.hang_epochs, 2U * 23U);
    std::printf("hang_epochs=%llu hang_lateness_max=%llu\n",
                static_cast<unsigned long long>(figures.hang_epochs),
                static_cast<unsigned long long>(figures.hang_lateness_max));
}

TEST(MonthJudge, SeesABacklogThatIsCaughtUpWith) {
    const Fault outage{FaultKind::outage, day(1), day(4), 0, 0};
    MonthWorld world(1, {outage}, day(5));
    for (std::uint64_t missed = 0; missed < 3; ++missed) {
        AcceptedReport report;
        report.seq = missed + 1;
        report.is_ours = true;
        report.decided_at = day(2) + Seconds{static_cast<std::int64_t>(missed) * kHour.count};
        report.arrived = report.mined_at = day(4) + Seconds{60};
        world.chains[0]->accepted.push_back(report);
    }
    LaneWatch watch;
    watch.alarmed.assign(kHours + 1, 1);
    Figures figures;
    judge_lane(world, 0, watch, figures);
    EXPECT_EQ(figures.catch_up_max, 3U);
    EXPECT_EQ(figures.double_updates, 0U);
}

}  // namespace
}  // namespace ballast::month
