// SPDX-License-Identifier: MIT
#include "audit/replayer.hpp"

#include <algorithm>

#include "audit/check_record.hpp"
#include "base/check.hpp"
#include "engine/canonical.hpp"
#include "engine/step.hpp"
#include "oracle/make_report.hpp"

namespace ballast::audit {
namespace {

using MaybeDifference = std::optional<Difference>;

const std::string& text_of(const Fields& fields, std::string_view name) {
    static const std::string kAbsent;
    const auto found = fields.find(name);
    return found == fields.end() ? kAbsent : found->second;
}

/// Reads one canonical document of a record; a fault becomes a difference at that field. Other
/// spellings of the same document are refused: equal documents are equal bytes.
template <class T>
MaybeDifference read_document(const StoredRecord& stored, const Fields& fields,
                              std::string_view field, Result<T> (*reader)(const Json&), T& target) {
    const auto json = parse_json(text_of(fields, field));
    if (!json) return difference(stored, std::string(field), "JSON", json.error().what);
    auto value = reader(*json);
    if (!value) return difference(stored, std::string(field), "its format", value.error().what);
    target = std::move(*value);
    const std::string canonical = write_json(*json);
    if (canonical == text_of(fields, field)) return std::nullopt;
    return difference(stored, std::string(field), canonical, text_of(fields, field));
}

bool within(engine::Bps value, std::int32_t most) {
    return value.count() >= 0 && value.count() <= most;
}

/// Whether a contract can hold this market: the ranges of RiskTypes.sol and _setLimits. The engine
/// and the report encoder require them, and a forged journal does not care.
bool possible(const engine::PublishedMarket& m) {
    constexpr std::int32_t kWord16 = 0xffff;
    constexpr std::int64_t kWord24 = 0xffffff;
    const engine::Limiter& h = m.limiter;
    const engine::OracleLimits& l = m.limits;
    for (const engine::Bps ratio : {m.ltv, m.lt, m.lt_start, m.bonus, l.lt_min, l.lt_max})
        if (!within(ratio, engine::kBpsOne)) return false;
    for (const engine::Bps count :
         {h.ltv_rise_day_used, h.ltv_rise_week_used, h.lt_rise_day_used, h.lt_rise_week_used,
          h.lt_cut_week_used, l.ltv_min, l.ltv_max, l.gap_min, l.ltv_rise_step, l.lt_rise_step,
          l.ltv_rise_day, l.ltv_rise_week, l.lt_rise_day, l.lt_rise_week, l.lt_cut_week})
        if (!within(count, kWord16)) return false;
    for (const Seconds span : {l.ramp_min, l.ramp_per_100_bps})
        if (span.count > kWord24) return false;
    return !m.pending || (within(m.pending->ltv, kWord16) && within(m.pending->lt, kWord16));
}

/// The last second whose report still has a `validUntil` of 40 bits.
constexpr UnixSeconds kLastSecond =
    UnixSeconds{(std::int64_t{1} << 40U) - 1} - oracle::kReportLifetime;

bool succeeded(std::string_view receipt) {
    const auto json = parse_json(receipt);
    if (!json) return false;
    const auto flag = bool_member(*json, "succeeded");
    return flag && *flag;
}

MaybeDifference compare(const StoredRecord& stored, const Fields& fields, std::string_view field,
                        const std::string& expected) {
    const std::string& found = text_of(fields, field);
    if (found == expected) return std::nullopt;
    return difference(stored, std::string(field), expected, found);
}

}  // namespace

MaybeDifference Replayer::take(const StoredRecord& stored) {
    if (auto fault = check_record(stored, next_index_, previous_)) return fault;
    const Entry entry = entry_of(stored);
    due_.reset();
    // check_record() has computed it anew and compared.
    previous_ = *hash_from_hex(stored.hash);
    ++next_index_;
    if (!begun_ && entry.kind != RecordKind::genesis)
        return difference(stored, "kind", "genesis", stored.kind);
    switch (entry.kind) {
        case RecordKind::genesis:
            return genesis(stored, entry.fields);
        case RecordKind::epoch:
            return epoch(stored, entry.fields);
        // Their transactions are the owner's and anyone's: the hashes are what can be checked.
        case RecordKind::deployment:
        case RecordKind::execution:
            return std::nullopt;
    }
    return std::nullopt;
}

void Replayer::resume(ReplayPoint point, std::uint64_t next_index, const Hash32& previous) {
    BALLAST_CHECK(begun_ && next_index_ == 1);
    point_ = std::move(point);
    state_hash_ = engine::hash(point_.state);
    next_index_ = next_index;
    previous_ = previous;
}

std::optional<oracle::Head> head_told(const StoredRecord& stored) {
    Fields fields;
    for (const auto& [field, text] : stored.fields)
        fields.emplace(field, text.first);
    if (fields.contains(kCalldata) && succeeded(text_of(fields, kReceipt))) {
        const auto calldata = from_hex(text_of(fields, kCalldata));
        const auto digest = hash_from_hex(text_of(fields, kKey));
        if (!calldata || !digest) return std::nullopt;
        const auto submission = oracle::decode_submit(*calldata);
        if (!submission) return std::nullopt;
        return oracle::Head{.seq = submission->report.seq, .last_report = *digest};
    }
    const auto head = read_head(text_of(fields, kHead));
    return head ? std::optional(*head) : std::nullopt;
}

MaybeDifference Replayer::genesis(const StoredRecord& stored, const Fields& fields) {
    if (begun_) return difference(stored, "kind", "anything but a second genesis", stored.kind);
    begun_ = true;
    if (auto fault = read_document(stored, fields, kPolicy, engine::policy_from_json, policy_))
        return fault;
    if (auto fault = read_document(stored, fields, kState, engine::state_from_json, point_.state))
        return fault;
    policy_hash_ = engine::hash(policy_);
    state_hash_ = engine::hash(point_.state);
    auto setup = read_setup(text_of(fields, kSetup));
    if (!setup) return difference(stored, kSetup, "its format", setup.error().what);
    setup_ = std::move(*setup);
    if (point_.state.at.count != stored.at)
        return difference(stored, "at", std::to_string(point_.state.at.count),
                          std::to_string(stored.at));
    for (const engine::AssetPolicy& asset : policy_.assets)
        if (std::none_of(setup_.markets.begin(), setup_.markets.end(),
                         [&](const auto& market) { return market.asset == asset.asset; }))
            return difference(stored, kSetup, "a market for " + asset.asset, "none");
    return compare(stored, fields, kSetup, write_setup(setup_));
}

MaybeDifference Replayer::epoch(const StoredRecord& stored, const Fields& fields) {
    engine::Snapshot snapshot;
    engine::Current current;
    if (auto fault = read_document(stored, fields, kSnapshot, engine::snapshot_from_json, snapshot))
        return fault;
    if (auto fault = read_document(stored, fields, kCurrent, engine::current_from_json, current))
        return fault;
    if (snapshot.at.count != stored.at)
        return difference(stored, "at", std::to_string(snapshot.at.count),
                          std::to_string(stored.at));
    if (snapshot.at > kLastSecond)
        return difference(stored, kSnapshot, "a time of 40 bits", std::to_string(stored.at));
    if (!std::all_of(current.markets.begin(), current.markets.end(), possible))
        return difference(stored, kCurrent, "values that the contract can hold",
                          text_of(fields, kCurrent));
    point_.epoch_record = stored.index;
    const Hash32 root = engine::inputs_root({.snapshot = engine::hash(snapshot),
                                             .state_before = state_hash_,
                                             .current = engine::hash(current),
                                             .policy = policy_hash_});
    auto step = engine::step(policy_, point_.state, snapshot, current);
    if (!step) return difference(stored, kSnapshot, "a snapshot to step on", step.error().what);
    point_.state = std::move(step->state);
    state_hash_ = engine::hash(point_.state);
    if (auto fault = compare(stored, fields, kReport, engine::canonical_text(step->report)))
        return fault;
    if (auto fault = compare(stored, fields, kStateHash, to_hex(state_hash_))) return fault;
    return update(stored, fields, step->report, root);
}

/// The report that must have been signed, if any, against the calldata that was sent.
MaybeDifference Replayer::update(const StoredRecord& stored, const Fields& fields,
                                 const engine::Report& report, const Hash32& inputs_root) {
    const bool sent = fields.contains(kCalldata);
    const bool held = fields.contains(kHeld);
    if (auto fault = move_head(stored, fields)) return fault;
    oracle::Head head{.seq = point_.seq,
                      .last_report = point_.last_report,
                      .observed_at = {},
                      .config_digest = {}};
    if (sent) {
        const auto calldata = from_hex(text_of(fields, kCalldata));
        if (!calldata) return difference(stored, kCalldata, "hex", calldata.error().what);
        const auto submission = oracle::decode_submit(*calldata);
        if (!submission) return difference(stored, kCalldata, "submit", submission.error().what);
        // The one value that only the chain knows; the signatures cover it.
        head.config_digest = submission->report.config_digest;
    }
    const auto expected = oracle::make_report(report, {.head = head,
                                                       .inputs_root = inputs_root,
                                                       .policy_hash = policy_hash_,
                                                       .code_hash = setup_.code_hash,
                                                       .markets = setup_.markets});
    due_ = expected;
    if (held && (sent || !expected))
        return difference(stored, kHeld, sent ? "nothing, for it was sent" : "nothing to hold",
                          text_of(fields, kHeld));
    if (held) return std::nullopt;
    if (expected.has_value() != sent)
        return difference(stored, kCalldata, sent ? "no update" : "an update",
                          text_of(fields, kCalldata));
    if (!sent) return std::nullopt;
    return submission(stored, fields, *expected);
}

/// Others may have published since the last update of this journal: the record says where the hash
/// chain stood then. It never goes back, and equal numbers are equal reports.
MaybeDifference Replayer::move_head(const StoredRecord& stored, const Fields& fields) {
    if (!fields.contains(kHead)) return std::nullopt;
    const auto head = read_head(text_of(fields, kHead));
    if (!head) return difference(stored, kHead, "its format", head.error().what);
    if (auto fault = compare(stored, fields, kHead, write_head(*head))) return fault;
    const oracle::Head known{.seq = point_.seq,
                             .last_report = point_.last_report,
                             .observed_at = {},
                             .config_digest = {}};
    const bool same =
        head->seq == point_.seq && (point_.seq == 0 || head->last_report == point_.last_report);
    if (head->seq < point_.seq || (head->seq == point_.seq && !same))
        return difference(stored, kHead, write_head(known), text_of(fields, kHead));
    point_.seq = head->seq;
    point_.last_report = head->last_report;
    point_.head_record = stored.index;
    return std::nullopt;
}

MaybeDifference Replayer::submission(const StoredRecord& stored, const Fields& fields,
                                     const oracle::RiskReport& expected) {
    const Hash32 digest = oracle::report_digest(expected, setup_.chain_id, setup_.oracle);
    const auto calldata = from_hex(text_of(fields, kCalldata));
    const auto found = oracle::decode_submit(*calldata);
    const Bytes rebuilt = oracle::encode_submit(expected, found->attestation);
    if (auto fault = compare(stored, fields, kCalldata, to_hex(rebuilt))) return fault;
    // Before the key: the calldata's own configuration digest is in the digest.
    if (auto fault = signers(stored, digest, found->attestation)) return fault;
    if (auto fault = compare(stored, fields, kKey, to_hex(digest))) return fault;
    if (auto fault = compare(stored, fields, kTo, to_hex(setup_.oracle))) return fault;
    // A transaction that reverted left the oracle as it was.
    if (!succeeded(text_of(fields, kReceipt))) return std::nullopt;
    point_.seq = expected.seq;
    point_.last_report = digest;
    point_.head_record = stored.index;
    const auto block = read_receipt_block(text_of(fields, kReceipt));
    if (!block) return difference(stored, kReceipt, "its format", block.error().what);
    published_.push_back({.record = stored.index,
                          .seq = expected.seq,
                          .digest = digest,
                          .block_number = block->number,
                          .block_hash = block->hash});
    return outcomes(stored, fields, expected);
}

MaybeDifference Replayer::signers(const StoredRecord& stored, const Hash32& digest,
                                  const Bytes& attestation) const {
    const auto recovered = oracle::recover_signers(digest, attestation);
    if (!recovered)
        return difference(stored, kCalldata, "valid signatures", recovered.error().what);
    if (recovered->size() != setup_.threshold)
        return difference(stored, kCalldata, std::to_string(setup_.threshold) + " signatures",
                          std::to_string(recovered->size()));
    for (const oracle::IndexedSigner& signer : *recovered) {
        if (signer.index >= setup_.signers.size() || signer.address != setup_.signers[signer.index])
            return difference(stored, kCalldata,
                              "signer " + std::to_string(signer.index) + " of the setup",
                              chain::checksum_text(signer.address));
    }
    return std::nullopt;
}

MaybeDifference Replayer::outcomes(const StoredRecord& stored, const Fields& fields,
                                   const oracle::RiskReport& report) const {
    const auto told = read_outcomes(text_of(fields, kOutcomes));
    if (!told) return difference(stored, kOutcomes, "its format", told.error().what);
    if (told->size() != report.updates.size())
        return difference(stored, kOutcomes, std::to_string(report.updates.size()) + " entries",
                          std::to_string(told->size()));
    for (std::size_t i = 0; i < told->size(); ++i)
        if ((*told)[i].market_id != report.updates[i].market_id)
            return difference(stored, kOutcomes, to_hex(report.updates[i].market_id),
                              to_hex((*told)[i].market_id));
    return std::nullopt;
}

}  // namespace ballast::audit
