// SPDX-License-Identifier: MIT
#include "base/time.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "tests/base/seeded.hpp"

namespace ballast {
namespace {

constexpr std::int64_t kDay2100 = 47482;  // 2100-01-01

TEST(Time, KnownInstants) {
    EXPECT_EQ(format_utc({0}), "1970-01-01T00:00:00Z");
    EXPECT_EQ(format_utc({1'000'000'000}), "2001-09-09T01:46:40Z");
    EXPECT_EQ(format_utc({1'709'164'799}), "2024-02-28T23:59:59Z");
    EXPECT_EQ(format_utc({1'709'164'800}), "2024-02-29T00:00:00Z");
    EXPECT_EQ(format_utc({2'147'483'648}), "2038-01-19T03:14:08Z");
    EXPECT_EQ(parse_utc("2024-08-05T04:00:00Z").value().count, 1'722'830'400);
    EXPECT_EQ(format_utc({-1}), "1969-12-31T23:59:59Z");
}

TEST(Time, EveryDayFrom1970To2100RoundTripsAndAgreesWithTheStandardLibrary) {
    for (std::int64_t day = 0; day <= kDay2100; ++day) {
        const UnixSeconds at{day * kDay.count};
        const std::chrono::year_month_day date{
            std::chrono::sys_days{std::chrono::days{static_cast<int>(day)}}};
        const std::string text = format_date(at);
        ASSERT_EQ(std::stoi(text.substr(0, 4)), static_cast<int>(date.year()));
        ASSERT_EQ(std::stoul(text.substr(5, 2)), static_cast<unsigned>(date.month()));
        ASSERT_EQ(std::stoul(text.substr(8, 2)), static_cast<unsigned>(date.day()));
        ASSERT_EQ(parse_date(text).value(), at) << text;
    }
    EXPECT_EQ(format_date({kDay2100 * kDay.count}), "2100-01-01");
}

TEST(Time, EverySecondRoundTrips) {
    auto generator = test::seeded_generator();
    for (int i = 0; i < 100'000; ++i) {
        const auto span = static_cast<std::uint64_t>(kDay2100 * kDay.count);
        const UnixSeconds at{static_cast<std::int64_t>(generator() % span)};
        ASSERT_EQ(parse_utc(format_utc(at)).value(), at) << at.count;
    }
}

TEST(Time, WeekdaysRunFromMonday) {
    EXPECT_EQ(weekday({0}), 3);                               // a Thursday
    EXPECT_EQ(weekday(parse_date("2024-08-05").value()), 0);  // the Monday of the carry unwind
    EXPECT_EQ(weekday(parse_date("2024-08-04").value() + kDay - Seconds{1}), 6);
    EXPECT_EQ(weekday({-1}), 2);
    for (std::int64_t day = -1000; day < 1000; ++day)
        ASSERT_EQ(weekday({(day + 1) * kDay.count}), (weekday({day * kDay.count}) + 1) % 7) << day;
}

TEST(Time, DayNumbersRoundDownBefore1970Too) {
    EXPECT_EQ(day_number({0}), 0);
    EXPECT_EQ(day_number({86399}), 0);
    EXPECT_EQ(day_number({86400}), 1);
    EXPECT_EQ(day_number({-1}), -1);
    EXPECT_EQ(day_number({-86400}), -1);
    EXPECT_EQ(day_number({-86401}), -2);
}

TEST(Time, LeapDaysAreThoseOfTheCalendar) {
    EXPECT_TRUE(parse_date("2000-02-29"));
    EXPECT_TRUE(parse_date("2024-02-29"));
    EXPECT_FALSE(parse_date("2023-02-29"));
    EXPECT_FALSE(parse_date("2100-02-29"));
}

TEST(Time, BadDatesAreRefused) {
    for (const char* text :
         {"", "2024", "2024-08", "2024-8-5", "2024-08-05 ", " 2024-08-05", "2024/08/05",
          "2024-00-05", "2024-13-05", "2024-08-00", "2024-08-32", "2024-02-30", "24-08-05",
          "-024-08-05", "2024-08-0x", "2024-08-05T", "20240805", "2024-08_05"}) {
        const auto at = parse_date(text);
        ASSERT_FALSE(at) << text;
        EXPECT_EQ(at.error().code, Errc::bad_data) << text;
    }
}

TEST(Time, BadTimesAreRefused) {
    for (const char* text :
         {"", "2024-08-05", "2024-08-05T04:00:00", "2024-08-05T04:00:00z", "2024-08-05 04:00:00Z",
          "2024-08-05T24:00:00Z", "2024-08-05T04:60:00Z", "2024-08-05T04:00:60Z",
          "2024-08-05T4:00:00Z", "2024-08-05T04:00:00+00:00", "2024-08-05T04:00:00.000Z",
          "2024-08-05T04:00:00ZZ", "2024-02-30T04:00:00Z", "2024-08-05T-1:00:00Z",
          "2024-08-05t04:00:00Z"}) {
        const auto at = parse_utc(text);
        ASSERT_FALSE(at) << text;
        EXPECT_EQ(at.error().code, Errc::bad_data) << text;
    }
}

TEST(Time, SpansAndInstantsAddUp) {
    const UnixSeconds at{1'000};
    EXPECT_EQ(at + kHour, UnixSeconds{4'600});
    EXPECT_EQ((at + kHour) - kHour, at);
    EXPECT_EQ((at + kDay) - at, kDay);
    EXPECT_LT(at, at + Seconds{1});
    EXPECT_EQ(kDay.count, 24 * kHour.count);
}

}  // namespace
}  // namespace ballast
