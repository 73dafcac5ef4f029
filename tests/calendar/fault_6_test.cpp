// SPDX-License-Identifier: MIT
// Fault 6: a date that is a day or an hour off because somewhere the clocks changed. The truth is
// written here from the laws, not from tzdata: the Uniform Time Act (from 2007 the Energy Policy
// Act of 2005) for New York, Directive 2000/84/EC and the Summer Time Order 2002 for London.
#include <gtest/gtest.h>

#include <cstdio>
#include <optional>
#include <vector>

#include "calendar/time_zone.hpp"

namespace ballast::calendar {
namespace {

struct Change {
    UnixSeconds at;
    std::int64_t before = 0;  ///< seconds east of Greenwich
    std::int64_t after = 0;
};

UnixSeconds utc(Day day, std::int64_t hour) {
    return {day.number * 86400 + hour * 3600};
}

std::vector<Change> new_york(std::int64_t year) {
    const bool since_2007 = year >= 2007;
    const Day spring =
        since_2007 ? nth_weekday(year, 3, kSunday, 2) : nth_weekday(year, 4, kSunday, 1);
    const Day autumn =
        since_2007 ? nth_weekday(year, 11, kSunday, 1) : last_weekday(year, 10, kSunday);
    return {{utc(spring, 7), -18000, -14400}, {utc(autumn, 6), -14400, -18000}};
}

std::vector<Change> london(std::int64_t year) {
    return {{utc(last_weekday(year, 3, kSunday), 1), 0, 3600},
            {utc(last_weekday(year, 10, kSunday), 1), 3600, 0}};
}

struct Counts {
    int transitions = 0;
    int off_by_one = 0;
    int refused = 0;
    int should_refuse = 0;
};

/// Asks both ways about one moment whose offset is known.
void probe(const char* zone, UnixSeconds at, std::int64_t offset, bool clear, Counts& counts) {
    const UnixSeconds wall{at.count + offset};
    const LocalTime truth{{day_number(wall)}, {wall.count - day_number(wall) * 86400}};
    const auto shown = local_time(zone, at);
    if (!shown || *shown != truth) ++counts.off_by_one;
    const auto back = to_utc(zone, truth.day, truth.of_day);
    if (clear) {
        if (!back || *back != at) ++counts.off_by_one;
        return;
    }
    ++counts.should_refuse;
    if (!back && back.error().code == Errc::bad_data) ++counts.refused;
}

/// Every quarter of an hour for two days on either side of a change, and the seconds beside it.
void probe_change(const char* zone, const Change& change, Counts& counts) {
    ++counts.transitions;
    const std::int64_t step = change.after - change.before;
    for (std::int64_t away = -2 * 86400; away <= 2 * 86400; away += 900) {
        for (const std::int64_t nudge : {-1, 0, 1}) {
            const std::int64_t from = away + nudge;
            const bool twice = step < 0 && from >= step && from < -step;
            const std::int64_t offset = from < 0 ? change.before : change.after;
            probe(zone, {change.at.count + from}, offset, !twice, counts);
        }
    }
    for (std::int64_t skipped = 0; skipped < step; skipped += 60) {
        const UnixSeconds wall{change.at.count + change.before + skipped};
        ++counts.should_refuse;
        const auto refused =
            to_utc(zone, {day_number(wall)}, {wall.count - day_number(wall) * 86400});
        if (!refused && refused.error().code == Errc::bad_data) ++counts.refused;
    }
}

TEST(fault_6_clock_changes, EveryChangeOfTheClocksFrom2000To2037) {
    Counts counts;
    for (std::int64_t year = 2000; year <= 2037; ++year) {
        for (const Change& change : new_york(year))
            probe_change("America/New_York", change, counts);
        for (const Change& change : london(year))
            probe_change("Europe/London", change, counts);
        for (Day day = day_of(year, 1, 1); day < day_of(year + 1, 1, 1); day = day + 1)
            for (const int hour : {0, 14, 15, 23})
                probe("Asia/Tokyo", utc(day, hour), 9 * 3600, true, counts);
    }
    EXPECT_EQ(counts.transitions, 2 * 2 * 38);
    EXPECT_GT(counts.should_refuse, 0);
    EXPECT_EQ(counts.refused, counts.should_refuse);
    EXPECT_EQ(counts.off_by_one, 0);
    std::printf("transitions=%d ambiguous_refused=%d/%d off_by_one=%d\n", counts.transitions,
                counts.refused, counts.should_refuse, counts.off_by_one);
}

TEST(fault_6_clock_changes, AClockThatIsNotHereIsAMatterOfConfiguration) {
    const auto nowhere = to_utc("Mars/Olympus", day_of(2024, 8, 5), {0});
    ASSERT_FALSE(nowhere);
    EXPECT_EQ(nowhere.error().code, Errc::configuration);
    EXPECT_TRUE(check_time_zones());
}

TEST(fault_6_clock_changes, TheWordsSayWhichTimeWasMeant) {
    const auto twice = to_utc("America/New_York", day_of(2024, 11, 3), {5400});
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().what,
              "2024-11-03T01:30:00 in America/New_York is shown twice: the clocks go back");
    const auto never = to_utc("Europe/London", day_of(2025, 3, 30), {5400});
    ASSERT_FALSE(never);
    EXPECT_EQ(never.error().what,
              "2025-03-30T01:30:00 in Europe/London is never shown: the clocks go forward");
}

}  // namespace
}  // namespace ballast::calendar
