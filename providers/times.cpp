// SPDX-License-Identifier: MIT
#include "providers/times.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "calendar/calendar.hpp"
#include "providers/guard.hpp"

namespace ballast::providers {
namespace {

tl::unexpected<Error> not_a_time(std::string_view expected, std::string_view text) {
    return fail(Errc::bad_data, "expected " + std::string(expected) + ", found " + excerpt(text));
}

bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Returns -1 for anything but 1 to 4 digits.
int small_number(std::string_view text) {
    if (!is_digits(text) || text.size() > 4) return -1;
    int value = 0;
    for (const char c : text)
        value = value * 10 + (c - '0');
    return value;
}

std::vector<int> numbers_between(std::string_view text, char separator) {
    std::vector<int> numbers;
    while (true) {
        const std::size_t end = std::min(text.find(separator), text.size());
        numbers.push_back(small_number(text.substr(0, end)));
        if (end == text.size() || numbers.size() > 3) return numbers;
        text.remove_prefix(end + 1);
    }
}

/// Reads "Z" or "+09:00", in seconds east of Greenwich.
std::optional<std::int64_t> read_offset(std::string_view text) {
    if (text == "Z") return 0;
    if (text.size() != 6 || text[3] != ':' || text == "-00:00") return std::nullopt;
    const int hours = small_number(text.substr(1, 2));
    const int minutes = small_number(text.substr(4, 2));
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    const std::int64_t east = (hours * 60 + minutes) * std::int64_t{60};
    if (text[0] == '+') return east;
    if (text[0] == '-') return -east;
    return std::nullopt;
}

Result<UnixSeconds> end_of_session(std::string_view text, const Source& source) {
    const calendar::Calendar* market = calendar::find_calendar(source.calendar);
    if (market == nullptr)
        return fail(Errc::configuration, "a bare date needs a calendar: " +
                                             excerpt(source.calendar) + " is none of ours");
    const auto day = calendar::parse_day(text);
    if (!day) return not_a_time("a date such as 2024-08-05", text);
    return market->close_of(*day);
}

}  // namespace

Result<UnixSeconds> read_unix_s(std::string_view text) {
    if (is_digits(text) && text.size() >= 9 && text.size() <= 11)
        if (const auto count = parse_integer(text)) return UnixSeconds{*count};
    return not_a_time("seconds since 1970 (9 to 11 digits; more are milliseconds)", text);
}

Result<UnixSeconds> read_unix_ms(std::string_view text) {
    if (is_digits(text) && text.size() >= 12 && text.size() <= 14)
        if (const auto count = parse_integer(text)) return UnixSeconds{*count / 1000};
    return not_a_time("milliseconds since 1970 (12 to 14 digits; fewer are seconds)", text);
}

Result<UnixSeconds> read_rfc3339(std::string_view text) {
    constexpr std::string_view kExpected = "a time with its offset, such as 2024-08-05T04:00:00Z";
    const auto local = parse_utc(std::string(text.substr(0, 19)) + "Z");
    if (!local) return not_a_time(kExpected, text);
    std::string_view rest = text.substr(19);
    if (rest.starts_with('.')) {
        const std::size_t end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
        if (end < 2 || end > 10) return not_a_time(kExpected, text);
        rest.remove_prefix(end);
    }
    const auto east = read_offset(rest);
    if (!east) return not_a_time(kExpected, text);
    return UnixSeconds{local->count - *east};
}

std::optional<calendar::Day> day_if_real(std::int64_t year, int month, int day) {
    constexpr int kDaysMax[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return std::nullopt;
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (day > kDaysMax[month - 1] || (month == 2 && day == 29 && !leap)) return std::nullopt;
    return calendar::day_of(year, month, day);
}

Result<calendar::Day> read_us_date(std::string_view text) {
    const auto parts = numbers_between(text, '/');
    if (parts.size() == 3 && text.size() == 10)
        if (const auto day = day_if_real(parts[2], parts[0], parts[1])) return *day;
    return not_a_time("a date such as 08/05/2024", text);
}

Result<calendar::Day> read_slashed_date(std::string_view text) {
    const auto parts = numbers_between(text, '/');
    if (parts.size() == 3 && parts[0] >= 1000)
        if (const auto day = day_if_real(parts[0], parts[1], parts[2])) return *day;
    return not_a_time("a date such as 2024/8/5", text);
}

Result<UnixSeconds> read_time(std::string_view text, const Source& source) {
    if (source.time_format == "unix_s") return read_unix_s(text);
    if (source.time_format == "unix_ms") return read_unix_ms(text);
    if (source.time_format == "rfc3339") return read_rfc3339(text);
    if (source.time_format == "date") return end_of_session(text, source);
    return fail(Errc::configuration, "time_format " + excerpt(source.time_format) +
                                         " is none of unix_s, unix_ms, rfc3339, date");
}

}  // namespace ballast::providers
