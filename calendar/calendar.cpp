// SPDX-License-Identifier: MIT
#include "calendar/calendar.hpp"

#include <array>
#include <string>
#include <vector>

#include "calendar/holidays.hpp"
#include "calendar/time_zone.hpp"

namespace ballast::calendar {
namespace {

/// What makes one market: two tables of functions of a day.
struct Rules {
    std::string_view name;
    std::string_view zone;
    bool (*meets)(Day);
    /// The local time at which its session ends, and the zone in which that is said.
    Seconds (*closes)(Day);
    std::string_view closes_in;
};

constexpr Seconds at_clock(std::int64_t hour, std::int64_t minute) {
    return {hour * 3600 + minute * 60};
}

bool new_york_meets(Day day) {
    return !is_weekend(day) && !is_new_york_holiday(day);
}
Seconds nyse_closes(Day day) {
    return is_new_york_half_day(day) ? at_clock(13, 0) : at_clock(16, 0);
}
/// Since Memorial Day of 2022 Cboe computes the VIX on American holidays too, in its global hours,
/// but not on these three; before, it kept New York's days (as its own history file shows).
bool cboe_meets(Day day) {
    if (is_weekend(day) || day < day_of(2022, 5, 30)) return new_york_meets(day);
    return !is_world_holiday(day);
}
/// A quarter of an hour after the cash market; on a holiday at the end of the global hours. All in
/// Chicago's time.
Seconds cboe_closes(Day day) {
    if (is_new_york_holiday(day)) return at_clock(10, 30);
    return is_new_york_half_day(day) ? at_clock(12, 15) : at_clock(15, 15);
}

bool tokyo_meets(Day day) {
    return !is_weekend(day) && !is_tokyo_holiday(day);
}
/// The Tokyo Stock Exchange lengthened its day on 2024-11-05 (arrowhead 4.0).
Seconds tokyo_closes(Day day) {
    return civil(day) < Civil{2024, 11, 5} ? at_clock(15, 0) : at_clock(15, 30);
}

/// Dealers meet on every weekday but the two on which nobody anywhere quotes.
bool fx_meets(Day day) {
    const Civil date = civil(day);
    const bool nobody = (date.month == 12 && date.day == 25) || (date.month == 1 && date.day == 1);
    return !is_weekend(day) && !nobody;
}
/// The value date rolls at 17:00 in New York, which is in London's same day.
Seconds fx_closes(Day /*day*/) {
    return at_clock(17, 0);
}

bool always(Day /*day*/) {
    return true;
}
/// Midnight behind the day; see `close_of`.
Seconds crypto_closes(Day /*day*/) {
    return kDay;
}

constexpr std::array<Rules, 5> kMarkets = {{
    {"nyse", "America/New_York", new_york_meets, nyse_closes, "America/New_York"},
    {"cboe", "America/Chicago", cboe_meets, cboe_closes, "America/Chicago"},
    {"tokyo", "Asia/Tokyo", tokyo_meets, tokyo_closes, "Asia/Tokyo"},
    {"london_fx", "Europe/London", fx_meets, fx_closes, "America/New_York"},
    {"crypto", "UTC", always, crypto_closes, "UTC"},
}};

/// A market whose rules are worked out once, when it is first asked for.
class RuleCalendar final : public Calendar {
  public:
    explicit RuleCalendar(const Rules& rules) : rules_(rules), first_(day_of(kFirstYear, 1, 1)) {
        const Day end = day_of(kLastYear + 1, 1, 1);
        for (Day day = first_; day < end; day = day + 1)
            sessions_.push_back(rules.meets(day));
    }

    [[nodiscard]] std::string_view name() const override { return rules_.name; }
    [[nodiscard]] std::string_view zone() const override { return rules_.zone; }
    [[nodiscard]] Result<bool> is_session(Day day) const override;
    [[nodiscard]] Result<UnixSeconds> close_of(Day day) const override;
    [[nodiscard]] Result<std::int64_t> sessions_between(UnixSeconds since,
                                                        UnixSeconds at) const override;

  private:
    [[nodiscard]] Result<bool> ended(Day day, UnixSeconds at) const;

    const Rules& rules_;
    Day first_;
    std::vector<bool> sessions_;
};

Result<bool> RuleCalendar::is_session(Day day) const {
    const std::int64_t place = day.number - first_.number;
    if (place < 0 || place >= static_cast<std::int64_t>(sessions_.size()))
        return fail(Errc::bad_data, "calendar " + std::string(rules_.name) +
                                        ": its table ends before " + format_day(day) +
                                        " (it has 2000 to 2037)");
    return sessions_[static_cast<std::size_t>(place)];
}

Result<UnixSeconds> RuleCalendar::close_of(Day day) const {
    const auto meets = is_session(day);
    if (!meets) return fail(meets.error());
    if (!*meets)
        return fail(Errc::bad_data,
                    "calendar " + std::string(rules_.name) + ": no session on " + format_day(day));
    const Seconds of_day = rules_.closes(day);
    if (of_day == kDay) return to_utc(rules_.closes_in, day + 1, {0});
    return to_utc(rules_.closes_in, day, of_day);
}

/// Tells whether that day had a session and it has ended.
Result<bool> RuleCalendar::ended(Day day, UnixSeconds at) const {
    const auto meets = is_session(day);
    if (!meets || !*meets) return meets;
    const auto close = close_of(day);
    if (!close) return fail(close.error());
    return *close <= at;
}

Result<std::int64_t> RuleCalendar::sessions_between(UnixSeconds since, UnixSeconds at) const {
    if (at <= since) return 0;
    auto from = local_day(rules_.zone, since);
    const auto to = local_day(rules_.zone, at);
    if (!from) return fail(from.error());
    if (!to) return fail(to.error());
    std::int64_t count = 0;
    // A session of the day before ends at midnight, where there is no closing bell.
    for (Day day = *from - 1; day <= *to; day = day + 1) {
        const bool edge = day <= *from || day == *to;
        const auto after = edge ? ended(day, at) : is_session(day);
        if (!after) return fail(after.error());
        const auto before = edge && *after ? ended(day, since) : Result<bool>(false);
        if (!before) return fail(before.error());
        count += *after && !*before ? 1 : 0;
    }
    return count;
}

}  // namespace

const Calendar* find_calendar(std::string_view name) {
    static const std::array<RuleCalendar, kMarkets.size()> kCalendars = {
        RuleCalendar(kMarkets[0]), RuleCalendar(kMarkets[1]), RuleCalendar(kMarkets[2]),
        RuleCalendar(kMarkets[3]), RuleCalendar(kMarkets[4])};
    for (const RuleCalendar& calendar : kCalendars)
        if (calendar.name() == name) return &calendar;
    return nullptr;
}

}  // namespace ballast::calendar
