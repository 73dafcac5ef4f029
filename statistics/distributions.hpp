// SPDX-License-Identifier: MIT
// The two distributions that tests of coverage are judged by.
#pragma once

#include <cstdint>

namespace ballast::statistics {

/// Returns P(X > x) of the chi-square with `degrees` of freedom. Requires x >= 0, degrees >= 1.
/// Source: Abramowitz and Stegun 26.4.4 and 26.4.5, exact finite sums.
[[nodiscard]] double chi_square_tail(double x, int degrees);

/// Returns P(X <= hits) of the binomial. Requires 0 <= hits <= trials and 0 < p < 1.
[[nodiscard]] double binomial_cdf(std::int64_t hits, std::int64_t trials, double p);

}  // namespace ballast::statistics
