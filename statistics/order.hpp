// SPDX-License-Identifier: MIT
// Means, quantiles and tail means. Sums run from first to last, so that their bits are fixed.
#pragma once

#include <span>
#include <vector>

namespace ballast::statistics {

/// Returns the values in ascending order.
[[nodiscard]] std::vector<double> ascending(std::span<const double> values);

/// Returns the arithmetic mean. Requires at least one value.
[[nodiscard]] double mean(std::span<const double> values);

/// Returns the variance with the divisor n - 1. Requires at least two values.
[[nodiscard]] double variance(std::span<const double> values);

/// Returns the p-quantile, linear between the order statistics (type 7 of Hyndman and Fan 1996,
/// the default of R). Requires ascending values, at least one, and 0 <= p <= 1.
[[nodiscard]] double quantile(std::span<const double> sorted, double p);

/// Returns the mean of the largest share 1 - level of the values; where that share ends within a
/// value, the value counts with the part that is inside. Requires ascending values, at least one,
/// and 0 <= level < 1. Source: Acerbi and Tasche, Journal of Banking and Finance 26 (2002), 4.
[[nodiscard]] double expected_shortfall(std::span<const double> sorted, double level);

}  // namespace ballast::statistics
