// SPDX-License-Identifier: MIT
// The days on which markets do not meet, as rules and as the dated exceptions to them. Reach:
// 2000-01-01 to 2037-12-31; the README names the source of each.
#pragma once

#include "calendar/day.hpp"

namespace ballast::calendar {

constexpr std::int64_t kFirstYear = 2000;
constexpr std::int64_t kLastYear = 2037;

/// Returns Easter Sunday of the Gregorian calendar.
[[nodiscard]] Day easter(std::int64_t year);

[[nodiscard]] bool is_weekend(Day day) noexcept;

// Each requires a day within the reach, and says nothing of weekends.

/// Tells whether the New York Stock Exchange is closed on that weekday.
[[nodiscard]] bool is_new_york_holiday(Day day);

/// Tells whether it is one of those on which no market of the west quotes: New Year's Day and
/// Christmas, as New York keeps them, and Good Friday.
[[nodiscard]] bool is_world_holiday(Day day);

/// Tells whether it closes at 13:00 on that session.
[[nodiscard]] bool is_new_york_half_day(Day day);

/// Tells whether the Tokyo market is closed on that weekday: a national holiday, a day that stands
/// in for one, a day between two, or from 31 December to 3 January.
[[nodiscard]] bool is_tokyo_holiday(Day day);

}  // namespace ballast::calendar
