// SPDX-License-Identifier: MIT
// How much may be lent against one collateral, and to one borrower (M-26). Down at once, up slowly.
#pragma once

#include <optional>

#include "engine/decision.hpp"
#include "engine/parameters.hpp"
#include "engine/policy.hpp"
#include "engine/state.hpp"

namespace ballast::engine {

/// The published LT and what it was computed from: a cap must not need a lower one.
struct CapThreshold {
    StructuralInput structural;  ///< its debt is ignored
    Bps published_lt;
};

/// What caps should be.
struct CapTargets {
    Usd debt_cap;
    Usd position_limit;
    Reason binding = Reason::cap_depth;  ///< of the debt cap
};

/// Returns the caps that `reference` depth admits at the regime's depth multiplier, and, with a
/// `threshold`, at most the largest debt whose structural LT is not under the published one.
[[nodiscard]] CapTargets cap_targets(const AssetPolicy& asset, Usd reference, Wad depth_multiplier,
                                     const std::optional<CapThreshold>& threshold);

/// What a cap's rise waits for.
struct CapMoment {
    const PublicationPolicy& policy;
    const std::vector<Reason>& doubts;  ///< from doubts()
    UnixSeconds at;
    bool calm = false;  ///< S is under the policy's quiet_below
    bool carry_flag = false;
    bool tightens = false;  ///< LTV falls or LT should: from decide_moves
};

/// Moves `cap` towards `target`: to it at once where it is new or the target is lower, else up by
/// at most a part of itself a day. Notes why a wanted rise was held or shortened in `holds`.
void move_cap(CapState& cap, Usd target, const CapMoment& moment, std::vector<Reason>& holds);

/// Returns the whole tokens of collateral that carry `debt_cap` at the threshold, rounded down; 0
/// without a price. At the LTV it would rise as macro cuts borrowing, without bound where borrowing
/// is halted. Requires lt >= 0.
[[nodiscard]] std::int64_t supply_cap(Usd debt_cap, Price usd_price, Bps lt);

}  // namespace ballast::engine
