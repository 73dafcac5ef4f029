// SPDX-License-Identifier: MIT
#include "providers/daily_series.hpp"

#include "calendar/time_zone.hpp"
#include "providers/times.hpp"

namespace ballast::providers {

Result<UnixSeconds> moment(const WallTime& time, calendar::Day day) {
    return calendar::to_utc(time.zone, day, time.of_day);
}

Result<EventTimes> fixed_and_published(const WallTime& fixed, const WallTime& published,
                                       calendar::Day fixed_on, calendar::Day published_on) {
    const auto observed = moment(fixed, fixed_on);
    if (!observed) return fail(observed.error());
    const auto known = moment(published, published_on);
    if (!known) return fail(known.error());
    return EventTimes{*observed, *known};
}

Status DailySeries::add(calendar::Day day, std::string_view number, const EventTimes& times) {
    const auto added = add_value(day, number, times);
    if (!added) return fail_in(calendar::format_day(day), added.error());
    return {};
}

Status DailySeries::add_value(calendar::Day day, std::string_view number, const EventTimes& times) {
    const auto value = read_reading(number, *source_, sign_);
    if (!value) return fail(value.error());
    if (times.observed > answer_->fetched_at + kAheadMax) {
        const auto today = calendar::local_day(zone_, answer_->fetched_at);
        if (!today) return fail(today.error());
        if (day == *today) return {};
        return fail(Errc::bad_data, "this day has not come yet");
    }
    seen_.push_back({*value, times.observed, times.published});
    return {};
}

}  // namespace ballast::providers
