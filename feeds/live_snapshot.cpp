// SPDX-License-Identifier: MIT
#include "feeds/live_snapshot.hpp"

#include <algorithm>

#include "engine/validate.hpp"
#include "feeds/ballot.hpp"

namespace ballast::feeds {
namespace {

using engine::IndicatorStatus;
using engine::PriceStatus;

/// The four arguments, with what is found on the way.
struct Making {
    const std::vector<FeedDeclaration>& feeds;
    const LiveInputs& inputs;
    const LiveRules& rules;
    std::vector<SnapshotNote>& notes;

    void note(const std::string& subject, FeedReason reason) const {
        notes.push_back({subject, reason});
    }
    void note(const Verdict& verdict) const {
        for (const FeedReason reason : verdict.reasons)
            note(verdict.feed, reason);
    }
};

const FeedDeclaration* find_feed(const Making& making, FeedTarget target, const std::string& of) {
    const auto feed =
        std::find_if(making.feeds.begin(), making.feeds.end(),
                     [&](const FeedDeclaration& f) { return f.target == target && f.of == of; });
    return feed == making.feeds.end() ? nullptr : &*feed;
}

/// Returns the verdict of the feed that feeds `of`, or nullptr.
const Verdict* find(const Making& making, FeedTarget target, const std::string& of) {
    const FeedDeclaration* feed = find_feed(making, target, of);
    if (feed == nullptr) return nullptr;
    const auto verdict = std::find_if(making.inputs.verdicts.begin(), making.inputs.verdicts.end(),
                                      [&](const Verdict& v) { return v.feed == feed->name; });
    return verdict == making.inputs.verdicts.end() ? nullptr : &*verdict;
}

bool usable(const Verdict* verdict) {
    return verdict != nullptr &&
           (verdict->status == FeedStatus::live || verdict->status == FeedStatus::closed);
}

PriceStatus price_status(FeedStatus status) {
    switch (status) {
        case FeedStatus::live:
        case FeedStatus::closed:
            return PriceStatus::confirmed;
        case FeedStatus::jump_unconfirmed:
            return PriceStatus::jump_unconfirmed;
        case FeedStatus::below_quorum:
        case FeedStatus::stale:
            return PriceStatus::below_quorum;
        case FeedStatus::preset:
        case FeedStatus::missing:
            break;
    }
    return PriceStatus::missing;
}

IndicatorStatus indicator_status(FeedStatus status) {
    switch (status) {
        case FeedStatus::live:
            return IndicatorStatus::live;
        case FeedStatus::closed:
            return IndicatorStatus::closed;
        case FeedStatus::jump_unconfirmed:
        case FeedStatus::below_quorum:
        case FeedStatus::stale:
            return IndicatorStatus::stale;
        case FeedStatus::preset:
        case FeedStatus::missing:
            break;
    }
    return IndicatorStatus::missing;
}

void put_price(const Making& making, engine::MarketObservation& market) {
    const Verdict* verdict = find(making, FeedTarget::price, market.asset);
    if (verdict == nullptr) return making.note(market.asset, FeedReason::no_observation);
    making.note(*verdict);
    if (!verdict->value) return;
    const auto price = engine::Price::from(verdict->value->count());
    if (!price || price->count() == 0) return making.note(market.asset, FeedReason::not_sound);
    market.price = *price;
    market.price_status = price_status(verdict->status);
    market.observed_at = std::min(verdict->observed_at, making.inputs.at);
}

/// What lies ahead would stay fresh for as long as it does.
bool is_recent(UnixSeconds observed_at, Seconds hold, UnixSeconds at) {
    return observed_at + hold >= at && observed_at <= at + kAheadMax;
}

/// The engine reads a last point of 0 as a depth that nobody knows, and holds what it cannot judge.
/// A market that was told to have been drained must tighten: a dollar is as good as nothing.
engine::DepthCurve answered(engine::DepthCurve curve) {
    curve.back() = std::max(curve.back(), engine::Usd::of(1));
    return curve;
}

/// Puts what can be sold. Returns whether all of it is known and fresh.
bool put_depth(const Making& making, const LiveMarket& live, engine::MarketObservation& market) {
    const UnixSeconds at = making.inputs.at;
    const bool fresh =
        live.liquidity && is_recent(live.liquidity->observed_at, making.rules.liquidity_hold, at);
    if (fresh) {
        market.depth = answered(live.liquidity->depth);
        market.daily_volume = live.liquidity->daily_volume;
        if (market.daily_volume.count() == 0) making.note(live.asset, FeedReason::volume_unknown);
    } else {
        making.note(live.asset, FeedReason::depth_unknown);
    }
    const auto low = live.depth == nullptr ? std::nullopt : live.depth->low(at);
    if (low) market.depth_low = answered(*low);
    const bool watched = low && live.depth->hours_watched(at) >= making.rules.depth_hours;
    if (!watched) making.note(live.asset, FeedReason::depth_history_short);
    return fresh && watched;
}

/// Puts the borrowers, as they were last read. Returns whether that was lately.
bool put_book(const Making& making, const LiveMarket& live, engine::MarketObservation& market) {
    if (!live.book) {
        making.note(live.asset, FeedReason::book_unknown);
        return false;
    }
    const UnixSeconds at = making.inputs.at;
    // The budget of a cut is a part of what can be sold. Nothing, where it was never told, would
    // forbid every cut. Nor may the wall go alone: a debt without one is under every threshold, and
    // falls with all of its wall_group.
    if (live.depth == nullptr || !live.depth->low(at)) return false;
    market.book = live.book->book;
    const bool fresh =
        !live.book->doubted && is_recent(live.book->observed_at, making.rules.book_hold, at);
    if (!fresh) making.note(live.asset, FeedReason::book_stale);
    return fresh;
}

/// Tells whether the engine would take a snapshot of this market alone.
bool is_sound(const Making& making, const engine::MarketObservation& market) {
    engine::Snapshot alone;
    alone.at = making.inputs.at;
    alone.markets = {market};
    return static_cast<bool>(engine::validate(alone));
}

/// One market that was read wrong holds itself, not the others.
template <class Put>
bool put_sound(const Making& making, engine::MarketObservation& market, Put&& put) {
    engine::MarketObservation tried = market;
    const bool known = put(tried);
    if (is_sound(making, tried)) {
        market = std::move(tried);
        return known;
    }
    making.note(market.asset, FeedReason::not_sound);
    return false;
}

engine::MarketObservation make_market(const Making& making, const std::string& asset) {
    engine::MarketObservation market;
    market.asset = asset;
    put_price(making, market);
    const auto& all = making.inputs.markets;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const LiveMarket& m) { return m.asset == asset; });
    LiveMarket nothing;
    nothing.asset = asset;
    const LiveMarket& live = found == all.end() ? nothing : *found;
    const bool depth =
        put_sound(making, market, [&](auto& tried) { return put_depth(making, live, tried); });
    const bool book =
        put_sound(making, market, [&](auto& tried) { return put_book(making, live, tried); });
    // A book without debt would read as the best of markets. The engine has no status for it, but
    // it holds every rise of a market whose daily volume nobody knows.
    if (!depth || !book) market.daily_volume = engine::Usd::of(0);
    return market;
}

/// The price of what is owed, where that is no collateral of the policy itself.
void add_debt_asset(const Making& making, const std::string& asset, engine::Snapshot& snapshot) {
    const bool there =
        std::any_of(snapshot.markets.begin(), snapshot.markets.end(),
                    [&](const engine::MarketObservation& m) { return m.asset == asset; });
    if (asset.empty() || there) return;
    engine::MarketObservation market;
    market.asset = asset;
    put_price(making, market);
    snapshot.markets.push_back(std::move(market));
}

/// Tells whether a print is older than the policy's own limit for the channel, in sessions of its
/// feed: a feed's longer hold does not overrule the policy.
bool beyond_channel(const Making& making, FeedTarget target, const engine::Channel& channel,
                    UnixSeconds observed_at) {
    const FeedDeclaration* feed = find_feed(making, target, channel.indicator);
    if (feed == nullptr || channel.stale_after.count <= 0) return false;
    FeedDeclaration limited = *feed;
    limited.stale.hold = feed->stale.in_sessions ? channel.stale_after.count / kDay.count
                                                 : channel.stale_after.count;
    limited.stale.preset = std::max(limited.stale.hold, feed->stale.preset);
    return age_of(limited, observed_at, making.inputs.at) != Age::fresh;
}

/// Tells whether the fallback may speak: its feed is silent, not disputed, and was not heard later.
bool may_speak(const Making& making, const engine::Channel& channel, const Verdict* feed,
               const Verdict* other) {
    if (usable(feed) || !usable(other)) return false;
    if (beyond_channel(making, FeedTarget::fallback, channel, other->observed_at)) return false;
    if (feed == nullptr) return true;
    // Behind a move that waits or is refused an older number would read as calm.
    const bool doubted =
        feed->status == FeedStatus::jump_unconfirmed || feed->waiting || feed->dispute != Dispute{};
    return !doubted && (!feed->last || other->observed_at >= feed->last->observed_at);
}

engine::IndicatorObservation make_indicator(const Making& making, const engine::Channel& channel) {
    engine::IndicatorObservation print;
    print.name = channel.indicator;
    FeedTarget target = FeedTarget::indicator;
    const Verdict* verdict = find(making, target, print.name);
    if (verdict != nullptr) making.note(*verdict);
    const Verdict* other = find(making, FeedTarget::fallback, print.name);
    if (may_speak(making, channel, verdict, other)) {
        making.note(*other);
        making.note(other->feed, FeedReason::fallback_used);
        verdict = other;
        target = FeedTarget::fallback;
    }
    if (verdict == nullptr) making.note(print.name, FeedReason::no_observation);
    if (verdict == nullptr || !verdict->value) return print;
    const auto level = engine::Level::from(verdict->value->count());
    if (!level) {
        making.note(print.name, FeedReason::not_sound);
        return print;
    }
    print.level = *level;
    print.status = indicator_status(verdict->status);
    if (usable(verdict) && beyond_channel(making, target, channel, verdict->observed_at)) {
        making.note(verdict->feed, FeedReason::stale);
        print.status = IndicatorStatus::stale;
    }
    print.observed_at = std::min(verdict->observed_at, making.inputs.at);
    print.known_at = std::min(verdict->known_at, making.inputs.at);
    return print;
}

/// Tells whether no quorum can say more while a fit reading says worse. A single group's move that
/// waits for its own next print is not among them: that comes within an interval.
bool is_worse(const Making& making, const Verdict* verdict, bool below, bool above) {
    if (verdict == nullptr || usable(verdict)) return false;
    const auto& reasons = verdict->reasons;
    if (std::count(reasons.begin(), reasons.end(), FeedReason::jump_unconfirmed) > 0) return false;
    const bool worse = (below && verdict->dispute.below) || (above && verdict->dispute.above);
    if (worse) making.note(verdict->feed, FeedReason::disputed_for_worse);
    return worse;
}

/// What the engine cannot be told of a lost quorum: it can only raise the score, and falls away
/// with the dispute.
engine::Wad make_guardian_score(const Making& making, const engine::Policy& policy) {
    bool worse = false;
    for (const engine::AssetPolicy& asset : policy.assets)
        worse |= is_worse(making, find(making, FeedTarget::price, asset.asset), true, false);
    for (const engine::Channel& channel : policy.regime.channels)
        // A level alarms by rising; what is read by its changes alarms both ways.
        worse |= is_worse(making, find(making, FeedTarget::indicator, channel.indicator),
                          channel.transform != engine::Transform::level, true);
    if (!worse) return making.inputs.guardian_score;
    return std::max(making.inputs.guardian_score, making.rules.dispute_score);
}

std::vector<UnixSeconds> make_events(const Making& making) {
    std::vector<UnixSeconds> times = making.inputs.events.times;
    for (const std::string& series : making.inputs.events.unknown)
        making.note(series, FeedReason::events_unknown);
    // An announcement that nobody has entered may be made at any moment.
    if (!making.inputs.events.unknown.empty()) times.push_back(making.inputs.at);
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
    // What is furthest matters least: each hold is for the nearest.
    const UnixSeconds at = making.inputs.at;
    while (times.size() > engine::kEventsMax)
        times.erase(at - times.front() > times.back() - at ? times.begin() : times.end() - 1);
    return times;
}

}  // namespace

Seconds event_window(const engine::Policy& policy) {
    return std::max(policy.regime.event_before, policy.regime.event_after);
}

Result<LiveSnapshot> live_snapshot(const engine::Policy& policy,
                                   const std::vector<FeedDeclaration>& feeds,
                                   const LiveInputs& inputs, const LiveRules& rules) {
    LiveSnapshot live;
    const Making making{feeds, inputs, rules, live.notes};
    live.snapshot.at = inputs.at;
    for (const engine::AssetPolicy& asset : policy.assets)
        live.snapshot.markets.push_back(make_market(making, asset.asset));
    for (const engine::AssetPolicy& asset : policy.assets)
        add_debt_asset(making, asset.debt_asset, live.snapshot);
    for (const engine::Channel& channel : policy.regime.channels)
        live.snapshot.indicators.push_back(make_indicator(making, channel));
    live.snapshot.events = make_events(making);
    live.snapshot.guardian_score = make_guardian_score(making, policy);
    if (auto sound = engine::validate(live.snapshot); !sound) return fail(sound.error());
    return live;
}

}  // namespace ballast::feeds
