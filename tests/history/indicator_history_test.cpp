// SPDX-License-Identifier: MIT
#include "history/indicator_history.hpp"

#include <gtest/gtest.h>

namespace ballast::history {
namespace {

using engine::IndicatorStatus;

constexpr Seconds kThreeDays{3 * kDay.count};

UnixSeconds utc(const char* text) {
    const auto at = text[10] == '\0' ? parse_date(text) : parse_utc(text);
    EXPECT_TRUE(at) << text;
    return at.value_or(UnixSeconds{});
}

/// Prints of 1, 2, 3 ... on these dates, which are also the sessions.
IndicatorHistory history_of(const char* indicator, const std::vector<const char*>& dates) {
    PrintSeries series;
    for (const char* date : dates) {
        const auto level = static_cast<std::int64_t>(series.prints.size() + 1);
        series.prints.push_back({utc(date), engine::Level::of(Int128{level} * engine::kLevelOne)});
        series.sessions.push_back(utc(date));
    }
    return IndicatorHistory::of(indicator, series);
}

std::int64_t level_at(const IndicatorHistory& history, const char* at) {
    return history.observe(utc(at), kThreeDays).level.count() / engine::kLevelOne;
}

TEST(IndicatorHistory, NewYorkChangesItsClockInMarchAndNovember) {
    EXPECT_EQ(new_york_midnight_hour(utc("2024-03-09")), 5);
    EXPECT_EQ(new_york_midnight_hour(utc("2024-03-10")), 4);
    EXPECT_EQ(new_york_midnight_hour(utc("2024-11-02")), 4);
    EXPECT_EQ(new_york_midnight_hour(utc("2024-11-03")), 5);
    EXPECT_EQ(new_york_midnight_hour(utc("2006-04-01")), 5);
    EXPECT_EQ(new_york_midnight_hour(utc("2006-04-02")), 4);
    EXPECT_EQ(new_york_midnight_hour(utc("2006-10-29")), 5);
}

TEST(IndicatorHistory, ACloseIsKnownAQuarterOfAnHourAfterIt) {
    const auto summer = history_of("vix", {"2024-08-02", "2024-08-05"});
    EXPECT_EQ(level_at(summer, "2024-08-05T20:14:59Z"), 1);
    EXPECT_EQ(level_at(summer, "2024-08-05T20:15:00Z"), 2);
    const auto winter = history_of("move", {"2024-01-04", "2024-01-05"});
    EXPECT_EQ(level_at(winter, "2024-01-05T21:14:59Z"), 1);
    EXPECT_EQ(level_at(winter, "2024-01-05T21:15:00Z"), 2);
    EXPECT_EQ(winter.observe(utc("2024-01-05T21:15:00Z"), kThreeDays).observed_at,
              utc("2024-01-05T21:00:00Z"));
}

TEST(IndicatorHistory, TheYenIsKnownAtNoonAndAYieldInTheNextTokyoMorning) {
    const auto yen = history_of("usdjpy", {"2024-08-02", "2024-08-05"});
    EXPECT_EQ(level_at(yen, "2024-08-05T15:59:59Z"), 1);
    EXPECT_EQ(level_at(yen, "2024-08-05T16:00:00Z"), 2);
    // 2024-08-12 is a holiday in Tokyo: the print of Friday the 9th is known on Tuesday.
    const auto yield = history_of("jgb40", {"2024-08-08", "2024-08-09", "2024-08-13"});
    EXPECT_EQ(level_at(yield, "2024-08-13T00:29:59Z"), 1);
    EXPECT_EQ(level_at(yield, "2024-08-13T00:30:00Z"), 2);
    EXPECT_EQ(yield.known_at(utc("2024-08-13")), utc("2024-08-14T00:30:00Z"));
}

TEST(IndicatorHistory, AClosedMarketIsNotStale) {
    const auto vix = history_of("vix", {"2024-08-02", "2024-08-05"});
    const auto status = [&](const char* at) { return vix.observe(utc(at), kThreeDays).status; };
    EXPECT_EQ(status("2024-08-02T12:00:00Z"), IndicatorStatus::missing);
    EXPECT_EQ(status("2024-08-04T12:00:00Z"), IndicatorStatus::closed);
    EXPECT_EQ(status("2024-08-05T12:00:00Z"), IndicatorStatus::live);
    // Prints of Tuesday, Wednesday and Thursday did not come: as old as allowed.
    EXPECT_EQ(status("2024-08-09T12:00:00Z"), IndicatorStatus::live);
    EXPECT_EQ(status("2024-08-09T20:15:00Z"), IndicatorStatus::stale);
}

TEST(IndicatorHistory, AClosureOfTokyoIsAHolidayAndALongGapIsNot) {
    const auto golden_week = history_of("jgb10", {"2019-04-26", "2019-05-07"});
    EXPECT_EQ(golden_week.observe(utc("2019-05-06T12:00:00Z"), kThreeDays).status,
              IndicatorStatus::missing);
    const auto before = history_of("jgb10", {"2019-04-25", "2019-04-26", "2019-05-07"});
    EXPECT_EQ(before.observe(utc("2019-05-06T12:00:00Z"), kThreeDays).status,
              IndicatorStatus::closed);
    const auto outage = history_of("vix", {"2024-08-02", "2024-08-20"});
    EXPECT_EQ(outage.observe(utc("2024-08-15T12:00:00Z"), kThreeDays).status,
              IndicatorStatus::stale);
}

}  // namespace
}  // namespace ballast::history
