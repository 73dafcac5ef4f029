// SPDX-License-Identifier: MIT
#pragma once

namespace ballast::statistics {

/// Returns P(Z <= x) of the standard normal, to a relative error of 1e-13 from x = -20 up.
[[nodiscard]] double normal_cdf(double x);

/// Returns the density of the standard normal at x.
[[nodiscard]] double normal_density(double x);

/// Returns x with P(Z <= x) = p, to about 1e-15. Requires 0 < p < 1.
/// Source: Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988).
[[nodiscard]] double normal_quantile(double p);

}  // namespace ballast::statistics
