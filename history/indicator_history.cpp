// SPDX-License-Identifier: MIT
#include "history/indicator_history.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "history/sources.hpp"

namespace ballast::history {
namespace {

using engine::IndicatorObservation;
using engine::IndicatorStatus;

/// The longest closure that a calendar explains; Tokyo's of 2019-04-27 to 2019-05-06 has 10 days.
constexpr Seconds kClosureMax{14 * kDay.count};
constexpr int kSaturday = 5;
constexpr int kSunday = 6;

UnixSeconds midnight(UnixSeconds at) {
    return {day_number(at) * kDay.count};
}

UnixSeconds date_of(const std::string& year, const char* month_and_day) {
    const auto date = parse_date(year + month_and_day);
    BALLAST_CHECK(date.has_value());
    return *date;
}

/// The first Sunday at or after `date`.
UnixSeconds sunday_from(UnixSeconds date) {
    return date + Seconds{(kSunday - weekday(date)) * kDay.count};
}

bool is_weekend(UnixSeconds date) {
    return weekday(date) >= kSaturday;
}

bool is_of_tokyo(const std::string& indicator) {
    return indicator.starts_with("jgb");
}

Seconds hours_and_minutes(int hours, int minutes) {
    return {hours * kHour.count + minutes * 60};
}

}  // namespace

int new_york_midnight_hour(UnixSeconds date) {
    const std::string year = format_date(date).substr(0, 4);
    const bool since_2007 = year >= "2007";
    const UnixSeconds begin = sunday_from(date_of(year, since_2007 ? "-03-08" : "-04-01"));
    const UnixSeconds end = sunday_from(date_of(year, since_2007 ? "-11-01" : "-10-25"));
    return date >= begin && date < end ? 4 : 5;
}

IndicatorHistory IndicatorHistory::of(const std::string& indicator, PrintSeries series) {
    IndicatorHistory history;
    history.name_ = indicator;
    history.series_ = std::move(series);
    for (const Print& print : history.series_.prints)
        history.known_at_.push_back(history.known_at(print.date));
    return history;
}

Result<IndicatorHistory> IndicatorHistory::read(const std::filesystem::path& folder,
                                                const std::string& indicator) {
    auto series = read_indicator(folder, indicator);
    if (!series) return fail(series.error());
    return of(indicator, std::move(*series));
}

UnixSeconds IndicatorHistory::observed_at(UnixSeconds date) const {
    if (is_of_tokyo(name_)) return date + hours_and_minutes(6, 0);
    const int hour = name_ == "usdjpy" ? 12 : 16;
    return date + hours_and_minutes(new_york_midnight_hour(date) + hour, 0);
}

UnixSeconds IndicatorHistory::known_at(UnixSeconds date) const {
    if (is_of_tokyo(name_)) return next_session(date) + hours_and_minutes(0, 30);
    return name_ == "usdjpy" ? observed_at(date) : observed_at(date) + hours_and_minutes(0, 15);
}

bool IndicatorHistory::is_session(UnixSeconds date) const {
    const auto& sessions = series_.sessions;
    const auto after = std::lower_bound(sessions.begin(), sessions.end(), date);
    if (after != sessions.end() && *after == date) return true;
    if (is_weekend(date)) return false;
    if (after == sessions.end()) return true;
    return after != sessions.begin() && *after - *std::prev(after) > kClosureMax;
}

UnixSeconds IndicatorHistory::next_session(UnixSeconds date) const {
    UnixSeconds day = date + kDay;
    while (!is_session(day))
        day = day + kDay;
    return day;
}

IndicatorObservation IndicatorHistory::observe(UnixSeconds at, Seconds stale_after) const {
    IndicatorObservation observation;
    observation.name = name_;
    const auto after = std::upper_bound(known_at_.begin(), known_at_.end(), at);
    if (after == known_at_.begin()) return observation;
    const auto newest = static_cast<std::size_t>(after - known_at_.begin()) - 1;
    const Print& print = series_.prints[newest];
    observation.level = print.level;
    observation.observed_at = observed_at(print.date);
    observation.known_at = known_at_[newest];

    std::int64_t missed = 0;
    const std::int64_t limit = stale_after.count / kDay.count;
    for (UnixSeconds day = print.date + kDay; day < at && missed <= limit; day = day + kDay)
        missed += is_session(day) && known_at(day) <= at ? 1 : 0;
    if (missed > limit)
        observation.status = IndicatorStatus::stale;
    else
        observation.status =
            is_session(midnight(at)) ? IndicatorStatus::live : IndicatorStatus::closed;
    return observation;
}

}  // namespace ballast::history
