// SPDX-License-Identifier: MIT
#include "apps/run_from_journal.hpp"

#include "audit/documents.hpp"
#include "audit/replay.hpp"
#include "engine/canonical.hpp"
#include "engine/step.hpp"

namespace ballast::apps {
namespace {

const std::string& text_of(const audit::StoredRecord& record, std::string_view field) {
    static const std::string kAbsent;
    const auto found = record.fields.find(field);
    return found == record.fields.end() ? kAbsent : found->second.first;
}

template <class T>
Result<T> document(const audit::StoredRecord& record, std::string_view field,
                   Result<T> (*reader)(const Json&)) {
    const auto json = parse_json(text_of(record, field));
    if (!json) return fail_in(field, json.error());
    return reader(*json);
}

std::vector<PublishedPoint> points(const engine::Current& current, UnixSeconds at) {
    std::vector<PublishedPoint> published;
    for (const engine::PublishedMarket& market : current.markets)
        published.push_back({market.ltv, engine::lt_now(market, at)});
    return published;
}

Result<std::optional<Hash32>> transaction_of(const audit::StoredRecord& record) {
    if (text_of(record, audit::kReceipt).empty()) return std::nullopt;
    const auto json = parse_json(text_of(record, audit::kReceipt));
    if (!json) return fail_in(audit::kReceipt, json.error());
    const auto text = string_member(*json, "tx_hash");
    if (!text) return fail(text.error());
    const auto hash = hash_from_hex(*text);
    if (!hash) return fail(hash.error());
    return std::optional(*hash);
}

void count(const std::vector<oracle::EntryOutcome>& outcomes, RunCounts& counts) {
    for (const oracle::EntryOutcome& outcome : outcomes) {
        ++counts.updates_sent;
        if (outcome.verdict == oracle::Verdict::applied)
            ++counts.updates_applied;
        else if (outcome.verdict != oracle::Verdict::queued)
            ++counts.updates_skipped;
    }
}

/// Folds records into the run. What an epoch left on chain is what the next one found there.
class Reader {
  public:
    explicit Reader(const engine::Policy& policy) : policy_(policy) {}

    Status take(const audit::StoredRecord& record);
    void finish(const engine::Current& last);
    JournaledRun run;

  private:
    Status take_epoch(const audit::StoredRecord& record);

    const engine::Policy& policy_;
};

Status Reader::take(const audit::StoredRecord& record) {
    if (record.kind == name(audit::RecordKind::genesis)) {
        auto state = document(record, audit::kState, engine::state_from_json);
        if (!state) return fail(state.error());
        run.state = std::move(*state);
    }
    if (record.kind == name(audit::RecordKind::execution)) ++run.counts.updates_applied;
    if (record.kind == name(audit::RecordKind::epoch)) return take_epoch(record);
    return {};
}

Status Reader::take_epoch(const audit::StoredRecord& record) {
    auto snapshot = document(record, audit::kSnapshot, engine::snapshot_from_json);
    if (!snapshot) return fail(snapshot.error());
    const auto current = document(record, audit::kCurrent, engine::current_from_json);
    if (!current) return fail(current.error());
    auto step = engine::step(policy_, run.state, *snapshot, *current);
    if (!step) return fail(step.error());
    const auto transaction = transaction_of(record);
    if (!transaction) return fail(transaction.error());
    if (*transaction) {
        const auto outcomes = audit::read_outcomes(text_of(record, audit::kOutcomes));
        if (!outcomes) return fail(outcomes.error());
        count(*outcomes, run.counts);
    }
    finish(*current);
    run.state = std::move(step->state);
    run.epochs.push_back({.snapshot = std::move(*snapshot),
                          .report = std::move(step->report),
                          .published = {},
                          .transaction = *transaction});
    return {};
}

void Reader::finish(const engine::Current& last) {
    if (run.epochs.empty()) return;
    EpochOutcome& epoch = run.epochs.back();
    epoch.published = points(last, epoch.snapshot.at);
}

}  // namespace

Result<JournaledRun> run_from_journal(const std::vector<audit::StoredRecord>& records,
                                      const engine::Policy& policy, const engine::Current& last) {
    const audit::ReplayOutcome replayed = audit::replay(records);
    if (replayed.first_difference)
        return fail(Errc::mismatch, "the journal's record " +
                                        std::to_string(replayed.first_difference->record) +
                                        " differs in " + replayed.first_difference->field +
                                        "; ballast replay tells more");
    Reader reader(policy);
    for (const audit::StoredRecord& record : records)
        if (auto taken = reader.take(record); !taken) return fail(taken.error());
    reader.finish(last);
    RunCounts& counts = reader.run.counts;
    counts.epochs = replayed.epochs;
    counts.replay_epochs = replayed.epochs;
    counts.replay_identical = replayed.identical;
    for (const engine::PublishedMarket& market : last.markets)
        counts.updates_pending += market.pending.has_value() ? 1 : 0;
    return std::move(reader.run);
}

}  // namespace ballast::apps
