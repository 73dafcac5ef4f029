// SPDX-License-Identifier: MIT
// What the contract does to a market when it accepts an entry, in C++: the keeper compares it with
// what it reads back, and runs of other policies live on it without a chain. (What is admissible
// is said in limits.hpp; the whole contract's acts are in mirrored_oracle.hpp.)
#pragma once

#include "engine/current.hpp"
#include "engine/decision.hpp"

namespace ballast::oracle {

/// Where LTV and LT are to go; `ramp` counts where LT falls.
struct Targets {
    engine::Bps ltv;
    engine::Bps lt;
    Seconds ramp;
};

/// Makes an admissible move at `at`, which is `ramp_clock` on the clock of the market's ramp_start:
/// Transition.sol.
void move_targets(engine::PublishedMarket& market, const Targets& to, UnixSeconds at,
                  UnixSeconds ramp_clock);

/// Returns the market after the contract accepted `decision` in a block of time `at`, with data of
/// `observed_at`: Transition.sol and RiskParamOracle._apply / _queue. Requires an admissible
/// decision made for `market`.
[[nodiscard]] engine::PublishedMarket apply(const engine::PublishedMarket& market,
                                            const engine::MarketDecision& decision,
                                            UnixSeconds observed_at, UnixSeconds at);

/// Returns the market after executePending in a block of time `at`. Requires a pending loosening
/// whose window is over.
[[nodiscard]] engine::PublishedMarket execute_pending(const engine::PublishedMarket& market,
                                                      UnixSeconds at);

}  // namespace ballast::oracle
