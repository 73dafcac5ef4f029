// SPDX-License-Identifier: MIT
#include "audit/compare_chain.hpp"

#include <iterator>

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
    const auto [place, added] =
        explained_.try_emplace(explained.published.seq, Known{.explained = explained});
    if (added) return std::nullopt;
    const Published& told = explained.published;
    const Published& known = place->second.explained.published;
    const std::string as = " as " + place->second.explained.bundle + " has it";
    if (known.digest != told.digest)
        return at(explained, kKey, to_hex(known.digest) + as, to_hex(told.digest));
    if (known.block_number != told.block_number || known.block_hash != told.block_hash)
        return at(explained, kReceipt, block_text(known.block_number, known.block_hash) + as,
                  block_text(told.block_number, told.block_hash));
    return std::nullopt;
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
    const Explained& explained = found->second.explained;
    const Published& told = explained.published;
    if (told.digest != report.digest)
        return at(explained, kKey, to_hex(report.digest), to_hex(told.digest));
    if (told.block_number != report.block_number || told.block_hash != report.block_hash)
        return at(explained, kReceipt, place, block_text(told.block_number, told.block_hash));
    found->second.met = true;
    progress_.seq = report.seq;
    progress_.digest = report.digest;
    ++progress_.reports;
    return std::nullopt;
}

std::optional<ChainDifference> ChainComparison::finish() const {
    for (auto place = explained_.upper_bound(compared_before_); place != explained_.end(); ++place)
        if (!place->second.met)
            return at(place->second.explained, kReceipt,
                      "no such report on the chain, in the blocks that were read",
                      "report " + std::to_string(place->first) + " was accepted");
    return std::nullopt;
}

std::uint64_t ChainComparison::not_compared() const {
    return static_cast<std::uint64_t>(
        std::distance(explained_.begin(), explained_.upper_bound(compared_before_)));
}

}  // namespace ballast::audit
