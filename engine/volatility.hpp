// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "engine/policy.hpp"
#include "engine/state.hpp"

namespace ballast::engine {

/// Returns (to - from) / from at 1e-18, rounded away from zero and saturated at +-3, so that its
/// square fits a Wad. Requires from > 0 and to > 0.
[[nodiscard]] Wad simple_return(Price from, Price to);

/// Returns the variances a day after a move from `from` to `to` that took `hours` (M-1, M-2):
/// v' = L v + (1 - L) k(r) r^2 24/hours with L = decay^hours and k = 1+g for a fall, 1-g otherwise.
/// Two-sided, a rise counts as a fall. Rounded up throughout. Requires positive prices and
/// hours >= 1. Source: RiskMetrics 1996 with the asymmetric response of Alexander and Dakos,
/// Quantitative Finance 2023.
[[nodiscard]] Variances update_variances(const VolatilityPolicy& policy, const Variances& before,
                                         Price from, Price to, std::int64_t hours,
                                         bool two_sided = false);

/// Returns constant + fast, mid and slow variance, each times its coefficient (M-2b), rounded up.
[[nodiscard]] Wad har_variance(const HarPolicy& policy, const Variances& variances);

/// Returns max((3 variance + stress^2) / 4, floor^2), rounded up (M-3): a quarter of the weight on
/// stressed observations, never under the floor (EMIR RTS 153/2013 Art. 28(1) b and c).
[[nodiscard]] Wad anti_procyclical_variance(Wad variance, Wad stress_volatility,
                                            Wad floor_volatility);

/// Returns the largest of the three speeds.
[[nodiscard]] Wad largest(const Variances& variances);

}  // namespace ballast::engine
