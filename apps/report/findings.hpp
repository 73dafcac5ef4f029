// SPDX-License-Identifier: MIT
// What a run shows, as numbers: when each macro channel fired, what cut LTV, how other policies
// compare. Nothing here knows the event; no threshold depends on it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/report/run.hpp"

namespace ballast::apps {

/// A channel fires when its score s_k, before its weight, reaches this.
constexpr engine::Wad kFires = engine::Wad::of(engine::kWadOne / 2);

/// One channel against one fall. An epoch at the very time of the fall is not before it.
struct Lead {
    UnixSeconds fall;
    std::optional<UnixSeconds> first_on;  ///< the first epoch before the fall at which it fired
    std::optional<UnixSeconds> last_on;   ///< the last such epoch
    /// Since when it was on without a break at the last epoch before the fall; absent: it was off.
    std::optional<UnixSeconds> on_since;
};

/// One channel over the whole run.
struct ChannelFinding {
    std::string name;
    std::optional<UnixSeconds> first_on;
    bool on_from_start = false;  ///< on at the first epoch already: the lead is a lower bound
    std::int64_t epochs_on = 0;
    engine::Wad highest_rank;  ///< of its 1-day and 5-day changes
    UnixSeconds highest_rank_at;
    bool highest_is_five_day = false;
    bool ever_read = false;   ///< false: no print in the whole run
    std::vector<Lead> leads;  ///< in the scenario's order of falls
};

/// Returns a finding for each channel of the policy, in its order.
[[nodiscard]] std::vector<ChannelFinding> find_channels(const Run& run);

/// What had the largest part in a cut of LTV, by the attribution of its target.
enum class Cause {
    volatility,             ///< the collateral's own
    macro,                  ///< the regime's multiplier
    liquidation_threshold,  ///< the LT that LTV hangs from
    first_decision,         ///< the step from what the chain held before the first epoch
    other,                  ///< governed bounds, gap
};

/// One cut of a published LTV.
struct LtvCut {
    UnixSeconds at;
    engine::Bps from;
    engine::Bps to;
    Cause cause = Cause::other;
};

/// The path of one published value.
struct Path {
    engine::Bps first;
    engine::Bps lowest;
    engine::Bps last;
    UnixSeconds lowest_at;  ///< the first epoch that had it
};

/// The deepest fall of a price from an earlier peak.
struct Drawdown {
    engine::Price peak;
    engine::Price trough;
    UnixSeconds peak_at;
    UnixSeconds trough_at;
    engine::Bps depth;  ///< rounded to the nearest bps, not negative
};

/// One market over the whole run. Requires at least one epoch.
struct MarketFinding {
    std::string asset;
    engine::Bps ltv_start;  ///< on chain before the first epoch
    engine::Bps lt_start;
    Path ltv;
    Path lt;
    Drawdown drawdown;
    std::vector<LtvCut> ltv_cuts;  ///< in order of time
};

/// Returns a finding for each market of the policy, in its order; none where there is no epoch.
[[nodiscard]] std::vector<MarketFinding> find_markets(const Run& run);

/// How far another policy's value lay from the published one; positive: the other one was higher.
struct Difference {
    engine::Bps largest;  ///< by size
    UnixSeconds largest_at;
    engine::Bps at_lowest;             ///< when the published value was first at its lowest
    std::int64_t epochs = 0;           ///< in how many it was not zero
    std::vector<engine::Bps> at_fall;  ///< at the last epoch before each fall; 0 where none is
};

/// One other policy on one market.
struct ShadowFinding {
    std::string policy;
    std::string asset;
    Difference ltv;
    Difference lt;
};

/// Returns a finding for each other policy and each market, policy by policy.
[[nodiscard]] std::vector<ShadowFinding> find_shadows(const Run& run);

/// Returns the number of epochs before `at`. The last of them is what was in force when it came.
[[nodiscard]] std::size_t epochs_before(const Run& run, UnixSeconds at);

}  // namespace ballast::apps
