// SPDX-License-Identifier: MIT
// What the whole model would have published, hour by hour: engine::step over history, with the
// contract's mirror in place of a chain.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/result.hpp"
#include "engine/policy.hpp"
#include "history/snapshots.hpp"

namespace ballast::validation {

/// The values in force at one midnight UTC.
struct PublishedDay {
    UnixSeconds at;
    engine::Bps ltv;
    engine::Bps lt;
    engine::Wad volatility;  ///< a day, stress mix and floor included: what LTV used
    bool alarm = false;      ///< the regime score was .5 or more at some hour of the day before
};

/// One collateral's path, without the warm-up (volatility_path.hpp).
struct PublishedPath {
    std::vector<PublishedDay> days;
    std::int64_t ltv_moves = 0;  ///< reports that tightened or loosened
    std::int64_t lt_moves = 0;
};

/// Folds the history of a policy of exactly one asset. The contract begins at the policy's highest
/// values. Depth and book are synthetic (history/synthetic_market.hpp): read movements, not levels.
/// Errors: those of engine::step; bad_data where history does not outlast the warm-up.
[[nodiscard]] Result<PublishedPath> published_path(const engine::Policy& policy,
                                                   const history::SnapshotHistory& history,
                                                   const engine::Variances& start);

}  // namespace ballast::validation
