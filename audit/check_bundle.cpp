// SPDX-License-Identifier: MIT
#include "audit/check_bundle.hpp"

#include "audit/check_record.hpp"
#include "engine/canonical.hpp"

namespace ballast::audit {
namespace {

using MaybeDifference = std::optional<Difference>;

const std::string& text_in(const StoredRecord& record, const char* field) {
    static const std::string kNone;
    const auto found = record.fields.find(std::string_view(field));
    return found == record.fields.end() ? kNone : found->second.first;
}

bool is_epoch(const StoredRecord& record) {
    return record.kind == name(RecordKind::epoch);
}

/// The record's own bytes, where the record before it is not at hand.
MaybeDifference check_alone(const StoredRecord& record) {
    const auto previous = hash_from_hex(record.previous);
    if (!previous) return difference(record, "previous", "a hash", record.previous);
    return check_record(record, record.index, *previous);
}

class BundleChecker {
  public:
    BundleChecker(const Bundle& bundle, const Expected& expected)
        : bundle_(bundle), expected_(expected) {}

    BundleCheck check() {
        out_.first_difference = first();
        out_.published = replayer_.published();
        return std::move(out_);
    }

  private:
    MaybeDifference first();
    MaybeDifference begin();
    MaybeDifference shape() const;
    MaybeDifference time_before();
    MaybeDifference records();
    MaybeDifference proofs() const;
    MaybeDifference known_genesis() const;
    MaybeDifference known_epoch(const StoredRecord& record) const;

    const Bundle& bundle_;
    const Expected& expected_;
    Replayer replayer_;
    BundleCheck out_;
};

MaybeDifference BundleChecker::first() {
    if (auto fault = begin()) return fault;
    if (auto fault = shape()) return fault;
    if (bundle_.before)
        if (auto fault = time_before()) return fault;
    if (auto fault = records()) return fault;
    return proofs();
}

MaybeDifference BundleChecker::begin() {
    if (auto fault = replayer_.take(bundle_.genesis)) return fault;
    out_.setup = replayer_.setup();
    out_.policy_hash = replayer_.policy_hash();
    return known_genesis();
}

/// Whether range, checkpoint and records fit together, by their numbers.
MaybeDifference BundleChecker::shape() const {
    const StoredRecord& genesis = bundle_.genesis;
    const auto& records = bundle_.records;
    const Checkpoint& checkpoint = bundle_.checkpoint;
    const std::string origin = origin_of(replayer_.setup(), *hash_from_hex(genesis.hash));
    if (checkpoint.origin != origin)
        return difference(genesis, "checkpoint", origin, checkpoint.origin);
    if (checkpoint.tree.size != bundle_.to + 1)
        return difference(genesis, "checkpoint", "size " + std::to_string(bundle_.to + 1),
                          "size " + std::to_string(checkpoint.tree.size));
    const std::uint64_t first = records.empty() ? bundle_.to + 1 : records.front().index;
    const bool ends =
        records.empty() ? bundle_.to == 0 : records.back().index == bundle_.to && first > 0;
    if (!ends)
        return difference(genesis, "range", "records up to " + std::to_string(bundle_.to),
                          records.empty() ? "none" : std::to_string(records.back().index));
    if (!bundle_.before && first > 1)
        return difference(records.front(), "range", "record 1, or what was before", "neither");
    if (bundle_.before && (records.empty() || first >= bundle_.from || !is_epoch(records.front())))
        return difference(genesis, "range", "an epoch before " + std::to_string(bundle_.from),
                          records.empty() ? "none" : "record " + std::to_string(first));
    // Two bundles of one range would otherwise differ in where they begin.
    for (std::size_t i = 0; i < records.size() && records[i].index < bundle_.from; ++i)
        if (is_epoch(records[i]) && !(bundle_.before && i == 0))
            return difference(records[i], "range", "one epoch before the range at the most",
                              "another");
    return std::nullopt;
}

MaybeDifference BundleChecker::time_before() {
    const BundleBefore& before = *bundle_.before;
    const StoredRecord& lead = bundle_.records.front();
    if (auto fault = check_alone(lead)) return fault;
    const auto json = parse_json(before.state);
    if (!json) return difference(lead, "before.state", "JSON", json.error().what);
    auto state = engine::state_from_json(*json);
    if (!state) return difference(lead, "before.state", "its format", state.error().what);
    if (write_json(*json) != before.state)
        return difference(lead, "before.state", write_json(*json), before.state);
    const std::string hash = to_hex(engine::hash(*state));
    if (hash != text_in(lead, kStateHash))
        return difference(lead, "before.state",
                          "a state with the hash " + text_in(lead, kStateHash), before.state);
    const StoredRecord* teller = &lead;
    if (before.head_record) {
        if (auto fault = check_alone(*before.head_record)) return fault;
        if (before.head_record->index >= lead.index)
            return difference(*before.head_record, "index",
                              "one before " + std::to_string(lead.index),
                              std::to_string(before.head_record->index));
        teller = &*before.head_record;
    }
    const auto told = head_told(*teller);
    const oracle::Head head = told ? *told : oracle::Head{};
    if (!told && before.head_record)
        return difference(*teller, "before.head_record", "an update or a head", "neither");
    if (head.seq != before.seq)
        return difference(*teller, "before.seq", std::to_string(head.seq),
                          std::to_string(before.seq));
    if (head.last_report != before.last_report)
        return difference(*teller, "before.last_report", to_hex(head.last_report),
                          to_hex(before.last_report));
    replayer_.resume({.state = std::move(*state),
                      .seq = before.seq,
                      .last_report = before.last_report,
                      .epoch_record = lead.index,
                      .head_record = teller->index},
                     lead.index + 1, *hash_from_hex(lead.hash));
    return std::nullopt;
}

MaybeDifference BundleChecker::records() {
    for (std::size_t i = bundle_.before ? 1 : 0; i < bundle_.records.size(); ++i) {
        const StoredRecord& record = bundle_.records[i];
        const bool counts = is_epoch(record) && record.index >= bundle_.from;
        out_.epochs += counts ? 1 : 0;
        if (auto fault = replayer_.take(record)) return fault;
        if (auto fault = known_epoch(record)) return fault;
        out_.identical += counts ? 1 : 0;
        out_.due = replayer_.due();
    }
    return std::nullopt;
}

MaybeDifference BundleChecker::proofs() const {
    const auto proved = proved_records(bundle_);
    for (std::size_t i = 0; i < proved.size(); ++i) {
        const std::string number = std::to_string(proved[i]->index);
        if (i >= bundle_.proofs.size() || bundle_.proofs[i].index != proved[i]->index)
            return difference(*proved[i], "proof", "the proof of record " + number,
                              i >= bundle_.proofs.size()
                                  ? "none"
                                  : "that of " + std::to_string(bundle_.proofs[i].index));
        if (!proves_inclusion(bundle_.proofs[i].path, *hash_from_hex(proved[i]->hash),
                              proved[i]->index, bundle_.checkpoint.tree))
            return difference(*proved[i], "proof", "a path to the checkpoint's root",
                              "a path elsewhere");
    }
    if (bundle_.proofs.size() > proved.size())
        return difference(bundle_.genesis, "proof", std::to_string(proved.size()) + " proofs",
                          std::to_string(bundle_.proofs.size()));
    return std::nullopt;
}

MaybeDifference BundleChecker::known_genesis() const {
    const StoredRecord& genesis = bundle_.genesis;
    const auto same = [&](const char* field, const std::optional<Hash32>& known,
                          const Hash32& found) -> MaybeDifference {
        if (!known || *known == found) return std::nullopt;
        return difference(genesis, field, "one with the hash " + to_hex(*known), to_hex(found));
    };
    if (auto fault = same(kPolicy, expected_.policy_hash, out_.policy_hash)) return fault;
    if (auto fault = same(kSetup, expected_.code_hash, out_.setup.code_hash)) return fault;
    Setup known = out_.setup;
    if (expected_.oracle) known.oracle = *expected_.oracle;
    if (expected_.chain_id) known.chain_id = *expected_.chain_id;
    if (!expected_.signers.empty()) known.signers = expected_.signers;
    if (write_setup(known) != write_setup(out_.setup))
        return difference(genesis, kSetup, write_setup(known), write_setup(out_.setup));
    if (expected_.checkpoint && *expected_.checkpoint != bundle_.checkpoint)
        return difference(genesis, "checkpoint", write_checkpoint(*expected_.checkpoint),
                          write_checkpoint(bundle_.checkpoint));
    return std::nullopt;
}

MaybeDifference BundleChecker::known_epoch(const StoredRecord& record) const {
    if (!expected_.binary_sha256 || !is_epoch(record)) return std::nullopt;
    const std::string known = to_hex(*expected_.binary_sha256);
    if (text_in(record, kBinary) == known) return std::nullopt;
    return difference(record, kBinary, known, text_in(record, kBinary));
}

}  // namespace

BundleCheck check_bundle(const Bundle& bundle, const Expected& expected) {
    return BundleChecker(bundle, expected).check();
}

}  // namespace ballast::audit
