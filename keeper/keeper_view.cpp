// SPDX-License-Identifier: MIT
// What the loop tells: lines, metrics, and the view that the servers show.
#include <algorithm>

#include "keeper/keeper.hpp"

namespace ballast::keeper {
namespace {

using telemetry::CycleOutcome;
using telemetry::LogLevel;
using telemetry::Parameter;
using telemetry::Severity;
using telemetry::Stage;

CycleOutcome outcome_of(const TickOutcome& outcome) {
    if (outcome.receipt) return CycleOutcome::updated;
    return outcome.held ? CycleOutcome::held : CycleOutcome::unchanged;
}

std::string holds_text(const engine::MarketDecision& market) {
    std::string text;
    for (const engine::Reason reason : market.holds)
        text += (text.empty() ? "" : " ") + std::string(name(reason));
    return text;
}

/// Where nothing of a feed can be believed. A value that is held or whose market is closed can.
bool is_lost(const FeedView& feed) {
    return feed.state == "below_quorum" || feed.state == "missing" || feed.state == "preset";
}

/// The first of several; most states have one.
telemetry::Mode shown_mode(Mode mode, bool stands_by, bool kill_switch) {
    if (kill_switch) return telemetry::Mode::paused;
    if (mode == Mode::shadow) return telemetry::Mode::shadow;
    return stands_by ? telemetry::Mode::standby : telemetry::Mode::running;
}

}  // namespace

void Keeper::tell(const Lane& lane, const TickOutcome& outcome, Milliseconds begun) {
    const Milliseconds took{parts_.clock->monotonic().count - begun.count};
    parts_.metrics->cycle(outcome_of(outcome), took);
    tell_markets(lane, outcome);
    if (outcome.held)
        parts_.log->write(LogLevel::info, "held", sentence(*outcome.held),
                          {{"chain", lane.name()},
                           {"reason", std::string(name(*outcome.held))},
                           {"epoch", format_utc(outcome.at)}});
    watch_cut(lane, outcome.held == Hold::cut_limit);
    if (outcome.receipt) log_confirmed(lane, {outcome.at, outcome.receipt->tx_hash}, took);
}

void Keeper::log_confirmed(const Lane& lane, const ConfirmedUpdate& update, Milliseconds took) {
    parts_.log->write(LogLevel::info, "update_confirmed", "the oracle holds what was decided",
                      {{"chain", lane.name()},
                       {"epoch", format_utc(update.epoch)},
                       {"tx_hash", to_hex(update.tx_hash)},
                       {"took_ms", took.count}});
}

/// What was decided was told by nobody, and is in the journal.
void Keeper::tell_confirmed(const Lane& lane, const ConfirmedUpdate& update, Milliseconds begun) {
    const Milliseconds took{parts_.clock->monotonic().count - begun.count};
    parts_.metrics->cycle(CycleOutcome::updated, took);
    log_confirmed(lane, update, took);
}

void Keeper::watch_cut(const Lane& lane, bool is_held) {
    const UnixSeconds now = parts_.clock->now();
    const std::string& unjudged = lane.view().unjudged;
    alarms_.set(is_held && unjudged.empty(), {"cut_limit", lane.name(), Severity::critical,
                                              std::string(sentence(Hold::cut_limit)), now});
    alarms_.set(!unjudged.empty(),
                {"book_missing", lane.name(), Severity::critical,
                 "a cut of " + unjudged +
                     " is held, and everything with it: [cut_limit] is set, and its borrowers are "
                     "not known or were read over two hours ago; look at aave_from_block and the "
                     "chain's nodes, or take the limit out",
                 now});
}

void Keeper::tell_markets(const Lane& lane, const TickOutcome& outcome) {
    for (std::size_t i = 0; i < outcome.report.markets.size(); ++i) {
        const engine::MarketDecision& market = outcome.report.markets[i];
        const std::string label = lane.name() + "/" + market.asset;
        parts_.metrics->market_parameter(label, Parameter::ltv, Stage::wanted,
                                         market.ltv_target.value.count());
        parts_.metrics->market_parameter(label, Parameter::lt, Stage::wanted,
                                         market.lt_target.value.count());
        if (i < outcome.after.markets.size()) {
            const engine::PublishedMarket& held = outcome.after.markets[i];
            parts_.metrics->market_parameter(label, Parameter::ltv, Stage::onchain,
                                             held.ltv.count());
            parts_.metrics->market_parameter(label, Parameter::lt, Stage::onchain,
                                             engine::lt_now(held, outcome.report.at).count());
            parts_.metrics->market_pending(label, held.pending.has_value());
        }
        parts_.metrics->market_limited(label, !market.holds.empty());
        parts_.metrics->market_liquidatable(label, market.induced_now.count());
        parts_.metrics->decision(label, name(market.ltv_target.binding));
        parts_.log->write(LogLevel::info, "decided", name(market.action),
                          {{"chain", lane.name()},
                           {"market", market.asset},
                           {"epoch", format_utc(outcome.report.at)},
                           {"ltv_bps", std::int64_t{market.ltv.count()}},
                           {"lt_bps", std::int64_t{market.lt.count()}},
                           {"reason", std::string(name(market.ltv_target.binding))},
                           {"holds", holds_text(market)}});
    }
}

UnixSeconds Keeper::next_epoch(UnixSeconds now) const {
    UnixSeconds next{std::numeric_limits<std::int64_t>::max()};
    for (const auto& lane : lanes_)
        next = std::min(next, next_due(options_.plan, lane->newest(), now));
    return next;
}

/// Ready is whoever could publish now if there were something to say.
std::string Keeper::why_not_ready(UnixSeconds now) const {
    if (!polled_at_) return "the sources were not asked yet";
    if (clock_stands_) return "the machine's clock stands still";
    for (const Alarm& alarm : alarms_.standing())
        if (alarm.severity == Severity::critical) return alarm.name + ": " + alarm.sentence;
    const Seconds patience{3 * options_.plan.epoch.count};
    for (const auto& lane : lanes_) {
        if (!lane->view().last) return lane->name() + ": no epoch was decided yet";
        if (now - *lane->view().last > patience)
            return lane->name() + ": no epoch was decided since " + format_utc(*lane->view().last);
    }
    for (const FeedView& feed : parts_.observatory->feeds(now))
        if (is_lost(feed)) return "feed " + feed.name + ": " + feed.state + " " + feed.reason;
    return parts_.hindrance ? parts_.hindrance() : "";
}

void Keeper::measure(UnixSeconds now) {
    telemetry::Metrics& metrics = *parts_.metrics;
    metrics.mode(shown_mode(options_.mode, options_.plan.offset.count > 0, kill_switch_));
    const std::string reason = why_not_ready(now);
    const bool ready = reason.empty();
    metrics.ready(ready);
    if (was_ready_ != ready) {
        parts_.log->write(ready ? LogLevel::info : LogLevel::warning, ready ? "ready" : "not_ready",
                          ready ? "everything is as it must be" : reason);
        was_ready_ = ready;
    }
    metrics.came_round(now);
    metrics.cycle_interval(options_.plan.epoch);
    metrics.next_epoch(next_epoch(now));
    metrics.clock_skew(clock_ahead_);
    metrics.alarms(Severity::warning, alarms_.count(Severity::warning));
    metrics.alarms(Severity::critical, alarms_.count(Severity::critical));
    std::uint64_t records = 0;
    for (const auto& lane : lanes_) {
        metrics.heartbeat(lane->name(), options_.heartbeat);
        if (lane->view().last) metrics.last_epoch(lane->name(), *lane->view().last);
        if (lane->view().last_update) metrics.last_update(lane->name(), *lane->view().last_update);
        records += lane->view().records;
    }
    for (const FeedView& feed : feeds_) {
        if (feed.sources_needed > 0)
            metrics.group_sources(feed.group, feed.sources_fresh, feed.sources_needed);
        if (!feed.observed_at) continue;
        // Without a limit no age is too high: beside a limit of 0 every one would be.
        if (feed.age && feed.stale_after.count > 0)
            metrics.feed_age(feed.name, *feed.age, feed.stale_after);
        metrics.feed_value(feed.name, feed.value);
    }
    metrics.journal_records(static_cast<std::int64_t>(records));
}

KeeperView Keeper::view() const {
    const UnixSeconds now = parts_.clock->now();
    const std::string reason = why_not_ready(now);
    KeeperView view{.mode = options_.mode,
                    .stands_by = options_.plan.offset.count > 0,
                    .kill_switch = kill_switch_,
                    .now = now,
                    .clock_ahead = clock_ahead_,
                    .next_epoch = next_epoch(now),
                    .ready = reason.empty(),
                    .not_ready = reason,
                    .lanes = {},
                    .feeds = feeds_,
                    .alarms = alarms_.standing()};
    for (const auto& lane : lanes_)
        view.lanes.push_back(lane->view());
    return view;
}

}  // namespace ballast::keeper
