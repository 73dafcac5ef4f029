// SPDX-License-Identifier: MIT
// log, exp and pow with the same bits everywhere. glibc picks another routine on a processor with
// fused multiply-add, and its last bit differs; these use only +, -, *, / and exact scalings, which
// IEEE 754 fixes (the build has -ffp-contract=off).
#pragma once

namespace ballast::statistics {

/// Returns ln(x) to a relative error of 4e-16. Requires x > 0, finite and normal.
[[nodiscard]] double portable_log(double x);

/// Returns e^x to a relative error of 4e-16; 0 under -700 and e^700 above 700.
[[nodiscard]] double portable_exp(double x);

/// Returns base^exponent as exp(exponent ln base). Requires base > 0.
[[nodiscard]] double portable_pow(double base, double exponent);

}  // namespace ballast::statistics
