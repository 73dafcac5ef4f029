// SPDX-License-Identifier: MIT
#include "feeds/recorded_indicator.hpp"

#include <algorithm>

namespace ballast::feeds {
namespace {

using engine::IndicatorObservation;
using engine::IndicatorStatus;
using policies::Scenario;
using policies::ScenarioIndicator;

/// The trading days whose print should be known at `at` and is newer than that of `date`.
std::int64_t trading_days_since(const ScenarioIndicator& indicator, UnixSeconds date,
                                UnixSeconds at) {
    std::int64_t days = 0;
    for (UnixSeconds day = date + kDay; day < at; day = day + kDay)
        days += !is_closed(indicator, day) && known_at(indicator, day) <= at ? 1 : 0;
    return days;
}

IndicatorObservation print_of_eve(const Scenario& scenario, const ScenarioIndicator& indicator) {
    IndicatorObservation print;
    print.name = indicator.name;
    print.level = indicator.last_level;
    print.observed_at = indicator.last_print + indicator.observed_after;
    print.known_at =
        std::min(known_at(indicator, indicator.last_print), scenario.days.front().date);
    return print;
}

}  // namespace

IndicatorObservation observe_indicator(const Scenario& scenario, const std::string& name,
                                       Seconds stale_after, UnixSeconds at) {
    const auto found =
        std::find_if(scenario.indicators.begin(), scenario.indicators.end(),
                     [&name](const ScenarioIndicator& item) { return item.name == name; });
    if (found == scenario.indicators.end()) {
        IndicatorObservation nothing;
        nothing.name = name;
        return nothing;
    }
    const ScenarioIndicator& indicator = *found;
    const auto column = static_cast<std::size_t>(found - scenario.indicators.begin());

    IndicatorObservation print = print_of_eve(scenario, indicator);
    UnixSeconds date = indicator.last_print;
    for (const policies::ScenarioDay& day : scenario.days) {
        if (day.date >= at) break;
        const UnixSeconds known = known_at(indicator, day.date);
        if (!day.prints[column] || known > at) continue;
        date = day.date;
        print.level = *day.prints[column];
        print.observed_at = date + indicator.observed_after;
        print.known_at = known;
    }
    const bool stale = trading_days_since(indicator, date, at) * kDay.count > stale_after.count;
    if (stale)
        print.status = IndicatorStatus::stale;
    else
        print.status = is_closed(indicator, at) ? IndicatorStatus::closed : IndicatorStatus::live;
    return print;
}

}  // namespace ballast::feeds
