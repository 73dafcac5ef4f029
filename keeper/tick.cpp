// SPDX-License-Identifier: MIT
#include "keeper/tick.hpp"

#include <algorithm>

#include "engine/canonical.hpp"
#include "engine/step.hpp"
#include "keeper/agreement.hpp"
#include "keeper/head_check.hpp"
#include "oracle/calls.hpp"
#include "oracle/make_report.hpp"
#include "oracle/mirror.hpp"

namespace ballast::keeper {
namespace {

struct Observed {
    UnixSeconds at;
    VenueState seen;
    engine::Snapshot snapshot;
};

struct Decided {
    engine::Step step;
    std::optional<oracle::RiskReport> report;  ///< to be sent
    std::optional<Hold> held;
    audit::Entry entry;
};

Result<Observed> observe_world(Workplace& place, UnixSeconds at, const Observe& observe) {
    auto seen = place.venue.read(rpc::BlockTag::latest());
    if (!seen) return fail(seen.error());
    if (auto newer = check_not_behind(place.journal, seen->oracle.head); !newer)
        return fail(newer.error());
    std::vector<engine::Bps> thresholds;
    for (const engine::PublishedMarket& market : seen->oracle.current.markets)
        thresholds.push_back(engine::lt_now(market, at));
    auto snapshot = observe(thresholds);
    if (!snapshot) return fail(snapshot.error());
    return Observed{at, std::move(*seen), std::move(*snapshot)};
}

Result<Decided> decide(const Workplace& place, const Observed& observed) {
    const engine::Current& current = observed.seen.oracle.current;
    auto step = engine::step(place.policy, place.state, observed.snapshot, current);
    if (!step) return fail(step.error());
    const Hash32 root = engine::inputs_root({.snapshot = engine::hash(observed.snapshot),
                                             .state_before = engine::hash(place.state),
                                             .current = engine::hash(current),
                                             .policy = place.policy_hash});
    auto report = oracle::make_report(step->report, {.head = observed.seen.oracle.head,
                                                     .inputs_root = root,
                                                     .policy_hash = place.policy_hash,
                                                     .code_hash = place.setup.code_hash,
                                                     .markets = place.setup.markets});
    audit::Entry entry{.kind = audit::RecordKind::epoch, .at = observed.at, .fields = {}};
    entry.fields[audit::kSnapshot] = engine::canonical_text(observed.snapshot);
    entry.fields[audit::kCurrent] = engine::canonical_text(current);
    entry.fields[audit::kReport] = engine::canonical_text(step->report);
    entry.fields[audit::kStateHash] = to_hex(engine::hash(step->state));
    entry.fields[audit::kBinary] = to_hex(place.binary_sha256);
    if (place.live) entry.fields[audit::kHead] = audit::write_head(observed.seen.oracle.head);
    return Decided{std::move(*step), std::move(report), std::nullopt, std::move(entry)};
}

/// A decision that is not sent is journaled with the reason in the place of the update.
Status hold_where_asked(const Workplace& place, const Observed& observed, Decided& decided) {
    if (!place.gate) return {};
    const auto held = place.gate(observed.seen, decided.step.report);
    if (!held) return fail(held.error());
    decided.held = *held;
    if (!*held || !decided.report) return {};
    decided.entry.fields[audit::kHeld] = std::string(name(**held));
    decided.report.reset();
    return {};
}

/// The same question once more to a quorum of nodes, at the head that the transaction is built on.
sender::TransactionRequest terms_of(const Workplace& place, const Decided& decided) {
    sender::TransactionRequest terms = place.terms;
    if (!decided.report) return terms;
    terms.preflights = {{place.setup.oracle, oracle::encode_preview(*decided.report),
                         oracle::encode_verdicts(meant(*decided.report))}};
    if (!place.live) return terms;
    terms.urgent = tightens(decided.step.report);
    terms.deadline = decided.report->valid_until;
    return terms;
}

Status sign(const Workplace& place, Decided& decided) {
    const Hash32 digest =
        oracle::report_digest(*decided.report, place.setup.chain_id, place.setup.oracle);
    const auto attestation = place.attest(*decided.report, digest);
    if (!attestation) return fail(attestation.error());
    decided.entry.fields[audit::kKey] = to_hex(digest);
    decided.entry.fields[audit::kTo] = to_hex(place.setup.oracle);
    decided.entry.fields[audit::kCalldata] =
        to_hex(oracle::encode_submit(*decided.report, *attestation));
    return {};
}

/// What was read back must be what the mirror makes of the decision at the block's time.
Status check_after(const TickOutcome& outcome, const engine::Current& after, UnixSeconds mined_at) {
    for (std::size_t i = 0; i < after.markets.size(); ++i) {
        const engine::PublishedMarket expected =
            oracle::apply(outcome.before.markets[i], outcome.report.markets[i],
                          outcome.report.observed_at, mined_at);
        if (after.markets[i] != expected)
            return fail(Errc::mismatch, "the oracle does not hold what was decided for " +
                                            expected.asset + "; stop and look at the journal");
    }
    return {};
}

/// What the block of the receipt holds must be what was decided.
Status read_back(Workplace& place, const TickOutcome& outcome, const rpc::Receipt& receipt) {
    const auto after = place.venue.read(rpc::BlockTag::at(receipt.block_number));
    if (!after) return fail(after.error());
    return check_after(outcome, after->oracle.current, after->block.timestamp);
}

/// An epoch that was recorded has happened, also where its transaction reverted.
void adopt_recorded(Workplace& place, const Hash32& head_before) {
    if (place.journal.head() == head_before || !place.unfinished) return;
    place.state = std::move(*place.unfinished);
    place.unfinished.reset();
}

Result<DraftEnd> publish(Workplace& place, const Observed& observed, Decided& decided) {
    if (decided.report) {
        if (auto agreed = place.venue.agree(observed.seen.oracle, *decided.report); !agreed)
            return fail(agreed.error());
        if (auto signature = sign(place, decided); !signature) return fail(signature.error());
    }
    const Hash32 before = place.journal.head();
    place.unfinished = decided.step.state;
    auto done = complete(place.venue, place.journal, decided.entry, terms_of(place, decided));
    adopt_recorded(place, before);
    return done;
}

}  // namespace

bool tightens(const engine::Report& report) {
    return std::any_of(report.markets.begin(), report.markets.end(),
                       [](const auto& market) { return market.action == engine::Action::tighten; });
}

Result<TickOutcome> tick(Workplace& place, UnixSeconds at, const Observe& observe) {
    auto observed = observe_world(place, at, observe);
    if (!observed) return fail(observed.error());
    auto decided = decide(place, *observed);
    if (!decided) return fail(decided.error());
    if (auto held = hold_where_asked(place, *observed, *decided); !held) return fail(held.error());
    auto done = publish(place, *observed, *decided);
    if (!done) return fail(done.error());
    return TickOutcome{.at = at,
                       .snapshot = std::move(observed->snapshot),
                       .report = std::move(decided->step.report),
                       .before = std::move(observed->seen.oracle.current),
                       .after = {},
                       .block = observed->seen.block,
                       .held = decided->held,
                       .on_its_way = done->state == DraftState::on_its_way,
                       .receipt = std::move(done->receipt),
                       .outcomes = {},
                       .executions = {}};
}

Status conclude(Workplace& place, TickOutcome& outcome) {
    if (outcome.receipt) {
        if (auto same = read_back(place, outcome, *outcome.receipt); !same) return same;
        outcome.outcomes = *oracle::entry_outcomes(*outcome.receipt, place.setup.oracle);
    }
    if (place.executes && !outcome.held) {
        const auto executed =
            finish_executions(place.venue, place.journal, place.setup, EpochTrust::sound);
        if (!executed) return fail(executed.error());
        outcome.executions = *executed;
    }
    auto after = place.venue.read(rpc::BlockTag::latest());
    if (!after) return fail(after.error());
    outcome.after = std::move(after->oracle.current);
    return {};
}

Result<DraftEnd> finish_draft(Workplace& place) {
    const Hash32 before = place.journal.head();
    auto end = finish_draft(place.venue, place.journal);
    adopt_recorded(place, before);
    // Dropped: it never happened.
    if (end && end->state != DraftState::on_its_way) place.unfinished.reset();
    return end;
}

}  // namespace ballast::keeper
