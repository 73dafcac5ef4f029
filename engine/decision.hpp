// SPDX-License-Identifier: MIT
// What the engine decided and every number that led to it.
#pragma once

#include <string>
#include <vector>

#include "base/time.hpp"
#include "engine/reason.hpp"
#include "engine/regime.hpp"
#include "engine/units.hpp"

namespace ballast::engine {

/// How a value is reached from its start, in bps that add up exactly: start + all parts = value.
struct Attribution {
    Bps start;       ///< LTV: the LT it hangs from; LT: 10,000
    Bps buffer;      ///< bonus, fee and gap
    Bps volatility;  ///< the collateral's own
    Bps liquidity;   ///< depth against debt
    Bps macro;       ///< the regime's multiplier
    Bps cascade;     ///< liquidations that cause others (tail form alone)
    Bps bounds;      ///< governed bounds, halt
    Bps limiter;     ///< play band, deadband, quiet time, budgets: published less target
    bool operator==(const Attribution&) const = default;
};

/// A target, what binds it, and how it came about (without the limiter's part).
struct Target {
    Bps value;
    Reason binding = Reason::structural;
    Attribution attribution;
    bool operator==(const Target&) const = default;
};

/// What to do on chain for one market.
enum class Action {
    none,       ///< say nothing
    heartbeat,  ///< confirm the same values
    tighten,    ///< lower LTV, LT or both
    loosen,     ///< raise LTV, LT or both, through the veto window
};

/// Returns "none", "heartbeat", "tighten" or "loosen".
[[nodiscard]] std::string_view name(Action action) noexcept;

/// How near the book is to feeding on its own liquidations (M-21).
enum class Alarm { none, amber, red };

/// Returns "none", "amber" or "red".
[[nodiscard]] std::string_view name(Alarm alarm) noexcept;

/// What a liquidation would meet, and what follows for the liquidation bonus (M-18 to M-23, M-27).
/// Everything is 0 where it is not known.
struct LiquidityFigures {
    bool known = false;   ///< there is depth, and a tail at the policy's level
    Seconds liquidation;  ///< from the threshold to the end of the sale
    Bps fall_start;       ///< x0: the fall in that time
    Bps fall;             ///< x*: with the liquidations that it causes
    Bps gain;             ///< further fall for a fall at x*
    Bps amplification;    ///< 1 / (1 - gain)
    Alarm alarm = Alarm::none;
    Bps slippage;         ///< of selling the largest position
    Usd lot;              ///< what half the bonus can sell
    Bps bonus_suggested;  ///< for that lot, above the spiral
    Bps depth_use;        ///< debt over depth
    bool operator==(const LiquidityFigures&) const = default;
};

/// The caps (M-26). Suggestions to the protocol: the oracle does not carry them.
struct CapDecision {
    Reason binding = Reason::cap_depth;
    Usd debt_cap_target;
    Usd debt_cap;
    Usd position_limit_target;
    Usd position_limit;
    std::int64_t supply_cap_tokens = 0;  ///< whole tokens that carry the debt cap at the LT
    std::vector<Reason> holds;           ///< why a wanted rise was held; ascending, each once
    bool operator==(const CapDecision&) const = default;
};

/// The decision for one market.
struct MarketDecision {
    std::string asset;
    Action action = Action::none;
    Bps ltv;  ///< to publish (the stored target where nothing moves)
    Bps lt;   ///< to publish, the end of the ramp
    Bps bonus;
    Seconds ramp;      ///< 0 unless LT falls
    Bps expected_ltv;  ///< what the oracle must hold for this to apply (compare-and-swap)
    Bps expected_lt;
    Usd induced_now;         ///< debt made liquidatable by the LT cut at today's price
    Usd induced_5_percent;   ///< and at a price 5 % lower
    Usd induced_10_percent;  ///< and 10 % lower
    Target ltv_target;
    Target lt_target;
    Bps ltv_desired;  ///< after the play band
    Bps lt_desired;
    std::vector<Reason> holds;  ///< why a desired move was held or shortened; ascending, each once
    Wad volatility_fast;        ///< a day, stress mix and floor included: what LTV used
    Wad volatility_slow;        ///< a day, the same for LT
    bool halt_borrowing = false;
    /// The pending loosening's window is over and it is still wanted, without any doubt: execute it
    /// once the report is in.
    bool execute_pending = false;
    CapDecision caps;
    LiquidityFigures liquidity;
    Bps lt_second_opinion;  ///< what the tail form says, whatever the policy's form; 0: unknown
    bool operator==(const MarketDecision&) const = default;
};

/// The engine's answer to one snapshot. Oracle reports are made from it; it is journaled whole.
struct Report {
    UnixSeconds at;
    UnixSeconds observed_at;  ///< the oldest price behind an entry; see engine/data_time.hpp
    Regime regime;
    std::vector<MarketDecision> markets;  ///< in the policy's order
    bool operator==(const Report&) const = default;
};

}  // namespace ballast::engine
