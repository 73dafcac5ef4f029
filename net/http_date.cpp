// SPDX-License-Identifier: MIT
#include "net/http_date.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>

namespace ballast::net {
namespace {

constexpr std::array<std::string_view, 7> kDays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// The fields of a date as they are written, whichever form it has.
struct Fields {
    std::string_view weekday;
    std::string_view day;
    std::string_view month;
    std::string_view year;
    std::string_view time;
    bool whole_weekday = false;
};

/// Reads digits alone, or returns -1.
int number_in(std::string_view text) {
    int value = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9') return -1;
        value = value * 10 + (digit - '0');
    }
    return value;
}

/// Reads "08:49:37" as seconds of its day, or returns -1.
int second_of_day(std::string_view text) {
    if (text.size() != 8 || text[2] != ':' || text[5] != ':') return -1;
    const int hour = number_in(text.substr(0, 2));
    const int minute = number_in(text.substr(3, 2));
    const int second = number_in(text.substr(6, 2));
    const bool is_time =
        hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
    return is_time ? (hour * 60 + minute) * 60 + second : -1;
}

std::optional<UnixSeconds> moment_of(const Fields& fields) {
    namespace chrono = std::chrono;
    const auto* const month = std::find(kMonths.begin(), kMonths.end(), fields.month);
    const int year = number_in(fields.year);
    const int day = number_in(fields.day);
    const int second = second_of_day(fields.time);
    if (month == kMonths.end() || year < 0 || day < 0 || second < 0) return std::nullopt;
    const chrono::year_month_day date(
        chrono::year(year), chrono::month(static_cast<unsigned>(month - kMonths.begin() + 1)),
        chrono::day(static_cast<unsigned>(day)));
    if (!date.ok()) return std::nullopt;
    const chrono::sys_days days(date);
    const UnixSeconds at{std::int64_t{days.time_since_epoch().count()} * kDay.count + second};
    const std::string_view name = kDays.at(static_cast<std::size_t>(weekday(at)));
    if (fields.weekday != (fields.whole_weekday ? name : name.substr(0, 3))) return std::nullopt;
    return at;
}

/// "Sun, 06 Nov 1994 08:49:37 GMT".
std::optional<UnixSeconds> fixed_form(std::string_view text) {
    if (text.size() != 29 || text.substr(3, 2) != ", " || text[7] != ' ' || text[11] != ' ' ||
        text[16] != ' ' || text.substr(25) != " GMT")
        return std::nullopt;
    return moment_of({text.substr(0, 3), text.substr(5, 2), text.substr(8, 3), text.substr(12, 4),
                      text.substr(17, 8)});
}

/// "Sunday, 06-Nov-94 08:49:37 GMT".
std::optional<UnixSeconds> form_of_rfc_850(std::string_view text) {
    const std::size_t comma = text.find(", ");
    if (comma == std::string_view::npos) return std::nullopt;
    const std::string_view rest = text.substr(comma + 2);
    if (rest.size() != 22 || rest[2] != '-' || rest[6] != '-' || rest[9] != ' ' ||
        rest.substr(18) != " GMT")
        return std::nullopt;
    const std::string year =
        (rest.substr(7, 2) < std::string_view("70") ? "20" : "19") + std::string(rest.substr(7, 2));
    return moment_of({text.substr(0, comma), rest.substr(0, 2), rest.substr(3, 3), year,
                      rest.substr(10, 8), true});
}

/// "Sun Nov  6 08:49:37 1994".
std::optional<UnixSeconds> form_of_asctime(std::string_view text) {
    if (text.size() != 24 || text[3] != ' ' || text[7] != ' ' || text[10] != ' ' || text[19] != ' ')
        return std::nullopt;
    std::string day(text.substr(8, 2));
    if (day.front() == ' ') day.front() = '0';
    return moment_of(
        {text.substr(0, 3), day, text.substr(4, 3), text.substr(20, 4), text.substr(11, 8)});
}

}  // namespace

std::optional<UnixSeconds> parse_http_date(std::string_view text) {
    if (const auto at = fixed_form(text)) return at;
    if (const auto at = form_of_rfc_850(text)) return at;
    return form_of_asctime(text);
}

}  // namespace ballast::net
