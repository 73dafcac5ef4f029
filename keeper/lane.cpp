// SPDX-License-Identifier: MIT
#include "keeper/lane.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"
#include "engine/canonical.hpp"
#include "engine/regime.hpp"

namespace ballast::keeper {
namespace {

/// Of the jitter: lanes that fail together return apart.
std::uint64_t seed_of(const chain::Address& oracle) {
    std::uint64_t seed = 1;
    for (const std::uint8_t byte : oracle.bytes)
        seed = seed * 31 + byte;
    return seed;
}

}  // namespace

Lane::Lane(std::string name, audit::Setup setup, const engine::Policy& policy,
           const Hash32& binary_sha256, audit::Journal journal, Standing standing)
    : setup_(std::move(setup)),
      policy_(policy),
      policy_hash_(engine::hash(policy)),
      binary_sha256_(binary_sha256),
      journal_(std::move(journal)),
      state_(std::move(standing.state)),
      folded_(journal_.head()),
      unfinished_(std::move(standing.unfinished)),
      backoff_(seed_of(setup_.oracle)),
      backoff_behind_(seed_of(setup_.oracle)) {
    view_.chain = std::move(name);
    view_.chain_id = setup_.chain_id;
    view_.oracle = chain::checksum_text(setup_.oracle);
    view_.records = standing.records;
    view_.last = standing.last;
    view_.last_update = standing.last_update;
}

Result<std::unique_ptr<Lane>> Lane::open(std::string name, audit::Setup setup,
                                         const engine::Policy& policy, const Hash32& binary_sha256,
                                         audit::Journal journal, UnixSeconds now) {
    auto standing = begin_or_restore(journal, setup, policy, now);
    if (!standing) return fail_in("chain " + name, standing.error());
    return std::make_unique<Lane>(std::move(name), std::move(setup), policy, binary_sha256,
                                  std::move(journal), std::move(*standing));
}

Workplace Lane::workplace() {
    Workplace place{.policy = policy_,
                    .policy_hash = policy_hash_,
                    .setup = setup_,
                    .attest = parts_.attest,
                    .binary_sha256 = binary_sha256_,
                    .venue = *parts_.venue,
                    .journal = journal_,
                    .state = state_};
    place.gate = [this](const VenueState& seen, const engine::Report& report) {
        return gate(seen, report);
    };
    place.terms = orders_.terms;
    place.live = true;
    place.executes = false;  // until it is about an epoch
    place.unfinished = unfinished_;
    return place;
}

void Lane::keep(Workplace& place) {
    state_ = std::move(place.state);
    unfinished_ = std::move(place.unfinished);
    folded_ = journal_.head();
    view_.records = journal_.size();
    // The engine's memory tells of the epoch that it holds, also of one that was finished later.
    if (!state_.markets.empty()) view_.last = state_.at;
}

bool Lane::is_silenced() const {
    return orders_.kill_switch || (orders_.ask_kill_switch && orders_.ask_kill_switch());
}

/// Errors: failed where something is on its way that would be sent again.
Status Lane::keep_silent() {
    const auto draft = journal_.draft();
    if (!draft) return fail(draft.error());
    if (!*draft) return {};
    if (is_silenced())
        return fail(Errc::failed,
                    "an update was on its way when the kill switch came; it is not sent again, "
                    "and nothing is decided until the switch is off");
    return fail(Errc::failed,
                "an update of a publishing run is on its way, and a watcher sends nothing: run "
                "with mode = \"publish\" until it is journaled, or name another journal");
}

/// A record came about of which this lane does not know what it left: the journal alone does.
Status Lane::read_again() {
    auto standing = begin_or_restore(journal_, setup_, policy_, {});
    if (!standing) return fail(standing.error());
    state_ = std::move(standing->state);
    unfinished_ = std::move(standing->unfinished);
    folded_ = journal_.head();
    view_.last = standing->last;
    view_.last_update = standing->last_update;
    view_.records = standing->records;
    return {};
}

bool Lane::speaks() const {
    return orders_.mode == Mode::publish && !is_silenced();
}

/// Nodes that lag say that an epoch is young, so the machine's own clock is asked too; in doubt the
/// next epoch decides.
bool Lane::executes(UnixSeconds epoch) const {
    return speaks() && orders_.clock && *orders_.clock - epoch < kEpochLeast;
}

void Lane::sends(bool is_on_its_way, Milliseconds now) {
    if (!is_on_its_way) return view_.sending_since.reset();
    asked_ = now;
    if (!view_.sending_since) view_.sending_since = now;
}

/// Nothing that it decided is executed any more: the next epoch decides on fresher data.
void Lane::forget_epoch() {
    open_.reset();
    trust_.reset();
    unread_since_.reset();
}

Result<std::optional<TickOutcome>> Lane::finish(Milliseconds now) {
    const std::optional<TickOutcome> nothing;
    if (is_finished_) return nothing;
    if (is_sending() && now.count - asked_.count < kAskEvery.count) return nothing;
    if (is_silenced() || orders_.mode == Mode::shadow) {
        // A watcher sends nothing, whatever an earlier run meant to.
        if (auto silent = keep_silent(); !silent) return fail(silent.error());
    }
    if (auto sent = finish_sending(now); !sent) return fail(sent.error());
    if (is_sending()) return nothing;
    if (open_) return finish_epoch(now);
    if (auto made = make_executions(now); !made) return fail(made.error());
    return nothing;
}

/// Whoever reads the draft finds out first what became of an append whose outcome was not known. A
/// silenced lane does, and housekeeping: then the journal went on, and the lane did not.
Status Lane::catch_up() {
    if (journal_.head() == folded_) return {};
    if (auto read = read_again(); !read) return read;
    forget_epoch();
    return {};
}

/// One question after the draft.
Status Lane::finish_sending(Milliseconds now) {
    if (auto caught = catch_up(); !caught) return caught;
    Workplace place = workplace();
    const Hash32 before = journal_.head();
    const bool remembers = unfinished_.has_value();
    auto end = finish_draft(place);
    keep(place);
    const bool is_recorded = journal_.head() != before;
    // Found stored in this very look: what stands in its record was told to nobody.
    const bool is_found = is_recorded && end && end->state == DraftState::none;
    const bool is_execution = end && end->kind == audit::RecordKind::execution;
    if (is_recorded && !is_execution && (!remembers || is_found)) {
        folded_ = before;  // until it was read
        if (auto read = read_again(); !read) return read;
    }
    if (!end) {
        if (is_recorded) forget_epoch();  // Its transaction reverted.
        return fail(end.error());
    }
    sends(end->state == DraftState::on_its_way, now);
    if (end->state == DraftState::dropped) forget_epoch();
    if (end->state == DraftState::none && open_ && open_->on_its_way) {
        // Its receipt cannot be read back; as after a restart, the record says what may follow.
        open_.reset();
        trust_ = EpochTrust::record_alone;
    }
    if (end->state == DraftState::recorded) take_receipt(std::move(*end));
    return {};
}

/// Of an epoch whose first look failed, or of an earlier run, nobody else tells.
void Lane::take_receipt(DraftEnd end) {
    if (open_) {
        open_->on_its_way = false;
        open_->receipt = std::move(end.receipt);
        return;
    }
    if (end.kind != audit::RecordKind::epoch || !end.receipt) return;
    view_.last_update = state_.at;
    seq_seen_ = seq_read_;
    if (seq_seen_) ++*seq_seen_;
    confirmed_ = ConfirmedUpdate{state_.at, end.receipt->tx_hash};
}

/// What this run decided is in the journal.
Result<std::optional<TickOutcome>> Lane::finish_epoch(Milliseconds now) {
    Workplace place = workplace();
    place.executes = executes(open_->at);
    const Status concluded = conclude(place, *open_);
    folded_ = journal_.head();  // Executions leave the state as it is.
    if (!concluded) {
        if (!unread_since_) unread_since_ = now;
        // It will not be otherwise the next time; else it is asked again, for as long as nodes keep
        // the states of old blocks.
        const bool is_over = now.count - unread_since_->count >= kReadMost.count;
        if (concluded.error().code == Errc::mismatch || is_over) forget_epoch();
        return fail(concluded.error());
    }
    trust_.reset();
    if (!open_->held) trust_ = EpochTrust::sound;
    sends(open_->executions.on_its_way, now);
    is_finished_ = !is_sending();
    view_.records = journal_.size();
    unread_since_.reset();
    note(*open_);
    return std::exchange(open_, std::nullopt);
}

Status Lane::make_executions(Milliseconds now) {
    bool on_its_way = false;
    // What is not made while somebody is to be silent is left to the next epoch.
    if (!view_.last || !executes(*view_.last)) trust_.reset();
    if (trust_) {
        const auto executed = finish_executions(*parts_.venue, journal_, setup_, *trust_);
        folded_ = journal_.head();
        if (!executed) return fail(executed.error());
        on_its_way = executed->on_its_way;
        view_.records = journal_.size();
    }
    sends(on_its_way, now);
    is_finished_ = !on_its_way;
    return {};
}

Result<std::optional<TickOutcome>> Lane::epoch(UnixSeconds at, Milliseconds now,
                                               Observatory& observatory) {
    BALLAST_CHECK(!is_open());
    Workplace place = workplace();
    is_finished_ = false;
    forget_epoch();
    rehearsed_at_.reset();
    place.executes = executes(at);
    auto begun = tick(place, at, [&](const std::vector<engine::Bps>& lt_now) {
        return observatory.observe(view_.chain, at, lt_now);
    });
    keep(place);
    if (!begun) return fail(begun.error());
    open_ = std::move(*begun);
    sends(open_->on_its_way, now);
    if (is_sending()) return std::optional<TickOutcome>();
    return finish_epoch(now);
}

Result<Foreseen> Lane::rehearse(UnixSeconds at, Observatory& observatory) {
    const auto draft = journal_.draft();
    if (!draft) return fail(draft.error());
    if (!*draft) return Foreseen::nothing;
    Workplace place = workplace();
    const auto rehearsal =
        keeper::rehearse(place, **draft, at, [&](const std::vector<engine::Bps>& lt_now) {
            return observatory.observe(view_.chain, at, lt_now);
        });
    if (!rehearsal) return fail(rehearsal.error());
    auto foreseen = Foreseen::nothing;
    if (*rehearsal) foreseen = judge(**rehearsal);
    if (foreseen == Foreseen::hurried)
        if (auto told = parts_.venue->hurry(orders_.terms.fee_cap); !told)
            return fail(told.error());
    // Only now: what failed is tried again.
    rehearsed_at_ = at;
    return foreseen;
}

Foreseen Lane::judge(const Rehearsal& rehearsal) {
    view_.unjudged.clear();
    if (!tightens(rehearsal.report)) return Foreseen::no_cut;
    const bool may = cut_is_within_limit(rehearsal.seen, rehearsal.report);
    return may ? Foreseen::hurried : Foreseen::held;
}

std::optional<UnixSeconds> Lane::newest() const {
    std::optional<UnixSeconds> newest = view_.last;
    if (unfinished_) newest = std::max(newest, std::optional(unfinished_->at));
    // Behind a draft that is over nothing counts but what was decided in earnest.
    if (is_sending()) newest = std::max(newest, rehearsed_at_);
    return newest;
}

std::map<std::string, engine::Price> Lane::decided_on() const {
    std::map<std::string, engine::Price> prices;
    const engine::State& state = unfinished_ ? *unfinished_ : state_;
    for (const engine::MarketState& market : state.markets)
        if (market.last_usd_price.count() > 0) prices[market.asset] = market.last_usd_price;
    return prices;
}

Result<bool> Lane::is_alarmed_anew(UnixSeconds at, Observatory& observatory) const {
    const engine::RegimeState& before = (unfinished_ ? *unfinished_ : state_).regime;
    const engine::Wad line = policy_.regime.quiet_below;
    // What is disputed raises the score of one decision, and is not remembered by the engine.
    if (before.score_held >= line || (view_.report && view_.report->regime.score >= line))
        return false;
    // They matter to borrowers alone, and the regime looks at none.
    std::vector<engine::Bps> thresholds;
    for (const engine::AssetPolicy& asset : policy_.assets)
        thresholds.push_back(asset.lt_max);
    const auto snapshot = observatory.observe(view_.chain, at, thresholds);
    if (!snapshot) return fail(snapshot.error());
    const auto after = engine::update_regime(policy_.regime, before, *snapshot);
    return after.regime.score >= line;
}

void Lane::missed(const Error& error, const Backoff& backoff) {
    view_.last_error = error.what;
    view_.failures = backoff.failures();
}

void Lane::note(const TickOutcome& outcome) {
    view_.last = outcome.at;
    // Only now: an epoch that failed saw nothing, else its second try took our own failure for the
    // others' silence.
    seq_seen_ = seq_read_;
    if (outcome.receipt) {
        view_.last_update = outcome.at;
        // Ours is none of the others' reports.
        if (seq_seen_) ++*seq_seen_;
    }
    view_.block_time = outcome.block.timestamp;
    view_.failures = 0;
    view_.last_error.clear();
    view_.held = outcome.held;
    view_.frozen = outcome.after.frozen;
    view_.loosening_paused = outcome.after.loosening_paused;
    view_.report = outcome.report;
    view_.current = outcome.after;
}

Status Lane::settle() {
    if (auto leased = journal_.keep_lease(); !leased) return leased;
    // A transaction that is on its way is asked after by finish().
    if (is_silenced() || !parts_.settle || is_sending()) return {};
    // A look sends again what is on its way; of a watcher that is what a publishing run left.
    if (orders_.mode == Mode::shadow && !keep_silent()) return {};
    return parts_.settle();
}

Result<UnixSeconds> Lane::look() {
    const auto seen = parts_.venue->read(rpc::BlockTag::latest());
    if (!seen) return fail(seen.error());
    view_.block_time = seen->block.timestamp;
    view_.frozen = seen->oracle.switches.frozen;
    view_.loosening_paused = seen->oracle.switches.loosening_paused;
    return seen->block.timestamp;
}

/// The order is that of how much a person has to say about it.
Result<std::optional<Hold>> Lane::gate(const VenueState& seen, const engine::Report& report) {
    view_.unjudged.clear();
    const std::uint64_t seq = seen.oracle.head.seq;
    // A standby that has just begun does not know yet whether somebody publishes.
    const bool others_publish = !seq_seen_ || *seq_seen_ != seq;
    seq_read_ = seq;
    if (orders_.mode == Mode::shadow) return std::optional(Hold::shadow);
    if (is_silenced()) return std::optional(Hold::kill_switch);
    if (orders_.stands_by && others_publish) return std::optional(Hold::standby);
    if (!cut_is_within_limit(seen, report)) return std::optional(Hold::cut_limit);
    return std::optional<Hold>();
}

/// A report is one signed vector, so one cut that may not go holds all of it. What cannot be judged
/// may be too large.
bool Lane::cut_is_within_limit(const VenueState& seen, const engine::Report& report) {
    view_.unjudged.clear();
    if (!parts_.judge_cut) return true;
    for (const engine::MarketDecision& market : report.markets) {
        for (const engine::PublishedMarket& held : seen.oracle.current.markets) {
            if (held.asset != market.asset || market.lt >= held.lt) continue;
            const auto judged = parts_.judge_cut(market.asset, held.lt, market.lt);
            if (!judged) view_.unjudged = market.asset;
            if (!judged || judged->blocked) return false;
        }
    }
    return true;
}

}  // namespace ballast::keeper
