// SPDX-License-Identifier: MIT
// What would be decided now, behind a transaction that is still on its way.
#pragma once

#include <optional>

#include "audit/record.hpp"
#include "keeper/tick.hpp"

namespace ballast::keeper {

/// What was decided in memory, and on what.
struct Rehearsal {
    VenueState seen;  ///< the oracle as the draft would leave it
    engine::Report report;
};

/// Observes and decides at `at` as if the transaction of the journal's `draft` were in a block by
/// then. Nothing is journaled and the place's state stays: once the draft is over, the epoch is
/// decided in earnest. Returns nothing where the draft's own epoch is less than an hour old, for
/// which the engine takes no second one. Errors: as tick; bad_data where the draft is damaged.
[[nodiscard]] Result<std::optional<Rehearsal>> rehearse(Workplace& place, const audit::Entry& draft,
                                                        UnixSeconds at, const Observe& observe);

}  // namespace ballast::keeper
