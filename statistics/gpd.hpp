// SPDX-License-Identifier: MIT
// The tail beyond a threshold as a generalised Pareto distribution.
#pragma once

#include <cstddef>
#include <span>

#include "base/result.hpp"

namespace ballast::statistics {

/// P(Y > y) = (1 + shape y / scale)^(-1 / shape) for an excess y >= 0.
struct Gpd {
    double shape = 0;  ///< xi; 0 is the exponential
    double scale = 1;  ///< beta, above 0
};

/// Fits by probability-weighted moments with the plotting position (i - .35) / k:
/// a0 = mean y, a1 = mean (1 - p_i) y_(i), shape = 2 - a0 / (a0 - 2 a1),
/// scale = 2 a0 a1 / (a0 - 2 a1). Closed form; consistent for shape < .5 and usable up to 1.
/// Clamping the shape is the caller's. Errors: bad_data for fewer than two excesses, one that is
/// not above 0, or excesses that are all equal.
/// Source: Hosking and Wallis, Technometrics 29 (1987), 339-349.
[[nodiscard]] Result<Gpd> fit_gpd(std::span<const double> excesses);

/// The losses above a threshold: what they look like and how many there are.
struct GpdTail {
    Gpd gpd;
    double threshold = 0;
    std::size_t exceedances = 0;   ///< observations above the threshold
    std::size_t observations = 0;  ///< all of them
};

/// Fits the losses strictly above `threshold`. Errors: those of fit_gpd.
[[nodiscard]] Result<GpdTail> fit_gpd_tail(std::span<const double> losses, double threshold);

/// Returns the loss that is exceeded with probability 1 - level:
/// u + scale / shape ((n/k (1 - level))^-shape - 1). Requires a level no less than the threshold's,
/// 1 - level <= k/n, and level < 1.
/// Source: McNeil and Frey, Journal of Empirical Finance 7 (2000), equation 8.
[[nodiscard]] double tail_quantile(const GpdTail& tail, double level);

/// Returns the mean loss beyond that quantile q: (q + scale - shape u) / (1 - shape). Requires what
/// tail_quantile does, and shape < 1. Source: ibid., equation 16.
[[nodiscard]] double tail_shortfall(const GpdTail& tail, double level);

}  // namespace ballast::statistics
