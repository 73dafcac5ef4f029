// SPDX-License-Identifier: MIT
// A date without a time zone, and its arithmetic.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace ballast::calendar {

/// A day of the proleptic Gregorian calendar, as days since 1970-01-01.
struct Day {
    std::int64_t number = 0;
    auto operator<=>(const Day&) const = default;
};

[[nodiscard]] constexpr Day operator+(Day day, std::int64_t days) noexcept {
    return {day.number + days};
}
[[nodiscard]] constexpr Day operator-(Day day, std::int64_t days) noexcept {
    return {day.number - days};
}

/// A day as people write it: month 1 to 12, day 1 to 31.
struct Civil {
    std::int64_t year = 0;
    int month = 0;
    int day = 0;
    auto operator<=>(const Civil&) const = default;
};

/// As base/time.hpp counts them: 0 for Monday to 6 for Sunday. Named as constants are: they
/// are used bare, beside variables named monday.
// NOLINTNEXTLINE(readability-identifier-naming)
enum Weekday : int { kMonday, kTuesday, kWednesday, kThursday, kFriday, kSaturday, kSunday };

/// Returns the day of a date. Requires one that exists.
[[nodiscard]] Day day_of(std::int64_t year, int month, int day);

/// Returns the date of a day.
[[nodiscard]] Civil civil(Day day);

[[nodiscard]] Weekday weekday(Day day) noexcept;

/// Returns the `n`th such weekday of a month, from 1. Requires one that exists.
[[nodiscard]] Day nth_weekday(std::int64_t year, int month, Weekday weekday, int n);

/// Returns the last such weekday of a month.
[[nodiscard]] Day last_weekday(std::int64_t year, int month, Weekday weekday);

/// Reads "2024-08-05". Errors: bad_data.
[[nodiscard]] Result<Day> parse_day(std::string_view text);

/// Returns "2024-08-05".
[[nodiscard]] std::string format_day(Day day);

}  // namespace ballast::calendar
