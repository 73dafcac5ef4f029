// SPDX-License-Identifier: MIT
// What the oracle contract holds: values in force, and the limits that the next move must respect.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "engine/units.hpp"

namespace ballast::engine {

/// Returns what a rolling budget of `capacity` still allows at `at`: the capacity less the `used`
/// that stood at `since`, of which floor(capacity * elapsed / window) has come back. Requires
/// window > 0. Source: the contract's Buckets.sol, which it equals bit for bit.
[[nodiscard]] Bps room(Bps used, UnixSeconds since, Bps capacity, Seconds window, UnixSeconds at);

/// When each parameter last moved, and what the moves have consumed. A budget's level was exact at
/// the last move in its direction.
struct Limiter {
    UnixSeconds ltv_raised_at;
    UnixSeconds ltv_cut_at;
    UnixSeconds lt_raised_at;
    UnixSeconds lt_cut_at;
    Bps ltv_rise_day_used;
    Bps ltv_rise_week_used;
    Bps lt_rise_day_used;
    Bps lt_rise_week_used;
    Bps lt_cut_week_used;
    bool operator==(const Limiter&) const = default;
};

/// The contract's limits for one market, as the owner set them.
struct OracleLimits {
    Bps ltv_min;
    Bps ltv_max;
    Bps lt_min;
    Bps lt_max;
    Bps gap_min;
    Bps ltv_rise_step;
    Bps lt_rise_step;
    Seconds ltv_rise_delay;
    Seconds ltv_rise_after_cut;
    Seconds lt_rise_delay;
    Seconds lt_rise_after_cut;
    Seconds lt_cut_delay;
    Bps ltv_rise_day;
    Bps ltv_rise_week;
    Bps lt_rise_day;
    Bps lt_rise_week;
    Bps lt_cut_week;
    Seconds ramp_min;
    Seconds ramp_per_100_bps;
    Seconds max_age;   ///< older data loosens nothing, and makes the market stale
    Seconds ltv_veto;  ///< how long a rise of LTV alone waits
    Seconds lt_veto;   ///< how long any rise of LT waits
    bool operator==(const OracleLimits&) const = default;
};

/// A loosening that waits out its veto window.
struct Pending {
    Bps ltv;
    Bps lt;
    UnixSeconds executable_at;
    bool operator==(const Pending&) const = default;
};

/// One market as the oracle holds it.
struct PublishedMarket {
    std::string asset;
    Bps ltv;       ///< target, in force at once
    Bps lt;        ///< target of the ramp
    Bps lt_start;  ///< LT where the ramp began
    UnixSeconds ramp_start;
    Seconds ramp;  ///< 0: no ramp
    Bps bonus;
    UnixSeconds as_of;  ///< data time of the last accepted entry
    Limiter limiter;
    OracleLimits limits;
    std::optional<Pending> pending;
    bool operator==(const PublishedMarket&) const = default;
};

/// The whole oracle, as far as a decision may depend on it.
struct Current {
    bool loosening_paused = false;
    bool frozen = false;
    std::vector<PublishedMarket> markets;  ///< in the policy's order
    bool operator==(const Current&) const = default;
};

/// Returns the liquidation threshold in force at `at`:
/// target + floor((start - target) * remaining / ramp), the contract's own formula.
[[nodiscard]] Bps lt_now(const PublishedMarket& market, UnixSeconds at);

}  // namespace ballast::engine
