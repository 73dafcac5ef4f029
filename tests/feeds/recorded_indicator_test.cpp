// SPDX-License-Identifier: MIT
#include "feeds/recorded_indicator.hpp"

#include <gtest/gtest.h>

#include "tests/feeds/shipped.hpp"

namespace ballast::feeds {
namespace {

using engine::IndicatorStatus;
using engine::Level;
using test::utc;

constexpr Seconds kThreeDays{3 * kDay.count};

/// Hundredths of the indicator's unit, as most sources print.
Level hundredths(std::int64_t count) {
    return Level::of(Int128{count} * 1'000'000);
}

class RecordedIndicator : public ::testing::Test {
  protected:
    engine::IndicatorObservation observe(const char* name, const char* at) const {
        return observe_indicator(scenario_, name, kThreeDays, utc(at));
    }
    policies::Scenario scenario_ = test::shipped_event();
};

TEST_F(RecordedIndicator, ACloseIsKnownAfterTheCloseOnly) {
    const auto before = observe("vix", "2024-08-05T20:00:00Z");
    EXPECT_EQ(before.level, hundredths(2339));
    EXPECT_EQ(before.observed_at, utc("2024-08-02T20:00:00Z"));
    EXPECT_EQ(before.status, IndicatorStatus::live);
    EXPECT_EQ(observe("vix", "2024-08-05T20:14:59Z").level, hundredths(2339));

    const auto after = observe("vix", "2024-08-06T00:00:00Z");
    EXPECT_EQ(after.level, hundredths(3857));
    EXPECT_EQ(after.observed_at, utc("2024-08-05T20:00:00Z"));
    EXPECT_EQ(after.known_at, utc("2024-08-05T20:15:00Z"));
    EXPECT_EQ(observe("vix", "2024-08-05T20:15:00Z").level, hundredths(3857));
}

TEST_F(RecordedIndicator, AYieldIsKnownOnTheNextTokyoMorning) {
    EXPECT_EQ(observe("jgb40", "2024-08-06T00:29:59Z").level, Level::of(230'200'000));
    EXPECT_EQ(observe("jgb40", "2024-08-06T00:30:00Z").level, Level::of(215'700'000));
    // Friday's yield on Monday.
    EXPECT_EQ(observe("jgb40", "2024-08-05T00:00:00Z").level, Level::of(236'000'000));
    EXPECT_EQ(observe("jgb40", "2024-08-05T04:00:00Z").level, Level::of(230'200'000));
}

TEST_F(RecordedIndicator, ARateIsKnownAtNoonInNewYork) {
    EXPECT_EQ(observe("usdjpy", "2024-08-05T15:59:59Z").level, hundredths(14922));
    EXPECT_EQ(observe("usdjpy", "2024-08-05T16:00:00Z").level, hundredths(14350));
}

TEST_F(RecordedIndicator, AWeekendIsClosedAndNotStale) {
    const auto saturday = observe("vix", "2024-08-03T04:00:00Z");
    EXPECT_EQ(saturday.status, IndicatorStatus::closed);
    EXPECT_EQ(saturday.level, hundredths(2339));
    EXPECT_EQ(observe("move", "2024-08-04T20:00:00Z").status, IndicatorStatus::closed);
    EXPECT_EQ(observe("move", "2024-08-05T00:00:00Z").status, IndicatorStatus::live);
}

TEST_F(RecordedIndicator, AHolidayIsClosed) {
    scenario_ = test::shipped_event("2025-10-10");
    EXPECT_EQ(observe("move", "2025-10-13T12:00:00Z").status, IndicatorStatus::closed);
    EXPECT_EQ(observe("vix", "2025-10-13T12:00:00Z").status, IndicatorStatus::live);
    // Friday's yield waits for the holiday of Monday.
    EXPECT_EQ(observe("jgb10", "2025-10-14T00:00:00Z").observed_at, utc("2025-10-09T06:00:00Z"));
    EXPECT_EQ(observe("jgb10", "2025-10-14T04:00:00Z").observed_at, utc("2025-10-10T06:00:00Z"));
}

TEST_F(RecordedIndicator, ThePrintOfTheEveIsKnownAtTheStart) {
    const auto first = observe("move", "2024-07-22T04:00:00Z");
    EXPECT_EQ(first.level, hundredths(9429));
    EXPECT_EQ(first.observed_at, utc("2024-07-19T20:00:00Z"));
    scenario_ = test::shipped_event("2026-01-20");
    const auto late = observe("jgb10", "2026-01-12T04:00:00Z");
    EXPECT_EQ(late.level, Level::of(209'600'000));
    EXPECT_EQ(late.known_at, utc("2026-01-12T00:00:00Z"));
}

TEST_F(RecordedIndicator, SilenceBeyondTheLimitIsStale) {
    for (policies::ScenarioDay& day : scenario_.days)
        if (day.date > utc("2024-07-25T00:00:00Z")) day.prints.assign(5, std::nullopt);
    // Last print Thursday the 25th; Friday, Monday and Tuesday are the three that may be missing.
    EXPECT_EQ(observe("vix", "2024-07-27T12:00:00Z").status, IndicatorStatus::closed);
    EXPECT_EQ(observe("vix", "2024-07-31T20:00:00Z").status, IndicatorStatus::live);
    const auto stale = observe("vix", "2024-08-01T00:00:00Z");
    EXPECT_EQ(stale.status, IndicatorStatus::stale);
    EXPECT_EQ(stale.level, hundredths(1846));
    EXPECT_EQ(observe("vix", "2024-08-03T00:00:00Z").status, IndicatorStatus::stale);
}

TEST_F(RecordedIndicator, AnUnknownIndicatorIsMissing) {
    const auto nothing = observe("dvol", "2024-08-05T00:00:00Z");
    EXPECT_EQ(nothing.status, IndicatorStatus::missing);
    EXPECT_EQ(nothing.name, "dvol");
    EXPECT_EQ(nothing.level.count(), 0);
}

}  // namespace
}  // namespace ballast::feeds
