// SPDX-License-Identifier: MIT
#include "audit/compare_chain.hpp"

namespace ballast::audit {
namespace {

ChainDifference at(const Explained& e, std::string field, std::string expected, std::string found) {
    return {.seq = e.published.seq,
            .bundle = e.bundle,
            .record = e.published.record,
            .field = std::move(field),
            .expected = std::move(expected),
            .found = std::move(found)};
}

std::string block_text(std::uint64_t number, const Hash32& hash) {
    return "block " + std::to_string(number) + ", " + to_hex(hash);
}

}  // namespace

std::optional<ChainDifference> ChainComparison::explain(Explained explained) {
    const auto [known, added] = explained_.try_emplace(explained.published.seq, explained);
    if (added || known->second.published.digest == explained.published.digest) return std::nullopt;
    return at(explained, kKey,
              to_hex(known->second.published.digest) + " as " + known->second.bundle + " has it",
              to_hex(explained.published.digest));
}

std::optional<ChainDifference> ChainComparison::take(const oracle::AcceptedReport& report) {
    const bool first = progress_.seq == 0;
    if (!first && (report.seq != progress_.seq + 1 || report.previous != progress_.digest))
        return ChainDifference{
            .seq = report.seq,
            .field = "previous_report",
            .expected = "report " + std::to_string(progress_.seq + 1) + " after " +
                        to_hex(progress_.digest),
            .found = "report " + std::to_string(report.seq) + " after " + to_hex(report.previous)};
    const std::string place = block_text(report.block_number, report.block_hash);
    const auto found = explained_.find(report.seq);
    if (found == explained_.end())
        return ChainDifference{
            .seq = report.seq,
            .field = "bundle",
            .expected = "a bundle that explains " + to_hex(report.digest) + ", " + place,
            .found = "none"};
    const Published& told = found->second.published;
    if (told.digest != report.digest)
        return at(found->second, kKey, to_hex(report.digest), to_hex(told.digest));
    if (told.block_number != report.block_number || told.block_hash != report.block_hash)
        return at(found->second, kReceipt, place, block_text(told.block_number, told.block_hash));
    progress_.seq = report.seq;
    progress_.digest = report.digest;
    ++progress_.reports;
    return std::nullopt;
}

std::optional<ChainDifference> ChainComparison::finish(std::uint64_t first_block) const {
    const auto later = explained_.upper_bound(progress_.seq);
    if (later == explained_.end() || later->second.published.block_number < first_block)
        return std::nullopt;
    return at(later->second, kReceipt, "no such report on the chain",
              "report " + std::to_string(later->first) + " was accepted");
}

}  // namespace ballast::audit
