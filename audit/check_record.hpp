// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "audit/journal.hpp"
#include "audit/replay.hpp"

namespace ballast::audit {

/// Returns the first fault of the record's own bytes: index, kind, each field against the hash
/// stored beside it, the link to `previous`, and the record's hash. Nothing where all agree.
[[nodiscard]] std::optional<Difference> check_record(const StoredRecord& stored,
                                                     std::uint64_t index, const Hash32& previous);

/// Returns a difference at `stored`, with both texts shortened for people.
[[nodiscard]] Difference difference(const StoredRecord& stored, std::string field,
                                    std::string_view expected, std::string_view found);

/// Returns the entry of a record that check_record found whole.
[[nodiscard]] Entry entry_of(const StoredRecord& stored);

}  // namespace ballast::audit
