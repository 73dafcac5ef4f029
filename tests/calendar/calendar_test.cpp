// SPDX-License-Identifier: MIT
#include "calendar/calendar.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <set>

#include "base/file.hpp"
#include "calendar/time_zone.hpp"
#include "tests/support/market_data.hpp"

namespace ballast::calendar {
namespace {

Day on(const char* text) {
    return *parse_day(text);
}

bool meets(const char* name, const char* date) {
    const auto session = find_calendar(name)->is_session(on(date));
    EXPECT_TRUE(session) << session.error().what;
    return session && *session;
}

std::string close(const char* name, const char* date) {
    const auto at = find_calendar(name)->close_of(on(date));
    return at ? format_utc(*at) : at.error().what;
}

std::int64_t between(const char* name, const char* since, const char* at) {
    return *find_calendar(name)->sessions_between(*parse_utc(since), *parse_utc(at));
}

TEST(Calendar, NamesAreAClosedList) {
    for (const char* name : {"nyse", "cboe", "tokyo", "london_fx", "crypto"})
        EXPECT_EQ(find_calendar(name)->name(), name);
    EXPECT_EQ(find_calendar("moon"), nullptr);
}

TEST(Calendar, SpecialClosingsOfNewYork) {
    for (const char* day : {"2001-09-11", "2012-10-29", "2018-12-05", "2025-01-09", "2024-03-29",
                            "2022-06-20", "2027-06-18", "2026-07-03"})
        EXPECT_FALSE(meets("nyse", day)) << day;
    // A New Year's Day on Saturday closes no Friday; Juneteenth was none before 2022.
    for (const char* day : {"2021-12-31", "2021-06-18", "2001-09-17", "2010-12-31"})
        EXPECT_TRUE(meets("nyse", day)) << day;
}

TEST(Calendar, HalfDaysEndAtOne) {
    EXPECT_EQ(close("nyse", "2024-11-29"), "2024-11-29T18:00:00Z");
    EXPECT_EQ(close("nyse", "2024-12-24"), "2024-12-24T18:00:00Z");
    EXPECT_EQ(close("nyse", "2024-07-03"), "2024-07-03T17:00:00Z");
    EXPECT_EQ(close("nyse", "2024-07-02"), "2024-07-02T20:00:00Z");
    EXPECT_EQ(close("cboe", "2024-07-02"), "2024-07-02T20:15:00Z");
    EXPECT_EQ(close("cboe", "2024-07-03"), "2024-07-03T17:15:00Z");
    EXPECT_EQ(close("nyse", "2024-07-04"), "calendar nyse: no session on 2024-07-04");
}

TEST(Calendar, TokyoByItsActs) {
    // Ten days of 2019; the enthronement; Olympic shifts, and the days they left; a substitute on a
    // Wednesday; a day between two holidays; the turn of the year; both equinoxes.
    for (const char* day :
         {"2019-04-29", "2019-04-30", "2019-05-01", "2019-05-02", "2019-05-03", "2019-05-06",
          "2019-10-22", "2020-07-23", "2020-07-24", "2020-08-10", "2021-07-22", "2021-07-23",
          "2021-08-09", "2020-05-06", "2015-09-22", "2026-09-22", "2024-12-31", "2025-01-03",
          "2026-03-20", "2026-09-23", "2020-02-24", "2025-02-24"})
        EXPECT_FALSE(meets("tokyo", day)) << day;
    for (const char* day : {"2020-07-20", "2020-10-12", "2021-10-11", "2021-08-11", "2019-12-23",
                            "2019-02-22", "2024-12-30", "2025-01-06"})
        EXPECT_TRUE(meets("tokyo", day)) << day;
    EXPECT_EQ(close("tokyo", "2024-11-01"), "2024-11-01T06:00:00Z");
    EXPECT_EQ(close("tokyo", "2024-11-05"), "2024-11-05T06:30:00Z");
}

TEST(Calendar, DealersHaveWeekendsAndTwoDays) {
    EXPECT_FALSE(meets("london_fx", "2024-12-25"));
    EXPECT_FALSE(meets("london_fx", "2025-01-01"));
    EXPECT_FALSE(meets("london_fx", "2024-08-03"));
    EXPECT_TRUE(meets("london_fx", "2024-12-26"));
    // Between the two changes of clocks New York's evening is an hour nearer.
    EXPECT_EQ(close("london_fx", "2024-03-15"), "2024-03-15T21:00:00Z");
    EXPECT_EQ(close("london_fx", "2024-01-15"), "2024-01-15T22:00:00Z");
}

TEST(Calendar, NeitherWeekendNorHolidayIsAnAge) {
    // Friday's close to Monday's morning, to its close; across Golden Week; Thanksgiving.
    EXPECT_EQ(between("nyse", "2024-08-02T20:00:00Z", "2024-08-05T13:00:00Z"), 0);
    EXPECT_EQ(between("nyse", "2024-08-02T20:00:00Z", "2024-08-05T20:00:00Z"), 1);
    EXPECT_EQ(between("nyse", "2024-08-02T19:59:59Z", "2024-08-05T20:00:00Z"), 2);
    EXPECT_EQ(between("tokyo", "2019-04-26T06:00:00Z", "2019-05-07T05:59:59Z"), 0);
    EXPECT_EQ(between("tokyo", "2019-04-26T06:00:00Z", "2019-05-07T06:00:00Z"), 1);
    EXPECT_EQ(between("nyse", "2024-11-27T21:00:00Z", "2024-11-29T18:00:00Z"), 1);
    EXPECT_EQ(between("crypto", "2024-08-03T00:00:00Z", "2024-08-05T00:00:00Z"), 2);
    EXPECT_EQ(between("crypto", "2024-08-02T23:59:59Z", "2024-08-05T00:00:00Z"), 3);
    EXPECT_EQ(between("crypto", "2024-08-05T00:00:00Z", "2024-08-02T00:00:00Z"), 0);
}

TEST(Calendar, ItsTableHasAnEnd) {
    for (const char* day : {"1999-12-31", "2038-01-01"}) {
        const auto session = find_calendar("nyse")->is_session(on(day));
        ASSERT_FALSE(session);
        EXPECT_EQ(session.error().code, Errc::bad_data);
    }
}

/// The dates that stand in the first column of a recorded file.
std::set<Day> recorded(const char* file) {
    const auto text = read_file(test::market_data() / file);
    EXPECT_TRUE(text) << text.error().what;
    std::set<Day> days;
    for (std::size_t line = 0; text && line < text->size(); line = text->find('\n', line) + 1) {
        if (const auto day = parse_day(text->substr(line, 10))) days.insert(*day);
        if (text->find('\n', line) == std::string::npos) break;
    }
    return days;
}

/// Prints both kinds of difference with what really happened, by name.
void compare(const char* name, const std::set<Day>& days, int years_at_least) {
    const Day first = std::max(on("2000-01-01"), *days.begin());
    int sessions = 0;
    int invented = 0;
    int missed = 0;
    for (Day day = first; day <= *days.rbegin(); day = day + 1) {
        const bool says = *find_calendar(name)->is_session(day);
        const bool was = days.count(day) > 0;
        sessions += was ? 1 : 0;
        invented += says && !was ? 1 : 0;
        missed += !says && was ? 1 : 0;
        if (says != was)
            std::printf("%s %s: %s\n", name, format_day(day).c_str(), was ? "met" : "-");
    }
    EXPECT_GE(sessions, years_at_least * 240);
    EXPECT_EQ(invented, 0);
    EXPECT_EQ(missed, 0);
    std::printf("calendar=%s sessions=%d false_sessions=%d missed_sessions=%d\n", name, sessions,
                invented, missed);
}

std::set<Day> vix_days() {
    std::set<Day> days = recorded("vix_daily.csv");
    // The file repeats the close of the day before, four times: nobody met on that day.
    EXPECT_EQ(days.erase(on("2004-06-11")), 1U);
    return days;
}

TEST(CalendarHistory, CboeMetAsItsRulesSay) {
    BALLAST_NEEDS_MARKET_DATA();
    compare("cboe", vix_days(), 25);
}

TEST(CalendarHistory, NewYorkMetAsItsRulesSayWhileCboeKeptItsDays) {
    BALLAST_NEEDS_MARKET_DATA();
    std::set<Day> days = vix_days();
    days.erase(days.lower_bound(on("2022-05-30")), days.end());
    compare("nyse", days, 22);
}

TEST(CalendarHistory, TokyoMetAsItsRulesSay) {
    BALLAST_NEEDS_MARKET_DATA();
    compare("tokyo", recorded("jgb_curve_daily.csv"), 25);
}

}  // namespace
}  // namespace ballast::calendar
