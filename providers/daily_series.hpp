// SPDX-License-Identifier: MIT
// Publications of one number a day.
#pragma once

#include <string_view>
#include <vector>

#include "calendar/day.hpp"
#include "providers/number.hpp"
#include "providers/provider.hpp"

namespace ballast::providers {

/// A time of day in a zone.
struct WallTime {
    std::string_view zone;
    Seconds of_day;
};

/// Returns when a wall shows that time on that day. Errors: as calendar::to_utc.
[[nodiscard]] Result<UnixSeconds> moment(const WallTime& time, calendar::Day day);

/// When a number was fixed, and when it came out.
struct EventTimes {
    UnixSeconds observed;
    UnixSeconds published;
};

/// Returns both on one day's walls. Errors: as calendar::to_utc.
[[nodiscard]] Result<EventTimes> fixed_and_published(const WallTime& fixed,
                                                     const WallTime& published,
                                                     calendar::Day fixed_on,
                                                     calendar::Day published_on);

/// Returns hours and minutes after midnight.
[[nodiscard]] constexpr Seconds of_day(int hour, int minute) {
    return Seconds{hour * 3600 + minute * 60};
}

/// Collects the rows of such a publication.
class DailySeries {
  public:
    /// Keeps references to `source` and `answer`. `zone` is where its days are meant.
    DailySeries(const Source& source, const Answer& answer, std::string_view zone, Sign sign)
        : source_(&source), answer_(&answer), zone_(zone), sign_(sign) {}

    /// Adds a day's number. A row of the answer's own day, in the zone, whose event is still to
    /// come is left out: it may change. Errors: bad_data, naming the day; also for a day that has
    /// not begun there.
    [[nodiscard]] Status add(calendar::Day day, std::string_view number, const EventTimes& times);

    [[nodiscard]] std::vector<Observation> take() { return std::move(seen_); }

  private:
    [[nodiscard]] Status add_value(calendar::Day day, std::string_view number,
                                   const EventTimes& times);

    const Source* source_;
    const Answer* answer_;
    std::string_view zone_;
    Sign sign_;
    std::vector<Observation> seen_;
};

}  // namespace ballast::providers
