// SPDX-License-Identifier: MIT
#include "base/time.hpp"

#include <array>
#include <cstdio>

namespace ballast {
namespace {

struct Civil {
    std::int64_t year = 0;
    int month = 0;
    int day = 0;
};

// Days to civil date and back: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
std::int64_t days_from_civil(Civil date) noexcept {
    const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t year_of_era = year - era * 400;
    const int shifted_month = (date.month + 9) % 12;
    const std::int64_t day_of_year = (153 * shifted_month + 2) / 5 + date.day - 1;
    const std::int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

Civil civil_from_days(std::int64_t days) noexcept {
    const std::int64_t shifted = days + 719468;
    const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    const std::int64_t day_of_era = shifted - era * 146097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const std::int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
    Civil date;
    date.day = static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
    date.month = static_cast<int>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
    date.year = year_of_era + era * 400 + (date.month <= 2 ? 1 : 0);
    return date;
}

/// Reads the decimal digits text[from, from + length), or -1.
int digits(std::string_view text, std::size_t from, std::size_t length) noexcept {
    if (from + length > text.size()) return -1;
    int value = 0;
    for (std::size_t i = from; i < from + length; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

}  // namespace

std::int64_t day_number(UnixSeconds at) noexcept {
    return (at.count >= 0 ? at.count : at.count - 86399) / 86400;
}

int weekday(UnixSeconds at) noexcept {
    // 1970-01-01 was a Thursday.
    const std::int64_t shifted = (day_number(at) + 3) % 7;
    return static_cast<int>(shifted < 0 ? shifted + 7 : shifted);
}

std::string format_date(UnixSeconds at) {
    const Civil date = civil_from_days(day_number(at));
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04lld-%02d-%02d", static_cast<long long>(date.year),
                  date.month, date.day);
    return text.data();
}

std::string format_utc(UnixSeconds at) {
    const std::int64_t second_of_day = at.count - day_number(at) * 86400;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "T%02d:%02d:%02dZ",
                  static_cast<int>(second_of_day / 3600), static_cast<int>(second_of_day / 60 % 60),
                  static_cast<int>(second_of_day % 60));
    return format_date(at) + text.data();
}

Result<UnixSeconds> parse_date(std::string_view text) {
    const Civil date{digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)};
    const UnixSeconds at{days_from_civil(date) * 86400};
    // Formatting back refuses 30 February and every wrong separator at once.
    if (text.size() != 10 || date.year < 0 || date.month < 1 || date.month > 12 ||
        format_date(at) != text)
        return fail(Errc::bad_data, "expected a date such as 2024-08-05, found \"" +
                                        std::string(text.substr(0, 40)) + "\"");
    return at;
}

Result<UnixSeconds> parse_utc(std::string_view text) {
    const auto midnight = parse_date(text.substr(0, 10));
    const int hour = digits(text, 11, 2);
    const int minute = digits(text, 14, 2);
    const int second = digits(text, 17, 2);
    if (midnight && hour >= 0 && hour < 24 && minute >= 0 && second >= 0) {
        const UnixSeconds at{midnight->count + (hour * std::int64_t{60} + minute) * 60 + second};
        if (format_utc(at) == text) return at;
    }
    return fail(Errc::bad_data, "expected a UTC time such as 2024-08-05T04:00:00Z, found \"" +
                                    std::string(text.substr(0, 40)) + "\"");
}

}  // namespace ballast
