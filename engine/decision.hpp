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
