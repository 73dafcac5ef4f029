// SPDX-License-Identifier: MIT
#include "policies/scenario.hpp"

#include <algorithm>

namespace ballast::policies {

bool is_closed(const ScenarioIndicator& indicator, UnixSeconds at) {
    const UnixSeconds midnight{day_number(at) * kDay.count};
    return weekday(midnight) >= 5 || std::find(indicator.closed.begin(), indicator.closed.end(),
                                               midnight) != indicator.closed.end();
}

UnixSeconds known_at(const ScenarioIndicator& indicator, UnixSeconds date) {
    UnixSeconds day = date;
    if (indicator.known_on == KnownOn::next_trading_day) {
        // Ends: holidays are a finite list, and after it every week has five trading days.
        do {
            day = day + kDay;
        } while (is_closed(indicator, day));
    }
    return day + indicator.known_after;
}

}  // namespace ballast::policies
