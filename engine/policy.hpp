// SPDX-License-Identifier: MIT
// What governance asked for, as plain data. policies/ reads it from TOML and reports every fault.
#pragma once

#include <string>
#include <vector>

#include "base/time.hpp"
#include "engine/units.hpp"

namespace ballast::engine {

/// One point of a reference distribution: `value` is not exceeded by `rank` of the observations.
struct Quantile {
    Wad rank;     ///< 0 to 1
    Level value;  ///< for changes: relative change at 1e-8; for levels: the level
    bool operator==(const Quantile&) const = default;
};

/// How a channel reads its indicator.
enum class Transform {
    level,              ///< the print itself (VIX, MOVE)
    return_volatility,  ///< realised volatility of relative changes, a year (USD/JPY)
    change_volatility,  ///< realised volatility of differences, a day, in the level's unit (yields)
};

/// One macro channel of the regime score (model M-5).
struct Channel {
    std::string name;       ///< "usdjpy_volatility"
    std::string indicator;  ///< the snapshot's indicator it reads: "usdjpy"
    Transform transform = Transform::level;
    Wad weight;           ///< 0 to 1
    Seconds stale_after;  ///< for the feeds: age limit in the source's own trading days
    /// Reference quantiles, ascending in both members, first rank 0 and last rank 1.
    std::vector<Quantile> one_day_change;
    std::vector<Quantile> five_day_change;
    std::vector<Quantile> level;  ///< empty where the carry flag does not ask
    bool operator==(const Channel&) const = default;
};

/// Exponentially weighted variance at three speeds (model M-1, M-2).
struct VolatilityPolicy {
    Wad decay_fast;  ///< lambda an hour; half-life 1 day
    Wad decay_mid;   ///< half-life 11 days
    Wad decay_slow;  ///< half-life 69 days
    Wad asymmetry;   ///< g: falls count 1+g, rises 1-g; 0 to 0.5
    bool operator==(const VolatilityPolicy&) const = default;
};

/// The macro regime (model M-4 to M-8).
struct RegimePolicy {
    std::vector<Channel> channels;
    Wad rank_threshold;   ///< q0, from the alarm budget; below 1
    Wad hold;             ///< what is left of yesterday's score; .707 is a half-life of 2 days
    Wad indicator_decay;  ///< lambda a print of the realised-volatility transforms; half-life 5
    Wad quiet_below;      ///< the score under which a day can be quiet: .5
    Wad ltv_weight;       ///< m_ltv = 1 + ltv_weight * S
    Wad lt_weight;        ///< kappa: m_lt = 1 + kappa * S; 0 to .25
    std::string carry_level_channel;   ///< its level rank, for the carry flag; empty: no flag
    std::string carry_change_channel;  ///< its change rank, for the carry flag
    Wad carry_rank;                    ///< .9
    bool operator==(const RegimePolicy&) const = default;
};

/// How targets become what is published (model M-13 to M-17).
struct PublicationPolicy {
    Wad play;            ///< the haircut band is [H, play * H]; 1.25 (EMIR RTS 153/2013 Art. 28)
    Bps deadband;        ///< no publication of a smaller move, except tightening LTV
    Seconds quiet;       ///< how long it must be quiet before any loosening
    Bps rise_a_day;      ///< of LTV and of LT, each; a rise waits a day for the next
    Wad induced_budget;  ///< an LT cut may make liquidatable at most this part of depth_low
    Seconds heartbeat;   ///< an unchanged market is confirmed on chain this often
    bool operator==(const PublicationPolicy&) const = default;
};

/// The governed constants of one collateral.
struct AssetPolicy {
    std::string asset;
    Wad stress_volatility;   ///< a day: the worst 250 days of the history
    Wad floor_volatility;    ///< a day: never below this
    Wad tail_multiplier;     ///< expected loss at 95 % over 24 h, in sigmas
    Wad liquidity_aversion;  ///< c of the structural LT
    Bps bonus;               ///< liquidation bonus alone: 500 is 5 %
    Bps fee;                 ///< liquidation fee and gas
    Bps gap;                 ///< LT - LTV is never less
    Bps ltv_min;
    Bps ltv_max;
    Bps lt_min;
    Bps lt_max;
    bool operator==(const AssetPolicy&) const = default;
};

/// The most assets of a policy: a report takes no more entries (the contract's MAX_UPDATES).
constexpr std::size_t kAssetsMax = 32;

/// A whole policy. Its hash is that of its canonical JSON: comments and order do not matter.
struct Policy {
    std::string name;
    Seconds epoch;  ///< nominal distance of two snapshots; whole hours
    VolatilityPolicy volatility;
    RegimePolicy regime;
    PublicationPolicy publication;
    std::vector<AssetPolicy> assets;
    bool operator==(const Policy&) const = default;
};

}  // namespace ballast::engine
