// SPDX-License-Identifier: MIT
#include "keeper/feed_view.hpp"

#include <algorithm>
#include <set>

#include "calendar/calendar.hpp"

namespace ballast::keeper {
namespace {

/// A group has a vote where one of its sources gave a reading that nothing speaks against.
std::int64_t fresh_groups(const feeds::Verdict& verdict) {
    std::set<std::string> fresh;
    for (const feeds::SourceVerdict& source : verdict.sources)
        if (source.sighting && !source.reason) fresh.insert(source.group);
    return static_cast<std::int64_t>(fresh.size());
}

std::optional<Seconds> age_of(const feeds::FeedDeclaration& feed, UnixSeconds since,
                              UnixSeconds now) {
    if (!feed.stale.in_sessions) return now - since;
    const calendar::Calendar* calendar = calendar::find_calendar(feed.calendar);
    if (calendar == nullptr) return std::nullopt;
    const auto sessions = calendar->sessions_between(since, now);
    return sessions ? std::optional(Seconds{*sessions * kDay.count}) : std::nullopt;
}

}  // namespace

void describe_sources(FeedView& view, const feeds::Verdict& verdict,
                      const std::vector<feeds::FeedDeclaration>& feeds, UnixSeconds now) {
    const auto feed = std::find_if(feeds.begin(), feeds.end(),
                                   [&](const auto& each) { return each.name == verdict.feed; });
    if (feed == feeds.end()) return;
    view.sources_fresh = fresh_groups(verdict);
    view.sources_needed = static_cast<std::int64_t>(feed->quorum);
    view.stale_after = {feed->stale.hold * (feed->stale.in_sessions ? kDay.count : 1)};
    if (view.observed_at) view.age = age_of(*feed, *view.observed_at, now);
}

}  // namespace ballast::keeper
