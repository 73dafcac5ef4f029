// SPDX-License-Identifier: MIT
// Event or history, as one policy meets it.
#pragma once

#include "apps/dry_run/inputs.hpp"
#include "apps/play_event.hpp"
#include "engine/current.hpp"
#include "engine/state.hpp"

namespace ballast::apps {

/// The epochs up to the judged one, and what is remembered and in force before the first.
struct PlayedMarket {
    EpochSource source;
    engine::State state;
    engine::Current start;
    UnixSeconds until;        ///< no epoch after it is played
    UnixSeconds shown_after;  ///< epochs not after it only warm up
};

/// Returns what `policy` meets: the event from its eve, or the folder's history from the beginning
/// of its warm-up, with the variances of that (validation/volatility_path.hpp) and the policy's
/// highest values. Errors: configuration where policy and event do not belong together; usage where
/// the first epoch is after --at; those of SnapshotHistory::read.
[[nodiscard]] Result<PlayedMarket> played_market(const DryRunInputs& inputs,
                                                 const engine::Policy& policy);

}  // namespace ballast::apps
