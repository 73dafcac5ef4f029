// SPDX-License-Identifier: MIT
#include "audit/check_record.hpp"

#include "audit/difference_path.hpp"
#include "base/check.hpp"

namespace ballast::audit {
namespace {

constexpr std::size_t kShown = 160;

/// The texts from shortly before the place where they part, so that a long document shows it.
std::string shown(std::string_view text, std::string_view other) {
    std::size_t common = 0;
    while (common < text.size() && common < other.size() && text[common] == other[common])
        ++common;
    const std::size_t from = common > kShown / 2 ? common - kShown / 2 : 0;
    std::string part(text.substr(from, kShown));
    if (from > 0) part = "…" + part;
    if (from + kShown < text.size()) part += "…";
    return part;
}

}  // namespace

Difference difference(const StoredRecord& stored, std::string field, std::string_view expected,
                      std::string_view found) {
    return {.record = stored.index,
            .at = stored.at,
            .field = std::move(field),
            .expected = shown(expected, found),
            .found = shown(found, expected),
            .path = difference_path(expected, found)};
}

Entry entry_of(const StoredRecord& stored) {
    const auto kind = record_kind(stored.kind);
    BALLAST_CHECK(kind.has_value());
    Entry entry{.kind = *kind, .at = {stored.at}, .fields = {}};
    for (const auto& [field, text] : stored.fields)
        entry.fields.emplace(field, text.first);
    return entry;
}

std::optional<Difference> check_record(const StoredRecord& stored, std::uint64_t index,
                                       const Hash32& previous) {
    if (stored.index != index)
        return difference(stored, "index", std::to_string(index), std::to_string(stored.index));
    if (!record_kind(stored.kind)) return difference(stored, "kind", "a known kind", stored.kind);
    for (const auto& [field, text] : stored.fields)
        if (to_hex(field_hash(text.first)) != text.second)
            return difference(stored, field, "a text with the hash " + text.second, text.first);
    if (stored.previous != to_hex(previous))
        return difference(stored, "previous", to_hex(previous), stored.previous);
    const std::string hash = to_hex(record_hash(index, entry_of(stored), previous));
    if (stored.hash != hash) return difference(stored, "hash", hash, stored.hash);
    return std::nullopt;
}

}  // namespace ballast::audit
