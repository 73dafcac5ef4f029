// SPDX-License-Identifier: MIT
#include "keeper/keeper.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace ballast::keeper {
namespace {

using telemetry::LogLevel;
using telemetry::Severity;

/// So long before an epoch its sources are asked once more: nothing is used before we had it.
constexpr Seconds kLead{20};
/// What a look at the sources may take. With a node's own deadline it stays under the ten seconds
/// that a stop may take.
constexpr Milliseconds kPollTotal{6'000};
constexpr Milliseconds kSettle{15'000};
constexpr Milliseconds kTurnMax{1'000};
constexpr Seconds kPatience{45};  ///< of a chain whose configuration says nothing

bool moved(engine::Price from, engine::Price to, engine::Bps most) {
    const Int128 change = Int128{to.count()} - from.count();
    const Int128 size = change < 0 ? -change : change;
    return size * engine::kBpsOne >= Int128{from.count()} * most.count();
}

std::string since(UnixSeconds at) {
    return format_utc(at);
}

}  // namespace

KeeperOptions options_of(const Configuration& configuration, const engine::Policy& policy) {
    KeeperOptions options{.mode = configuration.mode,
                          .plan = {policy.epoch, configuration.standby_offset},
                          .event = configuration.event,
                          .poll = configuration.poll,
                          .clock_skew_max = configuration.clock_skew_max,
                          .heartbeat = policy.publication.heartbeat,
                          .terms = {},
                          .patience = {}};
    for (const ChainConfiguration& chain : configuration.chains) {
        options.terms[chain.name].fee_cap = chain.fees.urgent_cap;
        options.patience[chain.name] = chain.send_deadline;
    }
    return options;
}

Keeper::Keeper(KeeperOptions options, KeeperParts parts, std::vector<std::unique_ptr<Lane>> lanes)
    : options_(std::move(options)),
      parts_(std::move(parts)),
      lanes_(std::move(lanes)),
      alarms_([this](const Alarm& alarm, bool rises) {
          const bool critical = alarm.severity == Severity::critical;
          const LogLevel level = !rises     ? LogLevel::info
                                 : critical ? LogLevel::error
                                            : LogLevel::warning;
          parts_.log->write(
              level, rises ? "alarm" : "alarm_ended", alarm.sentence,
              {{"alarm", alarm.name}, {"about", alarm.about}, {"since", since(alarm.since)}});
      }) {
    BALLAST_CHECK(parts_.observatory && parts_.clock && parts_.log && parts_.metrics);
    for (const auto& lane : lanes_)
        parts_.metrics->expect_chain(lane->name());
}

void Keeper::obey(KeeperOptions options) {
    options_ = std::move(options);
}

Result<Milliseconds> Keeper::turn() {
    const UnixSeconds now = parts_.clock->now();
    const Milliseconds monotonic = parts_.clock->monotonic();
    last_turn_ = monotonic;
    watch_clock(now, monotonic);
    kill_switch_ = parts_.kill_switch && parts_.kill_switch();
    alarms_.set(kill_switch_, {"kill_switch", "", Severity::warning,
                               std::string(sentence(Hold::kill_switch)), now});
    poll_if_due(now, monotonic);
    const bool settles = !settled_ || (monotonic.count - settled_->count) >= kSettle.count;
    if (settles) {
        settled_ = monotonic;
        judge_between(now);
    }
    for (const auto& lane : lanes_) {
        if (is_stopping()) break;
        command(*lane);
        // Asked anew: the lane before it may have waited for a deadline.
        if (auto served = serve(*lane, parts_.clock->now(), parts_.clock->monotonic()); !served)
            return fail(served.error());
        if (!settles) continue;
        if (auto settled = settle(*lane, now, parts_.clock->monotonic()); !settled)
            return fail(settled.error());
        lane->tell_nodes();
    }
    measure(parts_.clock->now());
    last_turn_ = parts_.clock->monotonic();
    return kTurnMax;
}

void Keeper::command(Lane& lane) {
    const bool is_believed = !clock_stands_ && !clock_differs_;
    const auto terms = options_.terms.find(lane.name());
    lane.obey(
        {.mode = options_.mode,
         .stands_by = options_.plan.offset.count > 0,
         .kill_switch = kill_switch_,
         .ask_kill_switch = parts_.kill_switch,
         .clock = is_believed ? std::optional(parts_.clock->now()) : std::nullopt,
         .terms = terms == options_.terms.end() ? sender::TransactionRequest() : terms->second});
}

void Keeper::watch_clock(UnixSeconds now, Milliseconds monotonic) {
    const auto fault = clock_watch_.look(now, monotonic, options_.clock_skew_max);
    clock_stands_ = fault == ClockFault::frozen;
    alarms_.set(clock_stands_, {std::string(name(ClockFault::frozen)), "", Severity::critical,
                                "the machine's clock stands still; no epoch is decided until it "
                                "goes on: look at its time service",
                                now});
    if (fault == ClockFault::jumped)
        parts_.log->write(LogLevel::warning, "clock_skewed",
                          "the machine's clock jumped; it is compared with the chain's and the "
                          "sources' before the next epoch",
                          {{"reason", std::string(name(*fault))}});
}

void Keeper::poll_if_due(UnixSeconds now, Milliseconds monotonic) {
    const UnixSeconds next = next_epoch(now);
    const bool ahead = polled_at_ && next - *polled_at_ > kLead && next - now <= kLead;
    const bool due = !polled_ || monotonic.count - polled_->count >= options_.poll.count * 1'000;
    has_news_ = due || ahead;
    if (!has_news_) return;
    parts_.observatory->poll(now, kPollTotal);
    feeds_ = parts_.observatory->feeds(now);
    polled_ = parts_.clock->monotonic();
    polled_at_ = parts_.clock->now();
    if (!first_poll_) first_poll_ = polled_at_;
}

std::optional<DueEpoch> Keeper::due(const Lane& lane, UnixSeconds now) const {
    auto due = due_epoch(options_.plan, lane.newest(), now);
    // Before the first poll nothing was known that could be used.
    if (due && due->at < *first_poll_) due->at = now;
    if (due || !options_.event) return due;
    const bool may = may_trigger(lane.newest(), now, options_.event->min_distance);
    // Nothing else changes between two polls.
    if (!may || !has_news_) return std::nullopt;
    const auto alarmed = lane.is_alarmed_anew(now, *parts_.observatory);
    if (moved_enough(lane, now) || (alarmed && *alarmed)) return DueEpoch{.at = now};
    return std::nullopt;
}

bool Keeper::moved_enough(const Lane& lane, UnixSeconds now) const {
    const engine::Bps most = options_.event->price_move;
    if (most.count() == 0) return false;
    const auto before = lane.decided_on();
    const auto prices = parts_.observatory->prices(now);
    return std::any_of(prices.begin(), prices.end(), [&](const auto& entry) {
        const auto was = before.find(entry.first);
        return was != before.end() && moved(was->second, entry.second, most);
    });
}

/// What is unfinished comes first: it may be the epoch that seems due.
Status Keeper::serve(Lane& lane, UnixSeconds now, Milliseconds monotonic) {
    if (!lane.backoff().is_over(monotonic)) return {};
    const auto finished = lane.finish(monotonic);
    if (!finished) return failed(lane, finished.error(), lane.backoff(), monotonic);
    if (*finished) succeeded(lane, **finished, monotonic);
    if (const auto update = lane.take_confirmed()) tell_confirmed(lane, *update, monotonic);
    watch_way(lane, now, monotonic);
    return serve_due(lane, now, monotonic);
}

Status Keeper::serve_due(Lane& lane, UnixSeconds now, Milliseconds monotonic) {
    auto due_now = due(lane, now);
    if (!due_now && !lasting_.contains(lane.name()) && !is_wanted(lane, now)) {
        // Nothing is open and nothing is due: what failed is over.
        lane.backoff().succeeded();
        lane.backoff_behind().succeeded();
        alarms_.end("epoch_failed", lane.name());
    }
    if (due_now) wanted_at_[lane.name()] = due_now->at;
    if (!due_now || clock_stands_) return {};
    Backoff& backoff = lane.is_sending() ? lane.backoff_behind() : lane.backoff();
    if (!backoff.is_over(monotonic)) return {};
    const auto good = clock_is_good(lane, now);
    if (!good) return failed(lane, good.error(), backoff, monotonic);
    if (!*good) {
        backoff.failed(monotonic);
        unanswered_.erase(lane.name());
        parts_.metrics->cycle(telemetry::CycleOutcome::failed, Milliseconds{0});
        return {};
    }
    if (lane.is_sending()) return rehearse(lane, *due_now, monotonic);
    if (keep_moment(lane.view(), *due_now, now) && due_now->catch_up)
        parts_.log->write(LogLevel::warning, "epochs_missed",
                          "epochs were missed and are not made up for; this one stands for them",
                          {{"chain", lane.name()}, {"missed", due_now->missed}});
    return run_epoch(lane, *due_now, monotonic);
}

/// An event brings its epoch anew with each poll; between two, its failure is not over.
bool Keeper::is_wanted(const Lane& lane, UnixSeconds now) const {
    const auto wanted = wanted_at_.find(lane.name());
    if (wanted == wanted_at_.end() || now - wanted->second >= options_.plan.epoch) return false;
    return !lane.newest() || *lane.newest() < wanted->second;
}

/// Nodes that just failed are not asked again in the same turn. What else failed is no reason not
/// to look: it may be mended by what is found.
Status Keeper::settle(Lane& lane, UnixSeconds now, Milliseconds monotonic) {
    if (!lane.backoff().is_over(monotonic) && unanswered_.contains(lane.name())) {
        const Status leased = lane.journal().keep_lease();
        return !leased && leased.error().code == Errc::lock_held ? leased : Status();
    }
    const Status settled = lane.settle();
    if (!settled && settled.error().code == Errc::lock_held) return settled;
    alarms_.set(!settled, {"settling", lane.name(), Severity::warning,
                           settled ? "" : settled.error().what, now});
    return {};
}

/// Who waits for a block is not failing; who waits for long is told of. Within an epoch nothing is
/// lost by it, and afterwards the keeper is behind.
void Keeper::watch_way(const Lane& lane, UnixSeconds now, Milliseconds monotonic) {
    const auto since = lane.view().sending_since;
    const auto patience = options_.patience.find(lane.name());
    const Seconds most = patience == options_.patience.end() ? kPatience : patience->second;
    const std::int64_t waited = since ? (monotonic.count - since->count) / 1'000 : 0;
    const bool is_long = since && waited >= most.count;
    const bool is_behind = waited >= options_.plan.epoch.count;
    alarms_.set(is_long,
                {"not_included", lane.name(), is_behind ? Severity::critical : Severity::warning,
                 "a transaction is on its way and in no block yet; meanwhile each epoch is "
                 "decided in memory, and a tightening makes a routine one give way: "
                 "ballast tx list --open",
                 now});
}

/// The oracle refuses a report of a moment after its newest block. An epoch of no fixed moment that
/// failed keeps the one it had: tried later each time, it would wait for ever on a slow chain.
bool Keeper::keep_moment(const LaneView& lane, DueEpoch& due, UnixSeconds now) {
    const auto [at, is_first] = tried_at_.try_emplace(lane.chain, due.at);
    const UnixSeconds before = at->second;
    const bool is_apart = !lane.last || before - *lane.last >= kEpochLeast;
    if (!is_first && is_apart && before < due.at && now - before <= kLateness) due.at = before;
    at->second = due.at;
    return is_first;
}

/// False where the others say another time.
bool Keeper::judge(UnixSeconds now, std::optional<UnixSeconds> block_time) {
    const ClockVerdict verdict =
        judge_clock(now, {block_time, parts_.observatory->server_dates()}, options_.clock_skew_max);
    clock_ahead_ = verdict.ahead;
    clock_differs_ = verdict.fault.has_value();
    for (const ClockFault fault :
         {ClockFault::behind_chain, ClockFault::ahead_of_chain, ClockFault::against_http})
        alarms_.set(verdict.fault == fault,
                    {std::string(name(fault)), "", Severity::critical,
                     "the machine's clock is " + std::to_string(verdict.ahead.count) +
                         " seconds ahead of the others'; nothing is decided and nothing is sent: "
                         "look at its time service",
                     now});
    return !verdict.fault;
}

/// Between epochs, too: on a clock that went back no epoch would be due, and nobody would know why.
void Keeper::judge_between(UnixSeconds now) {
    std::optional<UnixSeconds> newest;
    for (const auto& lane : lanes_)
        if (lane->view().block_time && (!newest || *lane->view().block_time > *newest))
            newest = lane->view().block_time;
    // A block that was read long ago says that the clock is behind, never that it is ahead.
    if (newest && *newest <= now) newest.reset();
    const bool knows = newest || !parts_.observatory->server_dates().empty();
    if (knows) static_cast<void>(judge(now, newest));
}

Result<bool> Keeper::clock_is_good(Lane& lane, UnixSeconds now) {
    const auto block_time = lane.look();
    if (!block_time) return fail(block_time.error());
    return judge(now, *block_time);
}

Status Keeper::run_epoch(Lane& lane, const DueEpoch& due, Milliseconds begun) {
    const auto outcome = lane.epoch(due.at, begun, *parts_.observatory);
    if (!outcome) return failed(lane, outcome.error(), lane.backoff(), begun);
    tried_at_.erase(lane.name());
    if (*outcome) succeeded(lane, **outcome, begun);
    return {};
}

Status Keeper::rehearse(Lane& lane, const DueEpoch& due, Milliseconds begun) {
    const auto foreseen = lane.rehearse(due.at, *parts_.observatory);
    if (!foreseen) return failed(lane, foreseen.error(), lane.backoff_behind(), begun);
    if (*foreseen != Foreseen::nothing) watch_cut(lane, *foreseen == Foreseen::held);
    if (*foreseen == Foreseen::hurried)
        parts_.log->write(LogLevel::warning, "way_cleared",
                          "a tightening waits behind a transaction in no block; where that is a "
                          "routine one, it makes way",
                          {{"chain", lane.name()}, {"epoch", format_utc(due.at)}});
    return {};
}

void Keeper::succeeded(Lane& lane, const TickOutcome& outcome, Milliseconds begun) {
    lane.backoff().succeeded();
    lane.backoff_behind().succeeded();
    lasting_.erase(lane.name());
    alarms_.end("epoch_failed", lane.name());
    tell(lane, outcome, begun);
}

Status Keeper::failed(Lane& lane, const Error& error, Backoff& backoff, Milliseconds begun) {
    if (error.code == Errc::lock_held) return fail(error);
    // Whoever is asked to end hears nothing more of its nodes, and that is no failure.
    if (is_stopping()) return {};
    backoff.failed(parts_.clock->monotonic());
    lane.missed(error, backoff);
    if (error.code == Errc::upstream_unavailable)
        unanswered_.insert(lane.name());
    else
        unanswered_.erase(lane.name());
    // What the oracle holds against what was decided does not pass by itself.
    if (error.code == Errc::mismatch) lasting_.insert(lane.name());
    const Milliseconds took{parts_.clock->monotonic().count - begun.count};
    parts_.metrics->cycle(telemetry::CycleOutcome::failed, took);
    parts_.log->write(
        LogLevel::error, "epoch_failed", error.what,
        {{"chain", lane.name()}, {"failures", static_cast<std::int64_t>(backoff.failures())}});
    const bool lasts = backoff.failures() >= 3;
    alarms_.raise({"epoch_failed", lane.name(), lasts ? Severity::critical : Severity::warning,
                   error.what, parts_.clock->now()});
    return {};
}

}  // namespace ballast::keeper
