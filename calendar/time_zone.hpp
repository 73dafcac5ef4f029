// SPDX-License-Identifier: MIT
// The door of Howard Hinnant's date library: which local time is which moment. The rules are the
// system's own tzdata.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"
#include "calendar/day.hpp"

namespace ballast::calendar {

/// Returns the moment that a clock on the wall of `zone` (an IANA name: "America/New_York") shows
/// as `of_day` seconds after midnight of `day`. Requires 0 <= of_day < 86400. Errors: bad_data for
/// a time that the zone shows twice, or skips, on that day: which of the two was meant is not ours
/// to guess; configuration for a zone that the system does not know.
[[nodiscard]] Result<UnixSeconds> to_utc(std::string_view zone, Day day, Seconds of_day);

/// A moment on a wall in some zone.
struct LocalTime {
    Day day;
    Seconds of_day;  ///< 0 to 86399
    bool operator==(const LocalTime&) const = default;
};

/// Returns what the wall of `zone` shows at a moment. Errors: configuration.
[[nodiscard]] Result<LocalTime> local_time(std::string_view zone, UnixSeconds at);

/// Returns the day alone.
[[nodiscard]] Result<Day> local_day(std::string_view zone, UnixSeconds at);

/// Tells whether this machine's tzdata reaches the year 2037. Files written by `zic -b slim` do
/// not: the library reads no rule behind their last listed change, so that New York would stand
/// still in 2007. Errors: configuration, saying what to install.
[[nodiscard]] Status check_time_zones();

}  // namespace ballast::calendar
