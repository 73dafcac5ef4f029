// SPDX-License-Identifier: MIT
#include "keeper/executions.hpp"

#include <vector>

#include "base/hash.hpp"
#include "base/json.hpp"
#include "keeper/draft.hpp"
#include "keeper/schedule.hpp"
#include "oracle/calls.hpp"

namespace ballast::keeper {
namespace {

/// A key that names this execution and no other: the market's pending loosening in this epoch.
Hash32 execution_key(const Hash32& epoch_record, const Hash32& market_id) {
    Bytes parts;
    append(parts, epoch_record.view());
    append(parts, market_id.view());
    return tagged_hash("ballast/execution/1", parts);
}

/// The execution of one market's pending loosening, as decided in the epoch of `epoch_record`.
audit::Entry execution_entry(const audit::Setup& setup, const oracle::MarketName& market,
                             const Hash32& epoch_record, UnixSeconds at) {
    audit::Entry entry{.kind = audit::RecordKind::execution, .at = at, .fields = {}};
    entry.fields[audit::kWhat] = "executePending " + market.asset;
    entry.fields[audit::kTo] = to_hex(setup.oracle);
    entry.fields[audit::kKey] = to_hex(execution_key(epoch_record, market.market_id));
    entry.fields[audit::kCalldata] = to_hex(oracle::encode_execute_pending(market.market_id));
    return entry;
}

Result<DraftState> execute(Venue& venue, audit::Journal& journal, const audit::Entry& entry,
                           const Hash32& market_id, bool is_live) {
    const auto verdict = venue.preview_pending(market_id);
    if (!verdict) return fail(verdict.error());
    if (*verdict != oracle::Verdict::applied) return DraftState::none;
    sender::TransactionRequest terms;
    // What nobody took by then is cancelled: the next epoch decides on fresher data.
    if (is_live) terms.deadline = entry.at + kEpochLeast;
    const auto done = complete(venue, journal, entry, terms);
    if (!done) return fail(done.error());
    return done->state;
}

/// An execution loosens on what its epoch saw: where the next epoch is due, that one decides anew.
/// A frozen oracle executes nothing and gives no reason.
Result<bool> may_still_execute(Venue& venue, UnixSeconds decided_at) {
    const auto seen = venue.read(rpc::BlockTag::latest());
    if (!seen) return fail(seen.error());
    return !seen->oracle.switches.frozen && seen->block.timestamp - decided_at < kEpochLeast;
}

/// The newest epoch and how many records follow it.
struct LastEpoch {
    audit::StoredRecord record;
    std::size_t after = 0;
};

/// A journal of years is not read for the sake of its end.
Result<std::optional<LastEpoch>> last_epoch(const audit::Journal& journal) {
    std::size_t after = 0;
    for (std::uint64_t index = journal.size(); index > 0; --index, ++after) {
        auto records = journal.records_from(index - 1, 1);
        if (!records) return fail(records.error());
        if (records->empty()) return fail(Errc::mismatch, "the journal has a gap at its end");
        if (records->front().kind == name(audit::RecordKind::epoch))
            return std::optional(LastEpoch{std::move(records->front()), after});
    }
    return std::optional<LastEpoch>();
}

/// Whether the record shows that the epoch was not held, and that its own update did not fail.
Result<bool> shows_it_spoke(const LastEpoch& epoch) {
    if (epoch.after > 0) return true;  // An execution of it was made.
    const auto found = epoch.record.fields.find(audit::kReceipt);
    if (found == epoch.record.fields.end()) return false;
    const auto receipt = parse_json(found->second.first);
    if (!receipt) return fail(receipt.error());
    return bool_member(*receipt, "succeeded");
}

/// The places of the markets whose pending loosening the journaled epoch decided to execute.
Result<std::vector<std::size_t>> executions_of(const audit::StoredRecord& epoch) {
    const auto found = epoch.fields.find(audit::kReport);
    if (found == epoch.fields.end()) return fail(Errc::bad_data, "it has no report");
    const auto report = parse_json(found->second.first);
    if (!report) return fail(report.error());
    const auto markets = array_member(*report, "markets");
    if (!markets) return fail(markets.error());
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < (*markets)->size(); ++i) {
        const auto execute = bool_member((**markets)[i], "execute_pending");
        if (!execute) return fail(execute.error());
        if (*execute) places.push_back(i);
    }
    return places;
}

Result<bool> may_execute(Venue& venue, const LastEpoch& epoch, EpochTrust trust) {
    if (trust == EpochTrust::record_alone) {
        const auto spoke = shows_it_spoke(epoch);
        if (!spoke || !*spoke) return spoke;
    }
    return may_still_execute(venue, UnixSeconds{epoch.record.at});
}

}  // namespace

Result<Executions> finish_executions(Venue& venue, audit::Journal& journal,
                                     const audit::Setup& setup, EpochTrust trust) {
    Executions executions;
    const auto last = last_epoch(journal);
    if (!last) return fail(last.error());
    if (!*last) return executions;
    const audit::StoredRecord& epoch = (*last)->record;
    const auto hash = hash_from_hex(epoch.hash);
    if (!hash) return fail_in("the journal's last epoch", hash.error());
    const auto decided = executions_of(epoch);
    if (!decided) return fail_in("the journal's last epoch", decided.error());
    // Executions follow their epoch in the order of the markets. Those that the contract refused
    // have no record: what comes after them is asked for again, and refused again.
    if ((*last)->after >= decided->size()) return executions;
    // Only a live keeper journals the head. A replayed past has no clock that it could be late by,
    // and nothing that holds it.
    const bool is_live = epoch.fields.contains(audit::kHead);
    if (is_live) {
        const auto may = may_execute(venue, **last, trust);
        if (!may) return fail(may.error());
        if (!*may) return executions;
    }
    for (std::size_t i = (*last)->after; i < decided->size(); ++i) {
        if ((*decided)[i] >= setup.markets.size())
            return fail(Errc::mismatch, "the journal's last epoch has a market of no setup");
        const oracle::MarketName& market = setup.markets[(*decided)[i]];
        const auto done = execute(venue, journal, execution_entry(setup, market, *hash, {epoch.at}),
                                  market.market_id, is_live);
        if (!done) return fail(done.error());
        executions.made += *done == DraftState::recorded ? 1 : 0;
        executions.on_its_way = *done == DraftState::on_its_way;
        if (executions.on_its_way) break;
    }
    return executions;
}

}  // namespace ballast::keeper
