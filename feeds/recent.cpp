// SPDX-License-Identifier: MIT
#include "feeds/recent.hpp"

#include <set>

#include "base/check.hpp"
#include "calendar/calendar.hpp"
#include "calendar/time_zone.hpp"

namespace ballast::feeds {
namespace {

/// Further back no quorum is looked for: a week and the day on which its slowest source prints.
constexpr std::size_t kDaysMax = 8;

}  // namespace

Recent::Recent(const FeedDeclaration& feed) : prints_(feed.sources.size()) {
    if (!feed.stale.in_sessions) return;
    const calendar::Calendar* calendar = calendar::find_calendar(feed.calendar);
    BALLAST_CHECK(calendar != nullptr);
    zone_ = calendar->zone();
}

calendar::Day Recent::day_of(UnixSeconds at) const {
    if (zone_.empty()) return {};
    return calendar::local_day(zone_, at).value_or(calendar::Day{at.count / kDay.count});
}

void Recent::put(std::size_t source, const Sighting& sighting) {
    auto& prints = prints_[source];
    prints.insert_or_assign(day_of(sighting.observation.observed_at), sighting);
    if (prints.size() > kDaysMax) prints.erase(prints.begin());
}

Prints Recent::newest() const {
    Prints newest;
    for (const auto& prints : prints_)
        newest.push_back(prints.empty() ? std::nullopt : std::optional(prints.rbegin()->second));
    return newest;
}

Prints Recent::of(calendar::Day day) const {
    Prints found;
    for (const auto& prints : prints_) {
        const auto print = prints.find(day);
        found.push_back(print == prints.end() ? std::nullopt : std::optional(print->second));
    }
    return found;
}

std::vector<calendar::Day> Recent::days() const {
    std::set<calendar::Day> days;
    for (const auto& prints : prints_)
        for (const auto& [day, print] : prints)
            days.insert(day);
    return {days.rbegin(), days.rend()};
}

std::vector<Sighting> Recent::all(std::size_t source) const {
    std::vector<Sighting> all;
    for (const auto& [day, print] : prints_[source])
        all.push_back(print);
    return all;
}

}  // namespace ballast::feeds
