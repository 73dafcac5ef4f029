// SPDX-License-Identifier: MIT
// The Act on National Holidays (Act 178 of 1948) with its amendments, the special acts of 2018 and
// 2020, and the Tokyo Stock Exchange's business regulations for the turn of the year.
#include <algorithm>
#include <array>

#include "calendar/holidays.hpp"

namespace ballast::calendar {
namespace {

/// Day of month of an equinox, for 1980 to 2099: the approximation that the calendar's makers use
/// (Nagasawa's "Koyomi"), `base` at 1e-6 of a day.
int equinox(std::int64_t year, std::int64_t base) {
    const std::int64_t years = year - 1980;
    return static_cast<int>((base + 242194 * years) / 1'000'000 - years / 4);
}

/// Holidays that an act moved or made for one year.
constexpr std::array<Civil, 8> kOnlyThen = {{
    {2019, 5, 1},    // accession of the emperor
    {2019, 10, 22},  // his enthronement
    {2020, 7, 23},   // Olympic Games: Marine Day
    {2020, 7, 24},   // Sports Day
    {2020, 8, 10},   // Mountain Day
    {2021, 7, 22},   // and the year to which they were put off
    {2021, 7, 23},   //
    {2021, 8, 8},    //
}};

bool olympic(std::int64_t year) {
    return year == 2020 || year == 2021;
}

bool is_monday_holiday(Day day, std::int64_t year) {
    return day == nth_weekday(year, 1, kMonday, 2) ||
           (year >= 2003 && !olympic(year) && day == nth_weekday(year, 7, kMonday, 3)) ||
           (year >= 2003 && day == nth_weekday(year, 9, kMonday, 3)) ||
           (!olympic(year) && day == nth_weekday(year, 10, kMonday, 2));
}

bool is_fixed_holiday(const Civil& date) {
    const auto on = [&](int month, int day) { return date.month == month && date.day == day; };
    const std::int64_t year = date.year;
    return on(1, 1) || on(2, 11) || on(4, 29) || on(5, 3) || on(5, 5) || on(11, 3) || on(11, 23) ||
           (year >= 2007 && on(5, 4)) || (year < 2003 && (on(7, 20) || on(9, 15))) ||
           (year >= 2016 && !olympic(year) && on(8, 11)) || (year >= 2020 && on(2, 23)) ||
           (year < 2019 && on(12, 23)) || on(3, equinox(year, 20'843'100)) ||
           on(9, equinox(year, 23'248'800));
}

/// A holiday by its own name.
bool is_named(Day day) {
    const Civil date = civil(day);
    return is_fixed_holiday(date) || is_monday_holiday(day, date.year) ||
           std::count(kOnlyThen.begin(), kOnlyThen.end(), date) > 0;
}

/// From 2007 a holiday on a Sunday is made good on the next day that is none; before, on Monday.
bool is_substitute(Day day) {
    if (is_named(day)) return false;
    Day back = day - 1;
    if (civil(day).year < 2007) return weekday(back) == kSunday && is_named(back);
    for (; is_named(back); back = back - 1)
        if (weekday(back) == kSunday) return true;
    return false;
}

/// A day between two holidays is one itself.
bool is_between(Day day) {
    return is_named(day - 1) && is_named(day + 1);
}

}  // namespace

bool is_tokyo_holiday(Day day) {
    const Civil date = civil(day);
    const bool turn_of_year =
        (date.month == 12 && date.day == 31) || (date.month == 1 && date.day <= 3);
    return turn_of_year || is_named(day) || is_substitute(day) || is_between(day);
}

}  // namespace ballast::calendar
