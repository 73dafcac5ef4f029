// SPDX-License-Identifier: MIT
#include "feeds/ballot.hpp"

#include <algorithm>
#include <map>

#include "base/check.hpp"
#include "calendar/calendar.hpp"
#include "feeds/plausibility.hpp"

namespace ballast::feeds {
namespace {

using providers::Reading;

/// The index of each group's speaker among the sources.
using Speakers = std::vector<std::size_t>;

Reading value_of(const SourceVerdict& source) {
    return source.sighting->observation.value;
}

/// Tells why a source's reading has no vote, looked at by itself.
std::optional<FeedReason> unfit(const FeedDeclaration& feed, const Sighting& sighting,
                                UnixSeconds at) {
    const Reading value = sighting.observation.value;
    if (value < feed.band_min || value > feed.band_max) return FeedReason::outside_band;
    switch (age_of(feed, sighting.observation.observed_at, at)) {
        case Age::fresh:
            return std::nullopt;
        case Age::unknown:
            return FeedReason::beyond_calendar;
        case Age::beyond_hold:
        case Age::beyond_preset:
            return FeedReason::older_than_hold;
    }
    return std::nullopt;
}

/// Tells whether another group, fit but for its slip, says what `one` says.
bool is_seconded(const FeedDeclaration& feed, const std::vector<SourceVerdict>& heard,
                 const SourceVerdict& one) {
    return std::any_of(heard.begin(), heard.end(), [&](const SourceVerdict& other) {
        return other.sighting && !other.reason && other.group != one.group &&
               size_of_move(agree_limit(feed), value_of(one), value_of(other)) == MoveSize::usual;
    });
}

/// A slip of units has a name that an operator can act on; the band only says that something is
/// wrong. But one server slips by itself: what a second group says too is a move, and judged as
/// one.
void name_slips(const FeedDeclaration& feed, Reading last, std::vector<SourceVerdict>& heard) {
    std::vector<std::optional<FeedReason>> slips(heard.size());
    for (std::size_t i = 0; i < heard.size(); ++i)
        if (heard[i].sighting && !is_seconded(feed, heard, heard[i]))
            slips[i] = find_slip(feed.jump, last, value_of(heard[i]));
    for (std::size_t i = 0; i < heard.size(); ++i)
        if (slips[i]) heard[i].reason = slips[i];
}

std::vector<SourceVerdict> hear(const FeedDeclaration& feed, const Prints& newest,
                                std::optional<Reading> last, UnixSeconds at) {
    std::vector<SourceVerdict> heard;
    for (std::size_t i = 0; i < feed.sources.size(); ++i) {
        SourceVerdict source{feed.sources[i].source.name, feed.sources[i].group, newest[i], {}, {}};
        if (newest[i]) source.reason = unfit(feed, *newest[i], at);
        heard.push_back(std::move(source));
    }
    if (last) name_slips(feed, *last, heard);
    return heard;
}

/// Several endpoints of one upstream have one voice: the newest fit reading among them.
Speakers speakers(const std::vector<SourceVerdict>& sources) {
    std::map<std::string_view, std::size_t> by_group;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        if (!sources[i].sighting || sources[i].reason) continue;
        const auto [place, first] = by_group.emplace(sources[i].group, i);
        if (!first && *sources[place->second].sighting < *sources[i].sighting) place->second = i;
    }
    Speakers all;
    for (const auto& [group, index] : by_group)
        all.push_back(index);
    return all;
}

/// Of an even number the mean of the two in the middle, rounded down.
Reading median(const std::vector<SourceVerdict>& sources, Speakers who) {
    BALLAST_CHECK(!who.empty());
    std::sort(who.begin(), who.end(), [&](std::size_t a, std::size_t b) {
        return value_of(sources[a]) < value_of(sources[b]);
    });
    const std::size_t middle = who.size() / 2;
    const Int128 upper = value_of(sources[who[middle]]).count();
    if (who.size() % 2 == 1) return Reading::of(upper);
    return Reading::of(div_down(upper + value_of(sources[who[middle - 1]]).count(), 2));
}

/// Tells whether one outside the camp speaks of a later time than all of it, by more than two
/// questions could lag: in a crash those who still answer with the price before it are no majority.
/// What is counted in sessions is compared by days already.
bool is_overtaken(const FeedDeclaration& feed, const std::vector<SourceVerdict>& sources,
                  const Speakers& all, const Speakers& camp) {
    if (feed.stale.in_sessions || camp.empty()) return false;
    const auto time_of = [&](std::size_t i) {
        return sources[i].sighting->observation.observed_at;
    };
    const auto earlier = [&](std::size_t a, std::size_t b) { return time_of(a) < time_of(b); };
    const UnixSeconds newest = time_of(*std::max_element(camp.begin(), camp.end(), earlier));
    return std::any_of(all.begin(), all.end(), [&](std::size_t i) {
        return std::count(camp.begin(), camp.end(), i) == 0 &&
               time_of(i) > newest + Seconds{2 * feed.interval.count};
    });
}

/// The largest set of groups that all lie within the agreement limit of one of them; empty where it
/// is no majority of those who speak, or where one of the others overtook them.
Speakers majority(const FeedDeclaration& feed, const std::vector<SourceVerdict>& sources,
                  const Speakers& all) {
    Speakers most;
    for (const std::size_t centre : all) {
        Speakers camp;
        for (const std::size_t other : all)
            if (size_of_move(agree_limit(feed), value_of(sources[centre]),
                             value_of(sources[other])) == MoveSize::usual)
                camp.push_back(other);
        if (camp.size() > most.size()) most = std::move(camp);
    }
    const bool holds = 2 * most.size() > all.size() && !is_overtaken(feed, sources, all, most);
    return holds ? most : Speakers{};
}

Agreement agree(const std::vector<SourceVerdict>& sources, const Speakers& camp) {
    Agreement agreement;
    agreement.value = median(sources, camp);
    agreement.groups = camp.size();
    for (const std::size_t i : camp)
        agreement.prints.emplace(i, sources[i].sighting->observation.observed_at);
    agreement.oldest = sources[camp.front()].sighting->observation.observed_at;
    for (const std::size_t i : camp) {
        const Sighting& sighting = *sources[i].sighting;
        agreement.oldest = std::min(agreement.oldest, sighting.observation.observed_at);
        agreement.newest = std::max(agreement.newest, sighting.observation.observed_at);
        agreement.known_at = std::max(agreement.known_at, sighting.usable_at());
    }
    return agreement;
}

/// Names what is wrong with those outside: a slip of units against the others, or another value.
void mark(const FeedDeclaration& feed, Ballot& ballot, const Speakers& all, const Speakers& camp) {
    for (const std::size_t i : all) {
        SourceVerdict& source = ballot.sources[i];
        source.used = std::count(camp.begin(), camp.end(), i) > 0;
        if (source.used) continue;
        source.reason = find_slip(feed.jump, ballot.agreement->value, value_of(source))
                            .value_or(FeedReason::outvoted);
    }
}

/// The prints that may vote: of the newest day on which the quorum has spoken. A shock of today
/// does not wait for the slowest, and is not averaged with yesterday. A source whose newest print
/// is unfit has no vote: its yesterday does not stand in for a today that is wrong.
std::vector<SourceVerdict> hear_day(const FeedDeclaration& feed, const Recent& recent,
                                    std::optional<Reading> last, UnixSeconds at) {
    std::vector<SourceVerdict> newest = hear(feed, recent.newest(), last, at);
    const auto days = recent.days();
    if (days.size() < 2 || speakers(newest).size() < feed.quorum) return newest;
    for (const calendar::Day day : days) {
        auto heard = hear(feed, recent.of(day), last, at);
        for (std::size_t i = 0; i < heard.size(); ++i)
            if (newest[i].reason) heard[i] = newest[i];
        if (speakers(heard).size() >= feed.quorum) return heard;
    }
    // They never printed on one day: what each said last is all there is.
    return newest;
}

/// Those whose newest print is of another day are named beside those who voted.
void show_others(const Prints& newest, std::vector<SourceVerdict>& sources) {
    for (std::size_t i = 0; i < sources.size(); ++i) {
        if (sources[i].sighting || !newest[i]) continue;
        sources[i].sighting = newest[i];
        sources[i].reason = FeedReason::other_day;
    }
}

}  // namespace

Age age_of(const FeedDeclaration& feed, UnixSeconds since, UnixSeconds at) {
    std::int64_t age = (at - since).count;
    if (feed.stale.in_sessions) {
        const calendar::Calendar* calendar = calendar::find_calendar(feed.calendar);
        BALLAST_CHECK(calendar != nullptr);
        const auto sessions = calendar->sessions_between(since, at);
        if (!sessions) return Age::unknown;
        age = *sessions;
    }
    if (age > feed.stale.preset) return Age::beyond_preset;
    return age > feed.stale.hold ? Age::beyond_hold : Age::fresh;
}

Ballot count_votes(const FeedDeclaration& feed, const Recent& recent, std::optional<Reading> last,
                   UnixSeconds at) {
    Ballot ballot;
    ballot.sources = hear_day(feed, recent, last, at);
    const Speakers all = speakers(ballot.sources);
    const Speakers camp = majority(feed, ballot.sources, all);
    if (all.size() < feed.quorum) {
        ballot.reasons.push_back(FeedReason::too_few_groups);
    } else if (camp.size() < feed.quorum) {
        ballot.reasons.push_back(FeedReason::groups_disagree);
    } else {
        ballot.agreement = agree(ballot.sources, camp);
        mark(feed, ballot, all, camp);
    }
    show_others(recent.newest(), ballot.sources);
    return ballot;
}

Dispute find_dispute(const FeedDeclaration& feed, const Recent& recent, Reading last,
                     UnixSeconds at) {
    Dispute dispute;
    const auto heard = hear(feed, recent.newest(), last, at);
    for (const std::size_t i : speakers(heard)) {
        if (size_of_move(feed.jump, last, value_of(heard[i])) == MoveSize::usual) continue;
        (value_of(heard[i]) < last ? dispute.below : dispute.above) = true;
    }
    return dispute;
}

}  // namespace ballast::feeds
