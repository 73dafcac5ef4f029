// SPDX-License-Identifier: MIT
// What a decay factor of exponential weighting means in observations.
#pragma once

namespace ballast::statistics {

/// Returns how many of the newest observations carry all but `tolerance` of the weight:
/// ln(tolerance) / ln(decay). Requires both between 0 and 1, exclusive.
/// Source: RiskMetrics Technical Document, 4th edition (1996), equation 5.9 and table 5.7.
[[nodiscard]] double effective_observations(double decay, double tolerance);

/// Returns the decay an observation that leaves half of the weight after `observations`.
/// Requires observations > 0.
[[nodiscard]] double decay_of_half_life(double observations);

}  // namespace ballast::statistics
