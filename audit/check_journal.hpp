// SPDX-License-Identifier: MIT
// Whether a journal is whole: its store, its chain of hashes, what is on its way, and what somebody
// else knows of it. replay() asks more of the records, this asks of all that is stored.
#pragma once

#include <optional>
#include <vector>

#include "audit/replay.hpp"

namespace ballast::audit {

/// What was noted elsewhere: after `records` records the last one's hash was `head`. A checkpoint,
/// a backup's figures, another copy's.
struct KnownHead {
    std::uint64_t records = 0;
    Hash32 head;
};

struct JournalCheck {
    std::uint64_t records = 0;  ///< found whole, before any difference
    Hash32 head;                ///< the last of those
    std::uint64_t transactions = 0;
    /// The first record that is not what it must be; field "head" where it is not what is known.
    std::optional<Difference> first_difference;
};

/// Reads everything once. Errors: mismatch or bad_data where the store is damaged or a transaction
/// or the draft is; what is wrong in a record is a difference.
[[nodiscard]] Result<JournalCheck> check_journal(Journal& journal,
                                                 const std::vector<KnownHead>& known = {});

}  // namespace ballast::audit
