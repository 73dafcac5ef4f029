// SPDX-License-Identifier: MIT
// When markets are open, and which local time is which moment.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"
#include "calendar/day.hpp"

namespace ballast::calendar {

/// One market's sessions.
class Calendar {
  public:
    Calendar() = default;
    Calendar(const Calendar&) = delete;
    Calendar& operator=(const Calendar&) = delete;
    virtual ~Calendar() = default;

    [[nodiscard]] virtual std::string_view name() const = 0;
    /// The IANA time zone in which its dates are meant: "Asia/Tokyo".
    [[nodiscard]] virtual std::string_view zone() const = 0;
    /// Tells whether the market has a session on that local day. Errors: bad_data for a day that
    /// its table does not reach.
    [[nodiscard]] virtual Result<bool> is_session(Day day) const = 0;
    /// Returns when the session of that day ends, half days included. Errors: as is_session; also
    /// where there is no session.
    [[nodiscard]] virtual Result<UnixSeconds> close_of(Day day) const = 0;
    /// Returns how many sessions have ended after `since` and at or before `at`: an age that no
    /// weekend and no holiday adds to. Errors: as is_session.
    [[nodiscard]] virtual Result<std::int64_t> sessions_between(UnixSeconds since,
                                                                UnixSeconds at) const = 0;
};

/// Returns "nyse", "cboe", "tokyo", "london_fx" or "crypto" (always open: a session a UTC day), or
/// nullptr. Lives for ever.
[[nodiscard]] const Calendar* find_calendar(std::string_view name);

}  // namespace ballast::calendar
