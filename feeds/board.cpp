// SPDX-License-Identifier: MIT
#include "feeds/board.hpp"

#include <algorithm>
#include <limits>

#include "base/check.hpp"
#include "calendar/calendar.hpp"
#include "calendar/time_zone.hpp"
#include "feeds/acceptance.hpp"

namespace ballast::feeds {
namespace {

using Versions = std::set<Sighting>;

/// Versions of one event time; beyond it the oldest goes.
constexpr std::size_t kVersionsMax = 16;

struct Heard {
    std::size_t source = 0;
    const Sighting* sighting = nullptr;
};

/// Of each source and event time the newest version that was usable at `at`, by event time.
std::vector<Heard> usable(const std::vector<std::set<Sighting>>& sources, UnixSeconds at) {
    std::vector<Heard> all;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const std::size_t first = all.size();
        for (const Sighting& sighting : sources[i]) {
            if (sighting.usable_at() > at) continue;
            const bool revises =
                all.size() > first &&
                all.back().sighting->observation.observed_at == sighting.observation.observed_at;
            if (revises) all.pop_back();
            all.push_back({i, &sighting});
        }
    }
    std::stable_sort(all.begin(), all.end(), [](const Heard& a, const Heard& b) {
        return a.sighting->observation.observed_at < b.sighting->observation.observed_at;
    });
    return all;
}

UnixSeconds time_of(const Heard& heard) {
    return heard.sighting->observation.observed_at;
}

std::optional<FeedReason> take(const FeedDeclaration& feed, const Ballot& ballot, UnixSeconds at,
                               Acceptance& acceptance) {
    if (!ballot.agreement) return std::nullopt;
    return acceptance.take(feed, *ballot.agreement, at);
}

Ballot count(const FeedDeclaration& feed, const Memory& memory, UnixSeconds at) {
    return count_votes(feed, memory.recent, memory.acceptance.reference(feed, at), at);
}

/// Plays prints through the feed's memory, each at its event time.
void play(const FeedDeclaration& feed, const std::vector<Heard>& all, Memory& memory) {
    for (std::size_t i = 0; i < all.size(); ++i) {
        memory.recent.put(all[i].source, *all[i].sighting);
        const bool more = i + 1 < all.size() && time_of(all[i + 1]) == time_of(all[i]);
        if (more) continue;
        const UnixSeconds at = time_of(all[i]);
        (void)take(feed, count(feed, memory, at), at, memory.acceptance);
    }
}

bool has_session(const FeedDeclaration& feed, UnixSeconds at) {
    const calendar::Calendar* calendar = calendar::find_calendar(feed.calendar);
    const auto day = calendar::local_day(calendar->zone(), at);
    if (!day) return true;
    return calendar->is_session(*day).value_or(true);
}

/// The status of a feed whose newest count was not accepted: how old is what it accepted last?
FeedStatus held_status(Age age, const std::optional<FeedReason>& refusal) {
    switch (age) {
        case Age::beyond_preset:
            return FeedStatus::preset;
        case Age::beyond_hold:
        case Age::unknown:
            return FeedStatus::stale;
        case Age::fresh:
            break;
    }
    return refusal ? FeedStatus::jump_unconfirmed : FeedStatus::below_quorum;
}

void add_age_reason(Age age, std::vector<FeedReason>& reasons) {
    if (age == Age::beyond_hold) reasons.push_back(FeedReason::stale);
    if (age == Age::beyond_preset) reasons.push_back(FeedReason::stale_beyond_preset);
    if (age == Age::unknown) reasons.push_back(FeedReason::beyond_calendar);
}

void put_value(const Agreement& accepted, Verdict& verdict) {
    verdict.value = accepted.value;
    verdict.observed_at = accepted.oldest;
    verdict.known_at = accepted.known_at;
}

/// What is believed and what is not, for the journal and for who must act on a doubt.
void put_memory(const FeedDeclaration& feed, const Memory& memory, bool accepted, UnixSeconds at,
                Verdict& verdict) {
    if (const auto& waiting = memory.acceptance.waiting()) verdict.waiting = waiting->value;
    const auto& last = memory.acceptance.last();
    if (!last) return;
    verdict.last = Believed{last->value, last->oldest};
    if (!accepted) verdict.dispute = find_dispute(feed, memory.recent, last->value, at);
}

void judge(const FeedDeclaration& feed, const Ballot& ballot, Memory& memory, UnixSeconds at,
           Verdict& verdict) {
    Acceptance& acceptance = memory.acceptance;
    const auto refusal = take(feed, ballot, at, acceptance);
    put_memory(feed, memory, ballot.agreement && !refusal, at, verdict);
    verdict.reasons = ballot.reasons;
    if (refusal) verdict.reasons.push_back(*refusal);
    const bool open = has_session(feed, at);
    if (!open) verdict.reasons.push_back(FeedReason::market_closed);
    if (!acceptance.last()) return;
    const Agreement& accepted = *acceptance.last();
    if (ballot.agreement && !refusal) {
        verdict.status = open ? FeedStatus::live : FeedStatus::closed;
    } else {
        const Age age = age_of(feed, accepted.oldest, at);
        verdict.status = held_status(age, refusal);
        add_age_reason(age, verdict.reasons);
    }
    if (verdict.status != FeedStatus::preset) put_value(accepted, verdict);
}

/// Tells whether `later`, which follows `earlier` in its source's order, only says it again.
bool repeats(const Sighting& later, const Sighting& earlier) {
    return later.observation.observed_at == earlier.observation.observed_at &&
           later.observation.value == earlier.observation.value &&
           later.usable_at() >= earlier.usable_at();
}

/// Returns the first version of an event time or of a later one.
Versions::iterator first_of(const Versions& versions, UnixSeconds observed_at) {
    constexpr UnixSeconds kFirst{std::numeric_limits<std::int64_t>::min()};
    Sighting least;
    least.observation = {providers::Reading::of(providers::ReadingTag::kMin), observed_at, kFirst};
    least.fetched_at = kFirst;
    return versions.lower_bound(least);
}

/// A source that says another number each time is not remembered in full.
void drop_version(Versions& versions, UnixSeconds observed_at) {
    const auto first = first_of(versions, observed_at);
    const auto end = first_of(versions, observed_at + Seconds{1});
    if (static_cast<std::size_t>(std::distance(first, end)) > kVersionsMax) versions.erase(first);
}

/// Drops what is before `oldest`, and all but the newest event times of a source that floods.
void trim(Versions& versions, UnixSeconds oldest) {
    versions.erase(versions.begin(), first_of(versions, oldest));
    std::size_t times = 0;
    std::optional<UnixSeconds> last;
    for (auto it = versions.end(); it != versions.begin() && times <= kEventTimesMax;) {
        --it;
        times += last == it->observation.observed_at ? 0U : 1U;
        last = it->observation.observed_at;
    }
    if (times > kEventTimesMax)
        versions.erase(versions.begin(), first_of(versions, *last + Seconds{1}));
}

}  // namespace

Board::Board(std::vector<FeedDeclaration> feeds) : feeds_(std::move(feeds)) {
    for (const FeedDeclaration& feed : feeds_) {
        seen_.emplace_back(feed.sources.size());
        memories_.emplace_back(feed);
    }
    asked_.resize(feeds_.size());
}

std::size_t Board::index_of(std::string_view feed) const {
    const auto found = std::find_if(feeds_.begin(), feeds_.end(),
                                    [&](const FeedDeclaration& f) { return f.name == feed; });
    return static_cast<std::size_t>(found - feeds_.begin());
}

std::optional<Board::Slot> Board::find(std::string_view feed, std::string_view source) const {
    const std::size_t f = index_of(feed);
    if (f == feeds_.size()) return std::nullopt;
    const std::vector<SourceDeclaration>& sources = feeds_[f].sources;
    for (std::size_t s = 0; s < sources.size(); ++s)
        if (sources[s].source.name == source) return Slot{f, s};
    return std::nullopt;
}

Status Board::add(std::string_view feed, std::string_view source, const Sighting& sighting) {
    const auto slot = find(feed, source);
    if (!slot)
        return fail(Errc::configuration, "no feed " + std::string(feed) + " with a source " +
                                             std::string(source) + " is declared");
    if (auto sound = check_times(sighting); !sound) return fail_in(source, sound.error());
    if (!is_news(feed, source, sighting)) return {};
    Versions& versions = seen_[slot->feed][slot->source];
    auto next = std::next(versions.insert(sighting).first);
    while (next != versions.end() && repeats(*next, sighting))
        next = versions.erase(next);
    drop_version(versions, sighting.observation.observed_at);
    asked_[slot->feed].reset();
    return {};
}

bool Board::is_news(std::string_view feed, std::string_view source,
                    const Sighting& sighting) const {
    const auto slot = find(feed, source);
    if (!slot) return false;
    if (sighting.observation.observed_at < memories_[slot->feed].until) return false;
    const Versions& versions = seen_[slot->feed][slot->source];
    const auto after = versions.lower_bound(sighting);
    if (after != versions.end() && *after == sighting) return false;
    return after == versions.begin() || !repeats(sighting, *std::prev(after));
}

Verdict Board::judge_anew(std::size_t f, UnixSeconds at) const {
    Verdict verdict;
    verdict.feed = feeds_[f].name;
    Memory memory = memories_[f];
    play(feeds_[f], usable(seen_[f], at), memory);
    const Ballot ballot = count(feeds_[f], memory, at);
    verdict.sources = ballot.sources;
    if (memory.recent.days().empty()) {
        verdict.reasons.push_back(FeedReason::no_observation);
        return verdict;
    }
    judge(feeds_[f], ballot, memory, at, verdict);
    std::sort(verdict.reasons.begin(), verdict.reasons.end());
    return verdict;
}

Verdict Board::verdict(std::string_view feed, UnixSeconds at) const {
    const std::size_t f = index_of(feed);
    BALLAST_CHECK(f < feeds_.size());
    if (!asked_[f] || asked_[f]->at != at) asked_[f] = Asked{at, judge_anew(f, at)};
    return asked_[f]->verdict;
}

std::vector<Verdict> Board::verdicts(UnixSeconds at) const {
    std::vector<Verdict> all;
    for (const FeedDeclaration& feed : feeds_)
        all.push_back(verdict(feed.name, at));
    return all;
}

std::vector<Sighting> Board::history(std::string_view feed, std::string_view source) const {
    const auto slot = find(feed, source);
    if (!slot) return {};
    const Versions& versions = seen_[slot->feed][slot->source];
    return {versions.begin(), versions.end()};
}

void Board::forget(UnixSeconds now) {
    for (std::size_t f = 0; f < feeds_.size(); ++f) {
        std::vector<Heard> old = usable(seen_[f], now);
        // A wall clock that runs ahead makes no print old: only later prints do.
        const UnixSeconds newest = old.empty() ? memories_[f].until : time_of(old.back());
        const UnixSeconds oldest = std::min(newest, now) - memory_of(feeds_[f]);
        old.erase(std::find_if(old.begin(), old.end(),
                               [&](const Heard& heard) { return time_of(heard) >= oldest; }),
                  old.end());
        play(feeds_[f], old, memories_[f]);
        memories_[f].until = std::min(std::max(memories_[f].until, oldest), now);
        for (Versions& versions : seen_[f])
            trim(versions, memories_[f].until);
        asked_[f].reset();
    }
}

const Memory& Board::memory(std::string_view feed) const {
    const std::size_t f = index_of(feed);
    BALLAST_CHECK(f < feeds_.size());
    return memories_[f];
}

void Board::resume(std::string_view feed, Memory memory) {
    const std::size_t f = index_of(feed);
    BALLAST_CHECK(f < feeds_.size());
    memories_[f] = std::move(memory);
    asked_[f].reset();
}

Seconds memory_of(const FeedDeclaration& feed) {
    // Twice the limit in sessions is less than that many days and ten, whatever the holidays.
    if (feed.stale.in_sessions) return {(2 * feed.stale.preset + 10) * kDay.count};
    return std::max(kHour, Seconds{4 * feed.stale.hold});
}

Json decision_inputs(UnixSeconds at, const std::vector<Verdict>& verdicts) {
    JsonArray feeds;
    for (const Verdict& verdict : verdicts)
        feeds.push_back(to_json(verdict));
    return JsonObject{{"at", Json::integer(at.count)}, {"feeds", std::move(feeds)}};
}

}  // namespace ballast::feeds
