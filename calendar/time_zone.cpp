// SPDX-License-Identifier: MIT
#include "calendar/time_zone.hpp"

#include <date/tz.h>

#include <chrono>
#include <exception>
#include <string>

#include "base/check.hpp"

namespace ballast::calendar {
namespace {

date::local_seconds local_point(Day day, Seconds of_day) {
    return date::local_seconds(std::chrono::seconds(day.number * kDay.count + of_day.count));
}

std::string described(std::string_view zone, Day day, Seconds of_day) {
    const std::string utc = format_utc({day.number * kDay.count + of_day.count});
    return utc.substr(0, utc.size() - 1) + " in " + std::string(zone);
}

/// The library loads a zone's file when it is first asked about it, and throws where it is damaged.
template <class Ask>
auto ask(std::string_view zone, Ask&& question) -> Result<decltype(question(nullptr))> {
    try {
        return question(date::locate_zone(std::string(zone)));
    } catch (const std::exception& e) {
        return fail(Errc::configuration, "time zone " + std::string(zone) +
                                             ": this machine's tzdata does not have it (" +
                                             e.what() + ")");
    }
}

}  // namespace

Result<UnixSeconds> to_utc(std::string_view zone, Day day, Seconds of_day) {
    BALLAST_CHECK(of_day.count >= 0 && of_day < kDay);
    const auto info = ask(
        zone, [&](const date::time_zone* tz) { return tz->get_info(local_point(day, of_day)); });
    if (!info) return fail(info.error());
    if (info->result == date::local_info::ambiguous)
        return fail(Errc::bad_data,
                    described(zone, day, of_day) + " is shown twice: the clocks go back");
    if (info->result == date::local_info::nonexistent)
        return fail(Errc::bad_data,
                    described(zone, day, of_day) + " is never shown: the clocks go forward");
    return UnixSeconds{day.number * kDay.count + of_day.count - info->first.offset.count()};
}

Result<LocalTime> local_time(std::string_view zone, UnixSeconds at) {
    const auto info = ask(zone, [&](const date::time_zone* tz) {
        return tz->get_info(date::sys_seconds(std::chrono::seconds(at.count)));
    });
    if (!info) return fail(info.error());
    const UnixSeconds shown{at.count + info->offset.count()};
    const Day day{day_number(shown)};
    return LocalTime{day, Seconds{shown.count - day.number * kDay.count}};
}

Result<Day> local_day(std::string_view zone, UnixSeconds at) {
    const auto shown = local_time(zone, at);
    if (!shown) return fail(shown.error());
    return shown->day;
}

Status check_time_zones() {
    const Seconds noon{12 * kHour.count};
    const auto summer = to_utc("America/New_York", day_of(2037, 7, 1), noon);
    const auto winter = to_utc("America/New_York", day_of(2037, 1, 5), noon);
    if (!summer) return fail(summer.error());
    if (!winter) return fail(winter.error());
    const bool reaches = format_utc(*summer) == "2037-07-01T16:00:00Z" &&
                         format_utc(*winter) == "2037-01-05T17:00:00Z";
    if (reaches) return {};
    return fail(Errc::configuration,
                "the system's time zones do not reach 2037 (summer time in New York is missing): "
                "install tzdata as Debian builds it (zic -b fat)");
}

}  // namespace ballast::calendar
