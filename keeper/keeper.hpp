// SPDX-License-Identifier: MIT
// The loop: one turn looks at what is due, does it, and says how long there is until the next.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "keeper/alarms.hpp"
#include "keeper/clock_watch.hpp"
#include "keeper/lane.hpp"
#include "telemetry/log.hpp"
#include "telemetry/metrics.hpp"

namespace ballast::keeper {

/// What the operator may change while it runs.
struct KeeperOptions {
    Mode mode = Mode::shadow;
    SchedulePlan plan;
    std::optional<EventTrigger> event;
    Seconds poll{5};
    Seconds clock_skew_max{30};
    Seconds heartbeat = kDay;                                 ///< of the policy, for metrics
    std::map<std::string, sender::TransactionRequest> terms;  ///< by chain
    /// By chain: so long a transaction may be in no block before somebody hears of it.
    std::map<std::string, Seconds> patience;
};

/// Takes over what of a configuration the loop needs.
[[nodiscard]] KeeperOptions options_of(const Configuration& configuration,
                                       const engine::Policy& policy);

/// What a keeper works with; all outlive it.
struct KeeperParts {
    Observatory* observatory = nullptr;
    const Clock* clock = nullptr;
    telemetry::Log* log = nullptr;
    telemetry::Metrics* metrics = nullptr;
    std::function<bool()> kill_switch;  ///< the operator's file is there
    /// What of nodes and gas is in the way, for /readyz; empty where nothing is. None: not asked.
    std::function<std::string()> hindrance = nullptr;
    std::function<bool()> stopping = nullptr;  ///< the program was asked to end
};

/// How the keeper stands, for the servers: a copy, made after each turn.
struct KeeperView {
    Mode mode = Mode::shadow;
    bool stands_by = false;
    bool kill_switch = false;
    UnixSeconds now;
    Seconds clock_ahead;
    std::optional<UnixSeconds> next_epoch;
    bool ready = false;
    std::string not_ready;  ///< why it is not ready
    std::vector<LaneView> lanes;
    std::vector<FeedView> feeds;
    std::vector<Alarm> alarms;
};

class Keeper {
  public:
    Keeper(KeeperOptions options, KeeperParts parts, std::vector<std::unique_ptr<Lane>> lanes);

    /// Does what is due now. Returns how long until something may be due again: a second at most,
    /// so that a signal is seen. Errors: lock_held where another keeper took a journal over: the
    /// program is to end. Whatever else fails is an alarm, and tried again.
    [[nodiscard]] Result<Milliseconds> turn();

    /// Takes new options from the next turn on.
    void obey(KeeperOptions options);
    /// Sources that are declared anew.
    void watch(Observatory& observatory) { parts_.observatory = &observatory; }

    [[nodiscard]] std::vector<std::unique_ptr<Lane>>& lanes() { return lanes_; }
    [[nodiscard]] Seconds epoch() const { return options_.plan.epoch; }
    [[nodiscard]] KeeperView view() const;
    /// Of the last turn, by the monotonic clock: a server says whether the loop lives.
    [[nodiscard]] Milliseconds last_turn() const { return last_turn_; }

  private:
    void watch_clock(UnixSeconds now, Milliseconds monotonic);
    void poll_if_due(UnixSeconds now, Milliseconds monotonic);
    [[nodiscard]] bool is_stopping() const { return parts_.stopping && parts_.stopping(); }
    [[nodiscard]] Status serve(Lane& lane, UnixSeconds now, Milliseconds monotonic);
    [[nodiscard]] Status serve_due(Lane& lane, UnixSeconds now, Milliseconds monotonic);
    [[nodiscard]] Status settle(Lane& lane, UnixSeconds now, Milliseconds monotonic);
    void watch_way(const Lane& lane, UnixSeconds now, Milliseconds monotonic);
    [[nodiscard]] Status rehearse(Lane& lane, const DueEpoch& due, Milliseconds begun);
    void succeeded(Lane& lane, const TickOutcome& outcome, Milliseconds begun);
    [[nodiscard]] std::optional<DueEpoch> due(const Lane& lane, UnixSeconds now) const;
    [[nodiscard]] bool is_wanted(const Lane& lane, UnixSeconds now) const;
    [[nodiscard]] bool moved_enough(const Lane& lane, UnixSeconds now) const;
    bool judge(UnixSeconds now, std::optional<UnixSeconds> block_time);
    void judge_between(UnixSeconds now);
    /// False where this machine's clock is not to be believed: nothing is decided then.
    [[nodiscard]] Result<bool> clock_is_good(Lane& lane, UnixSeconds now);
    /// Returns whether the epoch is tried for the first time.
    bool keep_moment(const LaneView& lane, DueEpoch& due, UnixSeconds now);
    [[nodiscard]] Status run_epoch(Lane& lane, const DueEpoch& due, Milliseconds monotonic);
    [[nodiscard]] Status failed(Lane& lane, const Error& error, Backoff& backoff,
                                Milliseconds begun);
    void tell(const Lane& lane, const TickOutcome& outcome, Milliseconds begun);
    void log_confirmed(const Lane& lane, const ConfirmedUpdate& update, Milliseconds took);
    void tell_confirmed(const Lane& lane, const ConfirmedUpdate& update, Milliseconds begun);
    void watch_cut(const Lane& lane, bool is_held);
    void tell_markets(const Lane& lane, const TickOutcome& outcome);
    void measure(UnixSeconds now);
    void command(Lane& lane);
    [[nodiscard]] UnixSeconds next_epoch(UnixSeconds now) const;
    [[nodiscard]] std::string why_not_ready(UnixSeconds now) const;

    KeeperOptions options_;
    KeeperParts parts_;
    std::vector<std::unique_ptr<Lane>> lanes_;
    Alarms alarms_;
    ClockWatch clock_watch_;
    Seconds clock_ahead_;
    bool clock_stands_ = false;
    bool clock_differs_ = false;  ///< from what the others said at the last look
    std::optional<Milliseconds> polled_;
    std::optional<UnixSeconds> first_poll_;
    std::optional<UnixSeconds> polled_at_;
    std::optional<Milliseconds> settled_;
    Milliseconds last_turn_;
    bool kill_switch_ = false;
    std::optional<bool> was_ready_;
    /// Of each chain, the moment of the epoch that was tried and has not succeeded yet.
    std::map<std::string, UnixSeconds> tried_at_;
    /// Of each chain, the moment of the epoch that was due last.
    std::map<std::string, UnixSeconds> wanted_at_;
    /// Chains whose failure says something that lasts until an epoch succeeds.
    std::set<std::string> lasting_;
    /// Chains whose last failure was that nobody answered.
    std::set<std::string> unanswered_;
    std::vector<FeedView> feeds_;  ///< as of the last poll
    bool has_news_ = false;        ///< the sources were asked in this turn
};

}  // namespace ballast::keeper
