// SPDX-License-Identifier: MIT
// The few functions that the model needs on fixed point, each rounded in one stated direction.
#pragma once

#include "base/int128.hpp"
#include "engine/units.hpp"

namespace ballast::engine {

/// Returns ceil(a * b) at 1e-18. Requires a * b >= 0.
[[nodiscard]] Int128 wad_mul_up(Int128 a, Int128 b);

/// Returns base^exponent at 1e-18, never below the true power and at most `exponent` units above
/// it: the k-th square is at most 2^k - 1 units too high, and each product adds its factor's excess
/// and one. Requires 0 <= base <= 1, exponent >= 0.
[[nodiscard]] Wad wad_power_up(Wad base, std::int64_t exponent);

/// Returns the least s at 1e-18 with s * s >= x, for x at 1e-18. Requires x >= 0.
[[nodiscard]] Wad wad_sqrt_up(Wad x);

/// Returns a lower bound of exp(-x) at 1e-18, for x >= 0 at 1e-18 (model M-10).
///
/// x is first rounded up to 1e-9. The result is then at most 40 units (4e-17) under exp(-x) of the
/// rounded x, and 0 from x = 16 on; a step of 1e-9 in x moves exp(-x) by more than 1e-16 below 16,
/// so the function never rises with x. Bound and monotonicity are tested at every step near each
/// multiple of ln 2.
[[nodiscard]] Wad exp_minus_down(Int128 x);

/// Returns the largest x at 1e-18, a multiple of 1e-9, with exp_minus_down(x) >= t. Requires
/// 0 < t <= exp_minus_down(0).
[[nodiscard]] Int128 largest_exponent(Wad t);

}  // namespace ballast::engine
