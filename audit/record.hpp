// SPDX-License-Identifier: MIT
// One journal record: what happened, hash-chained to the record before.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/bytes.hpp"
#include "base/json.hpp"
#include "base/time.hpp"

namespace ballast::audit {

/// What a record tells of.
enum class RecordKind {
    genesis,     ///< the policy, the first state, who signs: the first record, once
    deployment,  ///< a transaction that set the oracle up
    epoch,       ///< one snapshot, its decision and, where there was one, its update
    execution,   ///< a pending loosening that was executed
};

/// Returns "genesis", "deployment", "epoch" or "execution".
[[nodiscard]] std::string_view name(RecordKind kind) noexcept;

/// Reads what name() writes. Errors: bad_data.
[[nodiscard]] Result<RecordKind> record_kind(std::string_view name);

/// Named texts: canonical JSON, or hex. Sorted by name.
using Fields = std::map<std::string, std::string, std::less<>>;

/// A record before it has a place in the chain.
struct Entry {
    RecordKind kind = RecordKind::epoch;
    UnixSeconds at;
    Fields fields;
};

/// A record in its place.
struct Record {
    std::uint64_t index = 0;
    Entry entry;
    Hash32 previous;  ///< hash of the record before; zero for the first
    Hash32 hash;
};

/// Returns the record's hash: tagged_hash("ballast/record/1") of the canonical JSON of at, index,
/// kind, previous and the hash of each field, so that one field can be shown without the others.
[[nodiscard]] Hash32 record_hash(std::uint64_t index, const Entry& entry, const Hash32& previous);

/// Returns the hash of one field's text: tagged_hash("ballast/field/1", text).
[[nodiscard]] Hash32 field_hash(std::string_view text);

}  // namespace ballast::audit
