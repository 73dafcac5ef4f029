// SPDX-License-Identifier: MIT
#include "calendar/events.hpp"

#include <gtest/gtest.h>

#include "policies/scenario_document.hpp"

namespace ballast::calendar {
namespace {

EventCalendar shipped() {
    const auto calendar = EventCalendar::load("calendar/events/announcements.toml");
    EXPECT_TRUE(calendar) << calendar.error().what;
    return calendar ? *calendar : EventCalendar{};
}

UnixSeconds utc(const char* text) {
    return *parse_utc(text);
}

TEST(Events, TheHourIsTheInstitutionsOwn) {
    const auto calendar = shipped();
    const auto near = calendar.near(utc("2024-07-31T12:00:00Z"), kDay);
    // The Bank of Japan at noon in Tokyo, the Committee at two in a summer of New York.
    EXPECT_EQ(near.times, (std::vector{utc("2024-07-31T03:00:00Z"), utc("2024-07-31T18:00:00Z")}));
    EXPECT_TRUE(near.unknown.empty());
    EXPECT_EQ(calendar.near(utc("2026-01-28T12:00:00Z"), kDay).times,
              (std::vector{utc("2026-01-28T19:00:00Z")}));
}

TEST(Events, BeyondItsReachASeriesSaysThatItDoesNotKnow) {
    const auto calendar = shipped();
    EXPECT_TRUE(calendar.near(utc("2026-12-30T23:59:59Z"), kDay).unknown.empty());
    EXPECT_EQ(calendar.near(utc("2026-12-31T00:00:00Z"), kDay).unknown,
              (std::vector<std::string>{"us_cpi"}));
    EXPECT_EQ(calendar.near(utc("2028-01-01T00:00:00Z"), kDay).unknown,
              (std::vector<std::string>{"boj", "fomc", "us_cpi"}));
    EXPECT_EQ(calendar.near(utc("2024-01-01T12:00:00Z"), kDay).unknown.size(), 3U);
}

TEST(Events, AgreeWithTheRecordedEvents) {
    const auto calendar = shipped();
    int compared = 0;
    // The Bank of Japan names no hour: both documents guess it, an hour apart.
    for (const char* name : {"2024-08-05", "2026-01-20"}) {
        const auto scenario =
            policies::load_scenario("policies/scenarios/" + std::string(name) + ".toml");
        ASSERT_TRUE(scenario) << scenario.error().what;
        for (const UnixSeconds at : scenario->events) {
            EXPECT_EQ(calendar.near(at, kHour).times.size(), 1U) << format_utc(at);
            ++compared;
        }
    }
    EXPECT_GE(compared, 4);
}

TEST(Events, EachSeriesNamesItsSourceAndTheDayItWasRead) {
    for (const EventSeries& series : shipped().series()) {
        EXPECT_FALSE(series.source.empty());
        EXPECT_GE(series.read, utc("2026-11-23T00:00:00Z"));
        EXPECT_GE(series.times.size(), 35U - 3U);
    }
}

TEST(Events, EveryFaultIsNamedWithItsPlace) {
    const auto calendar = EventCalendar::parse(
        "[boj]\ntitle='t'\nzone='Asia/Tokyo'\nat='12:00'\nfrom=2024-01-01\nuntil=2024-12-31\n"
        "source='s'\nread=2026-01-01\ndates=[2024-03-19,\n2024-01-23,\n2025-01-24]\n"
        "[fomc]\ntitle='t'\nzone='America/New_York'\nat='2 pm'\nfrom=2024-01-01\n"
        "until=2024-12-31\nsource='s'\nread=2026-01-01\ndates=[2024-03-20]\nhour=3\n",
        "e.toml");
    ASSERT_FALSE(calendar);
    EXPECT_EQ(calendar.error().what,
              "e.toml:10:1: boj.dates: expected a date after the one before it\n"
              "e.toml:11:1: boj.dates: expected a date from `from` to `until`\n"
              "e.toml:15:4: fomc.at: expected a time of day such as 14:00, found \"2 pm\"\n"
              "e.toml:21:1: fomc.hour: no such key here");
}

}  // namespace
}  // namespace ballast::calendar
