// SPDX-License-Identifier: MIT
#include "apps/tick.hpp"

#include <algorithm>

#include "apps/agreement.hpp"
#include "base/hash.hpp"
#include "engine/canonical.hpp"
#include "engine/step.hpp"
#include "oracle/calls.hpp"
#include "oracle/make_report.hpp"
#include "oracle/mirror.hpp"

namespace ballast::apps {
namespace {

struct Observed {
    UnixSeconds at;
    oracle::OracleState oracle;
    engine::Snapshot snapshot;
};

struct Decided {
    engine::Step step;
    std::optional<oracle::RiskReport> report;
    audit::Entry entry;
};

Result<Observed> observe_world(Keeper& keeper, UnixSeconds at, const Observe& observe) {
    auto state = keeper.oracle.read(rpc::BlockTag::latest());
    if (!state) return fail(state.error());
    std::vector<engine::Bps> thresholds;
    for (const engine::PublishedMarket& market : state->current.markets)
        thresholds.push_back(engine::lt_now(market, at));
    return Observed{at, std::move(*state), observe(thresholds)};
}

Result<Decided> decide(const Keeper& keeper, const Observed& observed) {
    const engine::Current& current = observed.oracle.current;
    auto step = engine::step(keeper.policy, keeper.state, observed.snapshot, current);
    if (!step) return fail(step.error());
    const Hash32 root =
        engine::inputs_root(observed.snapshot, keeper.state, current, keeper.policy);
    auto report = oracle::make_report(step->report, {.head = observed.oracle.head,
                                                     .inputs_root = root,
                                                     .policy_hash = engine::hash(keeper.policy),
                                                     .code_hash = keeper.setup.code_hash,
                                                     .markets = keeper.setup.markets});
    audit::Entry entry{.kind = audit::RecordKind::epoch, .at = observed.at, .fields = {}};
    entry.fields[audit::kSnapshot] = write_json(engine::to_json(observed.snapshot));
    entry.fields[audit::kCurrent] = write_json(engine::to_json(current));
    entry.fields[audit::kReport] = write_json(engine::to_json(step->report));
    entry.fields[audit::kStateHash] = to_hex(engine::hash(step->state));
    entry.fields[audit::kBinary] = to_hex(keeper.binary_sha256);
    return Decided{std::move(*step), std::move(report), std::move(entry)};
}

/// The same question once more to a quorum of nodes, at the head that the transaction is built on.
std::vector<sender::Preflight> preflights(const Keeper& keeper, const Decided& decided) {
    if (!decided.report) return {};
    return {{keeper.setup.oracle, oracle::encode_preview(*decided.report),
             oracle::encode_verdicts(meant(*decided.report))}};
}

void sign(const Keeper& keeper, Decided& decided) {
    const Hash32 digest =
        oracle::report_digest(*decided.report, keeper.setup.chain_id, keeper.setup.oracle);
    const Bytes attestation = oracle::attest(digest, keeper.signers);
    decided.entry.fields[audit::kKey] = to_hex(digest);
    decided.entry.fields[audit::kTo] = to_hex(keeper.setup.oracle);
    decided.entry.fields[audit::kCalldata] =
        to_hex(oracle::encode_submit(*decided.report, attestation));
}

/// What was read back must be what the mirror makes of the decision at the block's time.
Status check_after(const Observed& observed, const Decided& decided, const engine::Current& after,
                   UnixSeconds mined_at) {
    for (std::size_t i = 0; i < after.markets.size(); ++i) {
        const engine::PublishedMarket expected =
            oracle::apply(observed.oracle.current.markets[i], decided.step.report.markets[i],
                          decided.step.report.observed_at, mined_at);
        if (after.markets[i] != expected)
            return fail(Errc::mismatch, "the oracle does not hold what was decided for " +
                                            expected.asset + "; stop and look at the journal");
    }
    return {};
}

Result<sender::TransactionRequest> request_of(const audit::Entry& entry) {
    const auto text = [&](const char* field) -> std::string_view {
        const auto found = entry.fields.find(field);
        return found == entry.fields.end() ? std::string_view() : std::string_view(found->second);
    };
    const auto key = hash_from_hex(text(audit::kKey));
    const auto data = from_hex(text(audit::kCalldata));
    if (!key || !data) return fail(Errc::bad_data, "the journal's draft is damaged");
    sender::TransactionRequest request{
        .key = *key, .to = std::nullopt, .data = *data, .preflights = {}};
    if (entry.fields.contains(audit::kTo)) {
        const auto to = chain::parse_address(text(audit::kTo));
        if (!to) return fail_in("the journal's draft", to.error());
        request.to = *to;
    }
    return request;
}

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

/// Sends an execution, if the contract would still make it: anyone may have been first, and a
/// veto or a changed configuration ends it. Returns whether it was made.
Result<bool> execute(sender::Sender& sender, audit::Journal& journal,
                     oracle::OracleContract& oracle, const audit::Entry& entry,
                     const Hash32& market_id) {
    const auto verdict = oracle.preview_pending(market_id, rpc::BlockTag::latest());
    if (!verdict) return fail(verdict.error());
    if (*verdict != oracle::Verdict::applied) return false;
    if (auto done = complete(sender, journal, entry); !done) return fail(done.error());
    return true;
}

Result<std::int64_t> execute_due(Keeper& keeper, const Decided& decided) {
    std::int64_t executed = 0;
    const Hash32 epoch_record = keeper.journal.head();
    for (std::size_t i = 0; i < decided.step.report.markets.size(); ++i) {
        if (!decided.step.report.markets[i].execute_pending) continue;
        const auto done = execute(
            keeper.sender, keeper.journal, keeper.oracle,
            execution_entry(keeper.setup, keeper.setup.markets[i], epoch_record, decided.entry.at),
            keeper.setup.markets[i].market_id);
        if (!done) return fail(done.error());
        executed += *done ? 1 : 0;
    }
    return executed;
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

Result<TickOutcome> publish_and_record(Keeper& keeper, const Observed& observed, Decided decided) {
    TickOutcome outcome{.snapshot = observed.snapshot, .report = decided.step.report};
    if (decided.report) {
        if (auto agreed = agree(keeper.rpc, keeper.oracle, observed.oracle, *decided.report);
            !agreed)
            return fail(agreed.error());
        sign(keeper, decided);
    }
    const auto receipt =
        complete(keeper.sender, keeper.journal, decided.entry, preflights(keeper, decided));
    if (!receipt) return fail(receipt.error());
    keeper.state = decided.step.state;
    if (*receipt) {
        const rpc::BlockTag block = rpc::BlockTag::at((*receipt)->block_number);
        const auto mined = keeper.rpc.block_by_tag(block);
        if (!mined) return fail(mined.error());
        const auto after = keeper.oracle.read(block);
        if (!after) return fail(after.error());
        if (auto same = check_after(observed, decided, after->current, mined->timestamp); !same)
            return fail(same.error());
        outcome.transaction = (*receipt)->tx_hash;
        outcome.outcomes = *oracle::entry_outcomes(**receipt, keeper.setup.oracle);
    }
    const auto executed = execute_due(keeper, decided);
    if (!executed) return fail(executed.error());
    outcome.executed = *executed;
    auto after = keeper.oracle.read(rpc::BlockTag::latest());
    if (!after) return fail(after.error());
    outcome.after = std::move(after->current);
    return outcome;
}

}  // namespace

Result<TickOutcome> tick(Keeper& keeper, UnixSeconds at, const Observe& observe) {
    const auto observed = observe_world(keeper, at, observe);
    if (!observed) return fail(observed.error());
    auto decided = decide(keeper, *observed);
    if (!decided) return fail(decided.error());
    return publish_and_record(keeper, *observed, std::move(*decided));
}

Result<std::optional<rpc::Receipt>> complete(sender::Sender& sender, audit::Journal& journal,
                                             audit::Entry entry,
                                             std::vector<sender::Preflight> preflights) {
    std::optional<rpc::Receipt> receipt;
    if (entry.fields.contains(audit::kCalldata)) {
        auto request = request_of(entry);
        if (!request) return fail(request.error());
        request->preflights = std::move(preflights);
        if (auto stored = journal.store_draft(entry); !stored) return fail(stored.error());
        auto mined = sender.send(*request);
        if (!mined) return fail(mined.error());
        entry.fields[audit::kReceipt] = audit::write_receipt(*mined);
        if (entry.kind == audit::RecordKind::epoch) {
            const auto outcomes = oracle::entry_outcomes(*mined, *request->to);
            if (!outcomes) return fail(outcomes.error());
            entry.fields[audit::kOutcomes] = audit::write_outcomes(*outcomes);
        }
        receipt = std::move(*mined);
    }
    if (auto appended = journal.append(entry); !appended) return fail(appended.error());
    // Journaled first: a refusal is part of the history too.
    if (receipt && !receipt->succeeded)
        return fail(Errc::failed, "transaction " + to_hex(receipt->tx_hash) +
                                      " reverted although the oracle's preview allowed it");
    return receipt;
}

Status finish_executions(sender::Sender& sender, audit::Journal& journal,
                         oracle::OracleContract& oracle, const audit::Setup& setup) {
    const auto records = journal.records();
    if (!records) return fail(records.error());
    const auto last = std::find_if(records->rbegin(), records->rend(), [](const auto& record) {
        return record.kind == name(audit::RecordKind::epoch);
    });
    if (last == records->rend()) return {};
    const auto hash = hash_from_hex(last->hash);
    if (!hash) return fail_in("the journal's last epoch", hash.error());
    const auto decided = executions_of(*last);
    if (!decided) return fail_in("the journal's last epoch", decided.error());
    // Executions follow their epoch in the order of the markets: what is journaled is a prefix.
    const auto begun = static_cast<std::size_t>(std::distance(records->rbegin(), last));
    for (std::size_t i = begun; i < decided->size(); ++i) {
        if ((*decided)[i] >= setup.markets.size())
            return fail(Errc::mismatch, "the journal's last epoch has a market of no setup");
        const oracle::MarketName& market = setup.markets[(*decided)[i]];
        const auto done =
            execute(sender, journal, oracle, execution_entry(setup, market, *hash, {last->at}),
                    market.market_id);
        if (!done) return fail(done.error());
    }
    return {};
}

Status finish_draft(sender::Sender& sender, audit::Journal& journal) {
    auto draft = journal.draft();
    if (!draft) return fail(draft.error());
    if (!*draft) return {};
    const auto request = request_of(**draft);
    if (!request) return fail(request.error());
    const auto record = journal.transactions().find(request->key);
    if (!record) return fail(record.error());
    // Never signed, or its nonce went elsewhere for good: it never happened and never will. It is
    // decided anew, on what the world is now.
    const bool never = !*record || (*record)->state == sender::TxState::cancelled ||
                       (*record)->state == sender::TxState::foreign;
    if (never) return journal.drop_draft();
    if (auto done = complete(sender, journal, std::move(**draft)); !done) return fail(done.error());
    return {};
}

}  // namespace ballast::apps
