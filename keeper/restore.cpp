// SPDX-License-Identifier: MIT
#include "keeper/restore.hpp"

#include "engine/canonical.hpp"
#include "engine/step.hpp"

namespace ballast::keeper {
namespace {

/// So many records are in memory at a time: one of 32 markets has some 200 KiB.
constexpr std::uint64_t kPage = 64;

const std::string& text_of(const audit::StoredRecord& record, std::string_view field) {
    static const std::string kAbsent;
    const auto found = record.fields.find(field);
    return found == record.fields.end() ? kAbsent : found->second.first;
}

template <class T>
Result<T> document(const std::string& text, std::string_view field,
                   Result<T> (*reader)(const Json&)) {
    const auto json = parse_json(text);
    if (!json) return fail_in(field, json.error());
    return reader(*json);
}

/// Folds an epoch's own documents into the state that was before it. Errors: mismatch where the
/// state hash is another than `state_hash`.
Result<engine::State> state_after(const engine::Policy& policy, const engine::State& before,
                                  const std::string& snapshot_text, const std::string& current_text,
                                  std::string_view state_hash) {
    const auto snapshot = document(snapshot_text, audit::kSnapshot, engine::snapshot_from_json);
    if (!snapshot) return fail(snapshot.error());
    const auto current = document(current_text, audit::kCurrent, engine::current_from_json);
    if (!current) return fail(current.error());
    auto step = engine::step(policy, before, *snapshot, *current);
    if (!step) return fail(step.error());
    if (to_hex(engine::hash(step->state)) != state_hash)
        return fail(Errc::mismatch, "its state hash is another than the recomputed one");
    return std::move(step->state);
}

tl::unexpected<Error> damaged(const audit::StoredRecord& record, const std::string& what) {
    return fail(Errc::mismatch, "the journal's record " + std::to_string(record.index) + ": " +
                                    what + "; ballast replay tells more");
}

Result<Standing> begin(audit::Journal& journal, const audit::Setup& setup,
                       const engine::Policy& policy, UnixSeconds now) {
    engine::State first;
    // An epoch follows at once, and the engine wants an hour between.
    first.at = now - kDay;
    audit::Entry genesis{.kind = audit::RecordKind::genesis, .at = first.at, .fields = {}};
    genesis.fields[audit::kPolicy] = engine::canonical_text(policy);
    genesis.fields[audit::kState] = engine::canonical_text(first);
    genesis.fields[audit::kSetup] = audit::write_setup(setup);
    if (auto appended = journal.append(genesis); !appended) return fail(appended.error());
    return Standing{.state = first, .unfinished = {}, .last = {}, .last_update = {}, .records = 1};
}

/// What may not change under a journal, in words.
Status check_ours(const audit::StoredRecord& genesis, const audit::Setup& setup,
                  const engine::Policy& policy) {
    const auto refuse = [](const std::string& what) -> Status {
        return fail(Errc::configuration,
                    "the journal was begun with " + what +
                        "; begin a new journal for it (docs/operating: upgrade)");
    };
    const auto begun = audit::read_setup(text_of(genesis, audit::kSetup));
    if (!begun) return damaged(genesis, begun.error().what);
    if (begun->chain_id != setup.chain_id)
        return refuse("chain " + std::to_string(begun->chain_id));
    if (begun->oracle != setup.oracle)
        return refuse("the oracle " + chain::checksum_text(begun->oracle));
    if (begun->code_hash != setup.code_hash)
        return refuse("the code hash " + to_hex(begun->code_hash) + ", another build's");
    if (audit::write_setup(*begun) != audit::write_setup(setup))
        return refuse("other markets, signers or threshold");
    if (text_of(genesis, audit::kPolicy) != engine::canonical_text(policy))
        return refuse("another policy");
    return {};
}

/// Folds records into where they leave the keeper.
class Folder {
  public:
    explicit Folder(const engine::Policy& policy) : policy_(policy) {}

    Status take(const audit::StoredRecord& record);
    Standing standing;

  private:
    Status take_epoch(const audit::StoredRecord& record);

    const engine::Policy& policy_;
};

Status Folder::take(const audit::StoredRecord& record) {
    ++standing.records;
    if (record.kind == name(audit::RecordKind::epoch)) return take_epoch(record);
    if (record.kind != name(audit::RecordKind::genesis)) return {};
    auto state = document(text_of(record, audit::kState), audit::kState, engine::state_from_json);
    if (!state) return damaged(record, state.error().what);
    standing.state = std::move(*state);
    return {};
}

Status Folder::take_epoch(const audit::StoredRecord& record) {
    auto state = state_after(policy_, standing.state, text_of(record, audit::kSnapshot),
                             text_of(record, audit::kCurrent), text_of(record, audit::kStateHash));
    if (!state) return damaged(record, state.error().what);
    standing.state = std::move(*state);
    standing.last = UnixSeconds{record.at};
    if (record.fields.contains(audit::kOutcomes)) standing.last_update = standing.last;
    return {};
}

/// Of the draft that an interrupted run left: its epoch is none yet, and may become one.
Status take_draft(const audit::Journal& journal, const engine::Policy& policy, Standing& standing) {
    const auto draft = journal.draft();
    if (!draft) return fail(draft.error());
    if (!*draft || (*draft)->kind != audit::RecordKind::epoch) return {};
    const auto text = [&](std::string_view field) {
        const auto found = (*draft)->fields.find(field);
        return found == (*draft)->fields.end() ? std::string() : found->second;
    };
    auto state = state_after(policy, standing.state, text(audit::kSnapshot), text(audit::kCurrent),
                             text(audit::kStateHash));
    if (!state) return fail_in("the journal's draft", state.error());
    standing.unfinished = std::move(*state);
    return {};
}

}  // namespace

Result<std::optional<audit::Setup>> begun_with(const audit::Journal& journal) {
    if (journal.size() == 0) return std::optional<audit::Setup>();
    const auto records = journal.records_from(0, 1);
    if (!records) return fail(records.error());
    if (records->empty()) return fail(Errc::mismatch, "the journal has no first record");
    auto setup = audit::read_setup(text_of(records->front(), audit::kSetup));
    if (!setup) return damaged(records->front(), setup.error().what);
    return std::optional(std::move(*setup));
}

Result<Standing> begin_or_restore(audit::Journal& journal, const audit::Setup& setup,
                                  const engine::Policy& policy, UnixSeconds now) {
    if (journal.size() == 0) return begin(journal, setup, policy, now);
    Folder folder(policy);
    for (std::uint64_t from = 0; from < journal.size(); from += kPage) {
        const auto records = journal.records_from(from, kPage);
        if (!records) return fail(records.error());
        if (from == 0)
            if (auto ours = check_ours(records->front(), setup, policy); !ours)
                return fail(ours.error());
        for (const audit::StoredRecord& record : *records)
            if (auto taken = folder.take(record); !taken) return fail(taken.error());
    }
    if (auto taken = take_draft(journal, policy, folder.standing); !taken)
        return fail(taken.error());
    return std::move(folder.standing);
}

}  // namespace ballast::keeper
