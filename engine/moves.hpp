// SPDX-License-Identifier: MIT
// From wishes to one entry: what moves, what it amounts to on chain, what becomes of a loosening
// that waits (docs/model.md, "The decision", steps 3 to 9).
#pragma once

#include "engine/decision.hpp"
#include "engine/publication.hpp"

namespace ballast::engine {

/// Completes `decision` from its targets and desired values: values to publish, action, ramp,
/// induced debt, holds, and the limiter's part of both attributions. Returns whether anything asks
/// to lend less: LTV falls, or LT should by a deadband or more, even where it is held.
bool decide_moves(const PublicationInput& publication, MarketDecision& decision);

/// Sorts the holds and states the limiter's part of both attributions anew.
void finish_moves(MarketDecision& decision);

/// Takes a loosening, and the execution of an earlier one, out of `decision` where the report's
/// data is too old for the oracle: the contract judges a loosening by the report's age, which
/// another market's entry may have made. An hour is left for the block.
void hold_on_old_data(const PublishedMarket& published, UnixSeconds at, UnixSeconds observed_at,
                      MarketDecision& decision);

}  // namespace ballast::engine
