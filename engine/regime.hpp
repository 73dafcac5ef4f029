// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "engine/policy.hpp"
#include "engine/snapshot.hpp"
#include "engine/state.hpp"

namespace ballast::engine {

/// What one macro channel says at one snapshot.
struct ChannelReading {
    std::string name;
    IndicatorStatus status = IndicatorStatus::missing;
    Level value;               ///< the channel's last value; 0 where it has none
    Wad rank_one;              ///< place of the 1-day change in the reference quantiles, 0 to 1
    Wad rank_five;             ///< the same for the 5-day change
    Wad score;                 ///< s_k = clamp((max rank - q0) / (1 - q0), 0, 1), before its weight
    bool implausible = false;  ///< a print waits for the next day's to confirm it
    bool operator==(const ChannelReading&) const = default;
};

/// The macro regime at one snapshot.
struct Regime {
    Wad score;      ///< S, 0 to 1, as it acts
    Wad score_raw;  ///< of today's channels alone
    bool carry_flag = false;
    Wad ltv_multiplier;    ///< m_ltv = 1 + ltv_weight * S
    Wad lt_multiplier;     ///< m_lt = 1 + kappa * S
    Wad depth_multiplier;  ///< 1 - depth_weight * S
    std::vector<ChannelReading> channels;
    bool operator==(const Regime&) const = default;
};

struct RegimeUpdate {
    RegimeState state;
    Regime regime;
};

/// Returns the place of `x` in `quantiles`, linear between points and rounded up (M-4): 0 below the
/// first value, 1 from the last on. Requires ascending quantiles, first rank 0 and last rank 1.
[[nodiscard]] Wad rank_up(const std::vector<Quantile>& quantiles, Level x);

/// Folds the snapshot's prints into the channels and scores the regime (M-5 to M-8):
/// S_raw = .7 max w s + .3 mean of the others; S = max(S_raw, hold^n S_before, guardian), n the
/// business days that ended since. A channel without enough prints scores 0.
[[nodiscard]] RegimeUpdate update_regime(const RegimePolicy& policy, const RegimeState& before,
                                         const Snapshot& snapshot);

}  // namespace ballast::engine
