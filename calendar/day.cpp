// SPDX-License-Identifier: MIT
#include "calendar/day.hpp"

#include <array>
#include <cstdio>

#include "base/check.hpp"
#include "base/time.hpp"

namespace ballast::calendar {
namespace {

UnixSeconds midnight(Day day) {
    return {day.number * kDay.count};
}

}  // namespace

// Dates go through base/time's text, which refuses 30 February: one set of date arithmetic.
Day day_of(std::int64_t year, int month, int day) {
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%04lld-%02d-%02d", static_cast<long long>(year), month,
                  day);
    const auto at = parse_date(text.data());
    BALLAST_CHECK(at.has_value());
    return {day_number(*at)};
}

Civil civil(Day day) {
    const std::string text = format_day(day);
    const auto part = [&](std::size_t from, std::size_t length) {
        return std::stoi(text.substr(from, length));
    };
    return {part(0, 4), part(5, 2), part(8, 2)};
}

Weekday weekday(Day day) noexcept {
    return static_cast<Weekday>(ballast::weekday(midnight(day)));
}

Day nth_weekday(std::int64_t year, int month, Weekday wanted, int n) {
    const Day first = day_of(year, month, 1);
    const int ahead = (wanted - weekday(first) + 7) % 7;
    return first + ahead + 7 * (n - 1);
}

Day last_weekday(std::int64_t year, int month, Weekday wanted) {
    const Day last = (month == 12 ? day_of(year + 1, 1, 1) : day_of(year, month + 1, 1)) - 1;
    return last - (weekday(last) - wanted + 7) % 7;
}

Result<Day> parse_day(std::string_view text) {
    const auto at = parse_date(text);
    if (!at) return fail(at.error());
    return Day{day_number(*at)};
}

std::string format_day(Day day) {
    return format_date(midnight(day));
}

}  // namespace ballast::calendar
