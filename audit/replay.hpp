// SPDX-License-Identifier: MIT
// From the journal's bytes to the same bytes again: every decision recomputed, every hash, report
// and signature checked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/journal.hpp"
#include "base/result.hpp"

namespace ballast::audit {

/// The first place where the journal is not what it must be.
struct Difference {
    std::uint64_t record = 0;  ///< index of the record
    std::int64_t at = 0;       ///< its time as stored
    std::string field;         ///< the field, or "hash", "previous", "at", "index", "kind"
    std::string expected;      ///< what was recomputed, shortened for people
    std::string found;         ///< what is stored
    /// Where the two part, as "markets[0].ltv_bps" or "report.policy_hash"; empty where they are no
    /// documents.
    std::string path = {};
};

struct ReplayOutcome {
    std::int64_t epochs = 0;     ///< records of kind epoch
    std::int64_t identical = 0;  ///< of those, recomputed to the same bytes before any difference
    std::optional<Difference> first_difference;
};

/// Replays stored records from the genesis on. Errors: none of its own: what is wrong is a
/// difference.
[[nodiscard]] ReplayOutcome replay(const std::vector<StoredRecord>& records);

}  // namespace ballast::audit
