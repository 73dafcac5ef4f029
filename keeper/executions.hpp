// SPDX-License-Identifier: MIT
// The pending loosenings that an epoch decided to execute, one transaction after the other.
#pragma once

#include <cstdint>

#include "audit/documents.hpp"
#include "audit/journal.hpp"
#include "base/result.hpp"
#include "keeper/venue.hpp"

namespace ballast::keeper {

/// What is known of the journal's last epoch.
enum class EpochTrust {
    record_alone,  ///< its record: of an earlier run
    sound,         ///< this run decided it, nothing held it, and the oracle holds what it says
};

struct Executions {
    std::int64_t made = 0;    ///< in this call
    bool on_its_way = false;  ///< one is in no block yet: finish_draft() goes on with it
};

/// Makes the executions that the journal's last epoch decided and that are not made yet, where the
/// contract would still make them: anyone may have been first, and a veto or a changed
/// configuration ends it. Requires that no draft is open.
///
/// An execution loosens on what its epoch saw. So a live keeper makes none once a newer epoch is
/// due (kEpochLeast, by the newest block; the lane asks the machine's clock, too), which decides on
/// fresher data; none while the oracle is frozen; and by the record alone none of an epoch whose
/// own update reverted, or that may have been held: the record does not say so where the epoch had
/// nothing else to say. In doubt it is left to the next epoch. Each is cancelled once an hour has
/// passed since its epoch. Errors: as complete.
[[nodiscard]] Result<Executions> finish_executions(Venue& venue, audit::Journal& journal,
                                                   const audit::Setup& setup,
                                                   EpochTrust trust = EpochTrust::record_alone);

}  // namespace ballast::keeper
