// SPDX-License-Identifier: MIT
// What the engine remembers between two snapshots: data with a canonical encoding and a hash, so an
// auditor can start from any checkpoint.
#pragma once

#include <string>
#include <vector>

#include "base/time.hpp"
#include "engine/units.hpp"

namespace ballast::engine {

/// Variances a day, by exponential weighting at three speeds.
struct Variances {
    Wad fast;
    Wad mid;
    Wad slow;
    bool operator==(const Variances&) const = default;
};

/// A cap as it stands, with what its next rise waits for (model M-26).
struct CapState {
    UnixSeconds quiet_since;  ///< 0 while it is not quiet
    UnixSeconds raised_at;    ///< of the last rise, and of the first value; 0: never
    Usd usd;
    bool operator==(const CapState&) const = default;
};

/// What is remembered of one collateral.
struct MarketState {
    std::string asset;
    Price last_price;           ///< the last confirmed price, in units of the debt asset
    UnixSeconds last_price_at;  ///< the snapshot that brought it
    Price last_usd_price;       ///< the collateral's own, in USD
    Variances variances;
    /// Since when every snapshot was quiet for LTV and for LT; 0 while it is not.
    UnixSeconds ltv_quiet_since;
    UnixSeconds lt_quiet_since;
    CapState debt_cap;
    CapState position_limit;
    bool operator==(const MarketState&) const = default;
};

/// The number of prints a channel keeps: today's and the five before, for the 5-day change.
constexpr std::size_t kChannelHistory = 6;

/// What is remembered of one macro channel.
struct ChannelState {
    std::string name;
    Level last_level;              ///< the indicator's last print
    UnixSeconds last_observed_at;  ///< its event time; 0: none yet
    Wad variance;                  ///< of the realised-volatility transforms; 0 otherwise
    std::vector<Level> history;    ///< the channel's last values, oldest first, at most six
    UnixSeconds unconfirmed_at;    ///< of an implausible print that waits for the next; 0: none
    Level unconfirmed_level;
    bool operator==(const ChannelState&) const = default;
};

struct RegimeState {
    std::vector<ChannelState> channels;
    Wad score_held;                ///< S as it stood, less what each business day took
    std::int64_t held_on_day = 0;  ///< day number of the last decay
    UnixSeconds carry_level_at;    ///< when the carry flag's conditions last held; 0: never
    UnixSeconds carry_change_at;
    bool operator==(const RegimeState&) const = default;
};

/// The engine's memory. `at` is the last snapshot folded in; 0 before the first.
struct State {
    UnixSeconds at;
    std::vector<MarketState> markets;
    RegimeState regime;
    bool operator==(const State&) const = default;
};

}  // namespace ballast::engine
