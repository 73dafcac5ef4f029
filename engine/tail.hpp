// SPDX-License-Identifier: MIT
// How far a price may fall between the liquidation threshold and the end of the sale.
#pragma once

#include <optional>

#include "base/int128.hpp"
#include "engine/policy.hpp"
#include "engine/snapshot.hpp"

namespace ballast::engine {

/// Returns the time that selling `position` takes at the policy's participation in `volume` a day,
/// within the policy's least and 30 days (M-19), rounded up; a day where the volume is unknown (0).
[[nodiscard]] Seconds liquidation_time(const LiquidityPolicy& policy, Usd position, Usd volume);

/// Returns the volatility at 1e-18 over `time` at a variance a day, rounded up (M-20); at most 10.
/// Requires variance >= 0.
[[nodiscard]] Int128 volatility_over(Wad variance, Seconds time);

/// Returns the largest mean fall beyond `level`, in sigmas, over the asset's horizons; nothing
/// where it has no tail at that level. The largest, so that a longer sale never has a thinner tail.
[[nodiscard]] std::optional<Wad> largest_shortfall(const AssetPolicy& asset, Bps level);

/// Returns x0 = shortfall * multiplier * volatility in bps (M-20), rounded up, at most 9,500.
/// Requires all three >= 0 and volatility <= 10.
[[nodiscard]] Bps adverse_fall(Wad shortfall, Wad multiplier, Int128 volatility);

}  // namespace ballast::engine
