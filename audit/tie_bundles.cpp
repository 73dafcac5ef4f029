// SPDX-License-Identifier: MIT
#include "audit/tie_bundles.hpp"

#include <algorithm>

#include "audit/check_record.hpp"

namespace ballast::audit {

/// A record tells two hashes: its own and that of the record before it, which may be of another
/// bundle.
std::optional<Difference> BundleTies::one_hash(const StoredRecord& record,
                                               const std::string& name) {
    const auto own = hashes_.try_emplace(record.index, Told{record.hash, name}).first;
    if (own->second.hash != record.hash)
        return difference(record, "hash", own->second.hash + " as " + own->second.name + " has it",
                          record.hash);
    if (record.index == 0) return std::nullopt;
    const auto before = hashes_.try_emplace(record.index - 1, Told{record.previous, name}).first;
    if (before->second.hash == record.previous) return std::nullopt;
    return difference(record, "previous",
                      before->second.hash + " as " + before->second.name + " has it",
                      record.previous);
}

std::optional<Difference> BundleTies::add(const Bundle& bundle, const std::string& name) {
    const StoredRecord& last = bundle.records.empty() ? bundle.genesis : bundle.records.back();
    ranges_.push_back({bundle.from, bundle.to, last.at, name});
    if (auto fault = one_hash(bundle.genesis, name)) {
        fault->field = "genesis";
        return fault;
    }
    if (bundle.before && bundle.before->head_record)
        if (auto fault = one_hash(*bundle.before->head_record, name)) return fault;
    for (const StoredRecord& record : bundle.records)
        if (auto fault = one_hash(record, name)) return fault;
    return std::nullopt;
}

std::optional<std::pair<std::string, Difference>> BundleTies::gap() const {
    std::vector<Range> sorted = ranges_;
    std::sort(sorted.begin(), sorted.end(),
              [](const Range& a, const Range& b) { return a.from < b.from; });
    std::uint64_t to = sorted.empty() ? 0 : sorted.front().to;
    for (const Range& range : sorted) {
        if (range.from > to + 1)
            return std::pair{
                range.name,
                Difference{.record = range.from,
                           .at = range.at,
                           .field = "range",
                           .expected = "one that begins with record " + std::to_string(to + 1) +
                                       ", behind the bundles before it",
                           .found = "it begins with " + std::to_string(range.from) +
                                    ": a bundle between them is missing"}};
        to = std::max(to, range.to);
    }
    return std::nullopt;
}

}  // namespace ballast::audit
