// SPDX-License-Identifier: MIT
#include "keeper/schedule.hpp"

#include <gtest/gtest.h>

#include "tests/support/property.hpp"

namespace ballast::keeper {
namespace {

constexpr UnixSeconds kNoon{1'722'816'000};  // 2024-08-05T00:00:00Z
constexpr SchedulePlan kHourly{};

UnixSeconds after(std::int64_t minutes, std::int64_t seconds = 0) {
    return kNoon + Seconds{minutes * 60 + seconds};
}

TEST(Schedule, TheFirstEpochIsDueAtOnce) {
    const auto due = due_epoch(kHourly, std::nullopt, after(17));
    ASSERT_TRUE(due);
    EXPECT_EQ(due->at, after(17));
    EXPECT_FALSE(due->catch_up);
}

TEST(Schedule, EpochsAreAlignedInUtc) {
    EXPECT_FALSE(due_epoch(kHourly, kNoon, after(59, 59)));
    const auto due = due_epoch(kHourly, kNoon, after(60, 7));
    ASSERT_TRUE(due);
    EXPECT_EQ(due->at, after(60));
    EXPECT_EQ(due->missed, 0);
    EXPECT_EQ(next_due(kHourly, kNoon, after(1)), after(60));
}

TEST(Schedule, AStandbyLooksLater) {
    const SchedulePlan standby{.epoch = kHour, .offset = Seconds{600}};
    EXPECT_FALSE(due_epoch(standby, after(10), after(69)));
    ASSERT_TRUE(due_epoch(standby, after(10), after(70)));
    EXPECT_EQ(due_epoch(standby, after(10), after(70))->at, after(70));
}

TEST(Schedule, AfterAnOddMomentTheNextIsNeverWithinAnHour) {
    EXPECT_EQ(next_due(kHourly, after(55), after(56)), after(120));
    EXPECT_FALSE(due_epoch(kHourly, after(17), after(60)));
}

TEST(Schedule, AfterALateEpochNobodyWaitsForTwoAndTheNextAreAlignedAgain) {
    std::optional<UnixSeconds> last = after(6);
    for (int epochs = 0; epochs < 6; ++epochs) {
        const UnixSeconds next = next_due(kHourly, last, *last);
        EXPECT_LE((next - *last).count, 70 * 60);
        const auto due = due_epoch(kHourly, last, next);
        ASSERT_TRUE(due);
        EXPECT_EQ(due->at, next);
        EXPECT_FALSE(due->catch_up);
        last = due->at;
    }
    EXPECT_EQ(last->count % kHour.count, 0);
    const SchedulePlan daily{.epoch = kDay};
    EXPECT_EQ(next_due(daily, after(600), after(601)), after(24 * 60));
}

TEST(Schedule, MissedEpochsAreNotMadeUp) {
    const auto due = due_epoch(kHourly, kNoon, after(72 * 60 + 30));
    ASSERT_TRUE(due);
    EXPECT_EQ(due->at, after(72 * 60 + 30));
    EXPECT_TRUE(due->catch_up);
    EXPECT_EQ(due->missed, 72);
    EXPECT_FALSE(due_epoch(kHourly, due->at, after(72 * 60 + 31)));
}

TEST(Schedule, AClockThatGoesBackBringsNoEpoch) {
    EXPECT_FALSE(due_epoch(kHourly, after(60), kNoon));
}

TEST(Schedule, AnEventWaitsForItsDistance) {
    EXPECT_FALSE(may_trigger(std::nullopt, kNoon, kHour));
    EXPECT_FALSE(may_trigger(kNoon, after(59), kHour));
    EXPECT_TRUE(may_trigger(kNoon, after(60), kHour));
}

// Whatever the clock does between two looks: epochs ascend by an hour at least, and never more of
// them come than hours have passed.
BALLAST_PROPERTY(ScheduleProperties, EpochsAscendByAnHourAtLeast, 500, 20'000) {
    const auto hours = *rc::gen::inRange(1, 25);
    const SchedulePlan plan{.epoch = Seconds{3'600 * hours},
                            .offset = Seconds{*rc::gen::inRange(0, 3'600)}};
    std::optional<UnixSeconds> last;
    UnixSeconds now = kNoon;
    for (const int step : *rc::gen::container<std::vector<int>>(rc::gen::inRange(-4'000, 9'000))) {
        now = now + Seconds{step};
        const auto due = due_epoch(plan, last, now);
        if (!due) continue;
        RC_ASSERT(due->at <= now);
        RC_ASSERT(now - due->at <= kLateness);
        if (last) RC_ASSERT(due->at - *last >= kEpochLeast);
        last = due->at;
        RC_ASSERT(!due_epoch(plan, last, now));
    }
}

TEST(Backoff, GrowsToItsLastWaitWithJitter) {
    Backoff backoff(7);
    EXPECT_TRUE(backoff.is_over({0}));
    std::int64_t now = 0;
    std::int64_t longest = 0;
    for (int i = 0; i < 12; ++i) {
        backoff.failed({now});
        std::int64_t waited = 0;
        while (!backoff.is_over({now + waited}))
            waited += 100;
        EXPECT_GE(waited, 2'500);
        EXPECT_LE(waited, 300'100);
        longest = std::max(longest, waited);
        now += waited;
    }
    EXPECT_GE(longest, 150'000);
    backoff.succeeded();
    EXPECT_TRUE(backoff.is_over({now}));
}

}  // namespace
}  // namespace ballast::keeper
