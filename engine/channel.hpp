// SPDX-License-Identifier: MIT
#pragma once

#include "engine/policy.hpp"
#include "engine/regime.hpp"
#include "engine/snapshot.hpp"
#include "engine/state.hpp"

namespace ballast::engine {

/// Returns the channel after `print`: unchanged unless it is the first or of a later UTC day than
/// the last one, and its status is live or closed (a stale print is frozen out). A print that moved
/// more than the channel's limit is kept aside until one of a later day agrees with it, or comes
/// back (docs/model.md, section 5).
[[nodiscard]] ChannelState fold_print(const Channel& channel, Wad decay, const ChannelState& before,
                                      const IndicatorObservation& print);

/// Returns what the channel's history says (M-4, M-5). Ranks are 0 where the history is too short
/// or a base value is not positive. The status is `status`, or missing where no change can be ranked
/// yet.
[[nodiscard]] ChannelReading read_channel(const Channel& channel, Wad rank_threshold,
                                          const ChannelState& state, IndicatorStatus status);

}  // namespace ballast::engine
