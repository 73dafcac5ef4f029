// SPDX-License-Identifier: MIT
#include "audit/bundle.hpp"

#include <algorithm>

#include "audit/replayer.hpp"
#include "engine/canonical.hpp"

namespace ballast::audit {
namespace {

using Records = std::vector<StoredRecord>;

tl::unexpected<Error> refuse(const Difference& difference) {
    return fail(Errc::mismatch, "record " + std::to_string(difference.record) + " differs in " +
                                    difference.field +
                                    ": no bundle is made of it; ballast replay tells more");
}

/// Requires that the records were replayed: every hash is one.
std::vector<Hash32> hashes_up_to(const Records& records, std::uint64_t to) {
    std::vector<Hash32> hashes;
    for (std::uint64_t i = 0; i <= to; ++i)
        hashes.push_back(*hash_from_hex(records[i].hash));
    return hashes;
}

/// The records that a bundle holds, where `before` is what was known when `from` began.
void choose_records(const Records& records, const ReplayPoint& before, Bundle& bundle) {
    std::uint64_t first = 1;
    if (before.epoch_record) {
        first = *before.epoch_record;
        bundle.before = BundleBefore{.state = engine::canonical_text(before.state),
                                     .seq = before.seq,
                                     .last_report = before.last_report,
                                     .head_record = std::nullopt};
        if (before.head_record && *before.head_record < first)
            bundle.before->head_record = records[*before.head_record];
    }
    for (std::uint64_t i = first; i <= bundle.to; ++i)
        bundle.records.push_back(records[i]);
}

}  // namespace

std::vector<const StoredRecord*> proved_records(const Bundle& bundle) {
    std::vector<const StoredRecord*> proved = {&bundle.genesis};
    if (bundle.before && bundle.before->head_record) proved.push_back(&*bundle.before->head_record);
    if (!bundle.records.empty()) proved.push_back(&bundle.records.front());
    if (bundle.records.size() > 1) proved.push_back(&bundle.records.back());
    return proved;
}

Result<Bundle> make_bundle(const Records& records, std::uint64_t from, std::uint64_t to) {
    if (from > to || to >= records.size())
        return fail(Errc::input_missing, "there are no records " + std::to_string(from) + " to " +
                                             std::to_string(to) + ": the journal has " +
                                             std::to_string(records.size()) + ", from 0 on");
    Replayer replayer;
    ReplayPoint before;
    for (std::uint64_t i = 0; i <= to; ++i) {
        if (i == from) before = replayer.point();
        if (const auto found = replayer.take(records[i])) return refuse(*found);
    }
    const std::vector<Hash32> hashes = hashes_up_to(records, to);
    Bundle bundle;
    bundle.from = from;
    bundle.to = to;
    bundle.genesis = records.front();
    bundle.checkpoint = {origin_of(replayer.setup(), hashes.front()),
                         {.size = hashes.size(), .root = merkle_root(hashes)}};
    choose_records(records, before, bundle);
    for (const StoredRecord* record : proved_records(bundle))
        bundle.proofs.push_back({record->index, inclusion_proof(hashes, record->index)});
    return bundle;
}

}  // namespace ballast::audit
