// SPDX-License-Identifier: MIT
// NYSE Rule 7.2 (holidays and hours), and the exchange's notices of special closings.
#include <algorithm>
#include <array>

#include "calendar/holidays.hpp"

namespace ballast::calendar {
namespace {

/// Closings that no rule foretells.
constexpr std::array<Civil, 10> kSpecialClosings = {{
    {2001, 9, 11},   // attacks of that morning, to the 14th
    {2001, 9, 12},   //
    {2001, 9, 13},   //
    {2001, 9, 14},   //
    {2004, 6, 11},   // mourning of President Reagan
    {2007, 1, 2},    // President Ford
    {2012, 10, 29},  // hurricane Sandy
    {2012, 10, 30},  //
    {2018, 12, 5},   // President G. H. W. Bush
    {2025, 1, 9},    // President Carter
}};

/// Half days that no rule foretells.
constexpr Civil kSpecialHalfDay = {2003, 12, 26};

/// A holiday of fixed date that falls on Saturday is kept on Friday, on Sunday on Monday.
Day observed(Day holiday) {
    if (weekday(holiday) == kSaturday) return holiday - 1;
    if (weekday(holiday) == kSunday) return holiday + 1;
    return holiday;
}

/// New Year's Day is not kept on 31 December: the rule spares the end of an accounting period.
bool is_new_year(Day day, std::int64_t year) {
    const Day first = day_of(year, 1, 1);
    return day == first || (weekday(first) == kSunday && day == first + 1);
}

Day thanksgiving(std::int64_t year) {
    return nth_weekday(year, 11, kThursday, 4);
}

bool is_mondays(Day day, std::int64_t year) {
    return day == nth_weekday(year, 1, kMonday, 3) ||  // Martin Luther King, from 1998
           day == nth_weekday(year, 2, kMonday, 3) ||  // Washington's Birthday
           day == last_weekday(year, 5, kMonday) ||    // Memorial Day
           day == nth_weekday(year, 9, kMonday, 1);    // Labor Day
}

}  // namespace

bool is_world_holiday(Day day) {
    const std::int64_t year = civil(day).year;
    return is_new_year(day, year) || day == easter(year) - 2 ||
           day == observed(day_of(year, 12, 25));
}

bool is_new_york_holiday(Day day) {
    const Civil date = civil(day);
    const std::int64_t year = date.year;
    if (std::count(kSpecialClosings.begin(), kSpecialClosings.end(), date) > 0) return true;
    return is_world_holiday(day) || is_mondays(day, year) ||
           (year >= 2022 && day == observed(day_of(year, 6, 19))) ||  // Juneteenth
           day == observed(day_of(year, 7, 4)) || day == thanksgiving(year);
}

bool is_new_york_half_day(Day day) {
    const Civil date = civil(day);
    if (date == kSpecialHalfDay || day == thanksgiving(date.year) + 1) return true;
    // A Friday that is 24 December is the holiday itself.
    if (date.month == 12 && date.day == 24) return true;
    if (date.month != 7) return false;
    // Until 2012 a Thursday that was the 4th had the Friday after it short, not the Wednesday.
    const bool wednesday = weekday(day) == kWednesday;
    if (date.day == 3) return weekday(day) != kFriday && (!wednesday || date.year >= 2013);
    return date.day == 5 && weekday(day) == kFriday && date.year < 2013;
}

}  // namespace ballast::calendar
