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
    Wad jump_limit;       ///< a larger move waits for the next day's print to confirm it; 0: off
    /// Reference quantiles, ascending in both members, first rank 0 and last rank 1.
    std::vector<Quantile> one_day_change;
    std::vector<Quantile> five_day_change;
    std::vector<Quantile> level;  ///< empty where the carry flag does not ask
    bool operator==(const Channel&) const = default;
};

/// A forecast from the three speeds (model M-2b): constant + fast, mid and slow variance, weighted.
/// All zero: no forecast. Source: Corsi, Journal of Financial Econometrics 2009 (HAR).
struct HarPolicy {
    Wad constant;  ///< a variance a day
    Wad fast;
    Wad mid;
    Wad slow;
    bool operator==(const HarPolicy&) const = default;
};

/// Bounds of the decays an hour: a half-life of an epoch at the least, and less than 1, which would
/// never learn.
constexpr Wad kDecayLeast = Wad::of(kWadOne / 2);
constexpr Wad kDecayMost = Wad::of(kWadOne - 1);

/// Exponentially weighted variance at three speeds (model M-1, M-2).
struct VolatilityPolicy {
    Wad decay_fast;  ///< lambda an hour, kDecayLeast to kDecayMost; half-life 1 day
    Wad decay_mid;   ///< half-life 11 days
    Wad decay_slow;  ///< half-life 69 days
    Wad asymmetry;   ///< g: falls count 1+g, rises 1-g; 0 to 0.5
    HarPolicy har;
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
    Seconds event_before;              ///< nothing loosens from this long before a scheduled event
    Seconds event_after;               ///< to this long after it
    Wad depth_weight;                  ///< depth counts 1 - depth_weight * S; 0 to .95
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
    Wad cap_rise;        ///< a cap rises by at most this part of itself a day
    bool operator==(const PublicationPolicy&) const = default;
};

/// What a liquidation meets: price impact, time, tail, cascade (model M-18 to M-23).
struct LiquidityPolicy {
    Wad impact;                  ///< Y of the square-root law: Y sigma sqrt(Q / V)
    Wad participation;           ///< the part of a day's volume that a liquidator may take
    Seconds liquidation_min;     ///< no position is sold faster
    Seconds delay;               ///< oracle heartbeat plus inclusion, before the sale begins
    Bps tail_level;              ///< which of the assets' tails counts: 9500
    Wad amber_gain;              ///< cascade gain of each alarm
    Wad red_gain;                ///< and from here on nothing loosens
    bool cascade_in_lt = false;  ///< the tail form falls to the cascade's fixed point
    Bps spiral_margin;           ///< distance of LT from the liquidation spiral's bound
    bool operator==(const LiquidityPolicy&) const = default;
};

/// One point of an asset's tail, in sigmas of the horizon.
struct TailPoint {
    Seconds horizon;
    Bps level;      ///< 9500: exceeded on 5 % of the horizons
    Wad quantile;   ///< the fall at that level
    Wad shortfall;  ///< the mean fall beyond it
    bool operator==(const TailPoint&) const = default;
};

/// How an asset's LT target comes about.
enum class LtForm {
    structural,  ///< slow volatility against depth and debt (M-10)
    tail,        ///< the loss between threshold and sale (M-23)
    smart_ltv,   ///< Risk-DAO's SmartLTV, its own integers (M-24)
    fixed,       ///< governance's highest (M-25)
};

/// How an asset's LTV target comes about.
enum class LtvForm {
    tactical,  ///< fast volatility and macro (M-12)
    gap,       ///< LT less the gap (M-25)
};

/// The governed constants of one collateral.
struct AssetPolicy {
    std::string asset;
    std::string debt_asset;  ///< what is owed; empty: USD
    bool two_sided = false;  ///< either asset of the pair may be the debt: rises count as falls
    std::string wall_group;  ///< assets sold into one market; empty: alone
    LtForm lt_form = LtForm::structural;
    LtvForm ltv_form = LtvForm::tactical;
    Wad cap_depth;                 ///< the debt cap is this many times the depth; 0: no cap
    Wad position_depth;            ///< the same of one position; 0: as the debt cap
    std::vector<TailPoint> tails;  ///< ascending by horizon, then level
    Wad stress_volatility;         ///< a day: the worst 250 days of the history
    Wad floor_volatility;          ///< a day: never below this
    Wad tail_multiplier;           ///< expected loss at 95 % over 24 h, in sigmas
    Wad liquidity_aversion;        ///< c of the structural LT
    Bps bonus;                     ///< liquidation bonus alone: 500 is 5 %
    Bps fee;                       ///< liquidation fee and gas
    Bps gap;                       ///< LT - LTV is never less
    Bps ltv_min;
    Bps ltv_max;
    Bps lt_min;
    Bps lt_max;
    bool operator==(const AssetPolicy&) const = default;
};

/// The most assets of a policy: a report takes no more entries (the contract's MAX_UPDATES).
constexpr std::size_t kAssetsMax = 32;
/// The most points of an asset's tail.
constexpr std::size_t kTailsMax = 32;

/// A whole policy. Its hash is that of its canonical JSON: comments and order do not matter.
struct Policy {
    std::string name;
    Seconds epoch;  ///< nominal distance of two snapshots; whole hours
    VolatilityPolicy volatility;
    RegimePolicy regime;
    PublicationPolicy publication;
    LiquidityPolicy liquidity;
    std::vector<AssetPolicy> assets;
    bool operator==(const Policy&) const = default;
};

}  // namespace ballast::engine
