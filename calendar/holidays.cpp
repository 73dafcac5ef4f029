// SPDX-License-Identifier: MIT
#include "calendar/holidays.hpp"

namespace ballast::calendar {

// The algorithm of a correspondent of New Scientist (30 March 1961), by its letters.
Day easter(std::int64_t year) {
    const std::int64_t a = year % 19;
    const std::int64_t b = year / 100;
    const std::int64_t c = year % 100;
    const std::int64_t g = (8 * b + 13) / 25;
    const std::int64_t h = (19 * a + b - b / 4 - g + 15) % 30;
    const std::int64_t m = (a + 11 * h) / 319;
    const std::int64_t r = (2 * (b % 4) + 2 * (c / 4) - c % 4 - h + m + 32) % 7;
    const std::int64_t n = (h - m + r + 90) / 25;
    return day_of(year, static_cast<int>(n), static_cast<int>((h - m + r + n + 19) % 32));
}

bool is_weekend(Day day) noexcept {
    return weekday(day) >= kSaturday;
}

}  // namespace ballast::calendar
